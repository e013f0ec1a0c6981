import { painter, type Paint } from "../plan/text/colours";
import { whose } from "./line-display";
import { runningWord } from "./operations";
import type { ComponentState, RunState } from "./run-state";

/** The terminal on which a run is shown. */
export interface Screen {
  readonly columns: number;
  readonly rows: number;
  readonly colours: boolean;
}

/** Milliseconds after which the line below the components says what is waited for. */
const LONG = 10_000;

/**
 * The lines that show how far a run is: one for each component, and below them what takes longest. No line is longer than the screen is
 * wide, and they leave room for the lines that were printed before.
 */
export function runPicture(state: RunState, now: number, { columns, rows, colours }: Screen): string[] {
  const paint = painter(colours);
  const all = state.components.filter(({ total }) => total > 0);
  const room = Math.max(1, rows - 4);
  // The components that are under way are worth a line more than those that wait or are complete.
  const shown = all.length <= room ? all : [...all].sort((one, other) => rank(one) - rank(other)).slice(0, room);
  const nameWidth = Math.min(Math.max(0, ...shown.map(({ name }) => titleOf(name).length)), Math.floor(columns / 3));
  const countWidth = Math.max(0, ...shown.map((one) => countOf(one).length));
  const lines = shown.map((one) => componentLine(one, now, { columns, nameWidth, countWidth, paint }));
  if (all.length > shown.length) {
    lines.push(paint.quiet(cut(`  and ${String(all.length - shown.length)} more components`, columns)));
  }
  const [slowest] = all
    .flatMap(({ slowest: one }) => one ?? [])
    .filter(({ since }) => now - since >= LONG)
    .sort((one, other) => one.since - other.since);
  if (slowest) {
    const { resource, operation, since, status } = slowest;
    const said = status === undefined ? "" : `: ${status}`;
    const text = `  waiting ${elapsed(now - since)} for ${runningWord(operation)} ${whose(resource)}${said}`;
    lines.push(cut(text.replace(/\s*\n\s*/g, " "), columns));
  }
  return lines;
}

interface LineStyle {
  readonly columns: number;
  readonly nameWidth: number;
  readonly countWidth: number;
  readonly paint: Paint;
}

function componentLine(one: ComponentState, now: number, { columns, nameWidth, countWidth, paint }: LineStyle): string {
  const { name, since, until, slowest, failed } = one;
  const barWidth = columns >= 100 ? 20 : columns >= 60 ? 10 : 0;
  const time = since === undefined ? "" : elapsed((until ?? now) - since);
  const title = cut(titleOf(name), nameWidth).padEnd(nameWidth);
  const bar = barWidth === 0 ? "" : `  ${barOf(one, barWidth)}`;
  const lead = `  ${title}${bar}  ${countOf(one).padStart(countWidth)}  ${time.padStart(5)}  `;
  const doing = failed > 0 ? `${String(failed)} failed` : (slowest?.resource.label ?? (isDone(one) ? "done" : ""));
  const end = cut(doing, columns - lead.length);
  const colour = failed > 0 ? paint.alarm : isDone(one) ? paint.safe : paint.quiet;
  return cut(lead, columns) === lead ? `${lead}${colour(end)}`.trimEnd() : cut(lead, columns);
}

const titleOf = (name: string): string => (name === "" ? "others" : name);
const countOf = ({ done, total }: ComponentState): string => `${String(done)}/${String(total)}`;
const isDone = ({ done, total }: ComponentState): boolean => done === total;
const rank = (one: ComponentState): number => (one.failed > 0 ? 0 : one.slowest ? 1 : isDone(one) ? 3 : 2);

function barOf({ done, total }: ComponentState, width: number): string {
  const full = Math.floor((width * done) / total);
  return "█".repeat(full) + "░".repeat(width - full);
}

/** A duration: `0:48`, `12:05`, `1:02:05`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${String(hours)}:${String(minutes).padStart(2, "0")}:${tail}` : `${String(minutes)}:${tail}`;
}

/** A text that fits into a width. */
const cut = (text: string, width: number): string =>
  text.length <= width ? text : width < 1 ? "" : `${text.slice(0, width - 1)}…`;
