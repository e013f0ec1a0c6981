import type { WriteStream } from "node:tty";
import { jsonDisplay } from "./json-display";
import { lineDisplay } from "./line-display";
import { liveDisplay } from "./live-display";
import type { Display } from "./run-event";

/** The display of a command: JSON if asked, a picture on a terminal, lines otherwise. */
export function chooseDisplay(output: WriteStream, { json }: { readonly json: boolean }): Display {
  const print = (line: string): void => void output.write(`${line}\n`);
  if (json) return jsonDisplay(print);
  // Such a terminal cannot move its cursor.
  if (!output.isTTY || process.env["TERM"] === "dumb") return lineDisplay(print);
  return liveDisplay(output, !process.env["NO_COLOR"]);
}
