import type { Figures } from "./measure";

/** Figures in columns. */
export const figureTable = (figures: readonly Figures[]): string =>
  columns(
    ["", "median ms", "min ms", "max ms", "cpu ms", "peak MB"],
    figures.map(({ name, medianMs, minMs, maxMs, cpuMs, peakMb }) => [
      name,
      ...[medianMs, minMs, maxMs, cpuMs, peakMb].map(String),
    ]),
  );

/** How many times the second of a pair the first takes; the least time is what other work disturbed least. */
export const ratioTable = (pairs: readonly (readonly [Figures, Figures])[]): string =>
  columns(
    ["times", "median ms", "min ms", "cpu ms", "peak MB"],
    pairs.map(([one, other]) => [
      `${one.name} / ${other.name}`,
      ...(["medianMs", "minMs", "cpuMs", "peakMb"] as const).map((figure) => (one[figure] / other[figure]).toFixed(2)),
    ]),
  );

function columns(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows];
  const width = (column: number): number => Math.max(...all.map((row) => row[column]?.length ?? 0));
  return all
    .map(([name = "", ...numbers]) =>
      [name.padEnd(width(0)), ...numbers.map((text, index) => text.padStart(width(index + 1)))].join("  "),
    )
    .join("\n");
}
