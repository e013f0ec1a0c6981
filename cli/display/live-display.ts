import { clearScreenDown, cursorTo, moveCursor } from "node:readline";
import type { WriteStream } from "node:tty";
import { lineOf } from "./line-display";
import type { Display, RunEvent } from "./run-event";
import { runPicture } from "./run-picture";
import { RunState } from "./run-state";

/** Milliseconds between two pictures. */
const PERIOD = 150;

/** Shows a run on a terminal: a picture that is repainted, and above it what happened that is worth a line of its own. */
export function liveDisplay(terminal: WriteStream, colours: boolean): Display {
  const state = new RunState();
  let painted: string[] = [];
  const erase = () => {
    if (painted.length > 0) {
      moveCursor(terminal, 0, -painted.length);
      cursorTo(terminal, 0);
      clearScreenDown(terminal);
    }
    painted = [];
  };
  let isOver = false;
  const paint = () => {
    if (isOver) return;
    // Some terminals say that they have no columns.
    const lines = runPicture(state, Date.now(), {
      columns: terminal.columns || 80,
      rows: terminal.rows || 24,
      colours,
    });
    if (lines.length === painted.length && lines.every((line, index) => line === painted[index])) return;
    erase();
    if (lines.length > 0) terminal.write(`${lines.join("\n")}\n`);
    painted = lines;
  };
  const timer = setInterval(paint, PERIOD);
  timer.unref();
  // A narrower terminal breaks the lines that are there, so how many they are is no longer known.
  const onResize = () => {
    painted = [];
  };
  terminal.on("resize", onResize);
  return {
    show(event) {
      state.apply(event, Date.now());
      if (event.kind === "outputs") {
        // They come last, so that they are what a user reads.
        paint();
        painted = [];
        isOver = true;
      }
      const line = ABOVE.has(event.kind) ? lineOf(event) : undefined;
      if (line === undefined) return;
      erase();
      terminal.write(`${line}\n`);
      paint();
    },
    end() {
      clearInterval(timer);
      terminal.off("resize", onResize);
      paint();
    },
  };
}

/** Events that stay readable when the picture has changed. */
const ABOVE = new Set<RunEvent["kind"]>(["failed", "warning", "message", "outputs"]);
