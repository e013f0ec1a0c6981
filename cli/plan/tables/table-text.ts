import type { Paint } from "../text/colours";
import { wordsOf, wrapWords } from "../text/wrap";
import type { Row, Table } from "./table";

/** Space between two columns. */
const GAP = 2;
/** A column narrower than this cannot be read. */
const LEAST_COLUMN = 12;

/**
 * The lines of a table, at most as wide as `width`. Columns share the width, and long cells go on in the lines below. Where they would
 * be too narrow, each row is a block with a line for each cell.
 */
export function tableLines({ columns, rows, notes, none }: Table, paint: Paint, width: number): string[] {
  const body = rows.length === 0 ? wrapWords(wordsOf(none, paint.quiet), width, "  ") : rowLines();
  return [...body, ...notes.flatMap((note) => wrapWords(wordsOf(note, paint.quiet), width, "  "))];

  function rowLines(): string[] {
    const widths = columnWidths([columns, ...rows.map(({ cells }) => cells)], width - 2 - GAP * (columns.length - 1));
    if (widths === undefined) return rows.flatMap((row) => block(row));
    return [
      ...lines(columns, widths, paint.quiet),
      ...rows.flatMap(({ cells, alarm }) => lines(cells, widths, brush(alarm))),
    ];
  }

  function block({ cells, alarm }: Row): string[] {
    const [first = "", ...others] = cells;
    return [
      ...broken(first, width - 2).map((part) => `  ${brush(alarm)(part)}`),
      ...others.flatMap((cell, index) => {
        if (cell === "") return [];
        const label = `${columns[index + 1] ?? ""}: `;
        const [start = "", ...rest] = broken(cell, width - 4 - label.length);
        return [`    ${paint.quiet(label)}${start}`, ...rest.map((part) => `    ${" ".repeat(label.length)}${part}`)];
      }),
    ];
  }

  function brush(alarm = false): Paint["quiet"] {
    return alarm ? paint.alarm : (text) => text;
  }
}

/** The lines of one row: as many as its longest cell needs. */
function lines(cells: readonly string[], widths: readonly number[], paint: Paint["quiet"]): string[] {
  const parts = cells.map((cell, index) => broken(cell, widths[index] ?? 0));
  const height = Math.max(1, ...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => {
    const texts = parts.map((part, index) => (part[line] ?? "").padEnd(widths[index] ?? 0));
    return `  ${paint(texts.join(" ".repeat(GAP)).trimEnd())}`;
  });
}

/** How wide the columns are: as wide as their cells, and less for the widest where there is no room; nothing if there is too little. */
function columnWidths(rows: readonly (readonly string[])[], room: number): number[] | undefined {
  const columns = rows[0]?.length ?? 0;
  const wanted = Array.from({ length: columns }, (_, index) =>
    Math.max(...rows.map((cells) => cells[index]?.length ?? 0)),
  );
  const least = wanted.map((width) => Math.min(width, LEAST_COLUMN));
  if (sum(least) > room) return undefined;
  const widths = [...wanted];
  while (sum(widths) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] =
      (widths[widest] ?? 0) - Math.min(sum(widths) - room, Math.max(1, Math.floor((widths[widest] ?? 0) / 8)));
  }
  return widths;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** A text in pieces of at most `width` characters: broken between words, else after a separator, else anywhere. */
export function broken(text: string, width: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== "";) {
    const end = rest.length <= width ? rest.length : breakBefore(rest, Math.max(1, width));
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return pieces.length === 0 ? [""] : pieces;
}

function breakBefore(text: string, width: number): number {
  const space = text.lastIndexOf(" ", width);
  if (space > 0) return space;
  const separator = Math.max(...["/", "-", ".", ",", ":", "_"].map((mark) => text.lastIndexOf(mark, width - 1)));
  return separator > width / 3 ? separator + 1 : width;
}
