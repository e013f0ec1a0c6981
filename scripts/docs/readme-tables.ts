import { charts, type ChartPin } from "../../components/shared/pinned-charts";
import { pairings } from "../../components/shared/tested-versions";
import type { PublicApi } from "./public-api";
import { cell, sentence, table } from "./reference";

/** The generated blocks of README.md and docs/versions.md. A block `name` is between the markers `<!-- name -->` and `<!-- /name -->`. */
export const readmeTables = (api: PublicApi): Record<string, string> => ({
  components: table(
    ["Component", "What it is"],
    api.components.map((component) => [
      `[\`${component.name}\`](docs/reference.md#${component.name.toLowerCase()})`,
      cell(sentence(component)),
    ]),
  ),
  charts: table(
    ["Name", "Chart", "Version", "Repository"],
    Object.entries<ChartPin>(charts).map(([name, { chart, version, repository }]) => [
      `\`${name}\``,
      chart,
      version,
      repository,
    ]),
  ),
  versions: table(
    ["Product", "On", "How we know"],
    pairings.map(({ product, versions, on, onVersions, evidence }) => [
      `${product} ${versions.join(", ")}`,
      `${on} ${onVersions.join(", ")}`,
      cell(evidence),
    ]),
  ),
});

/** Replaces the text between each pair of markers. A text without the markers of a block stays as it is. */
export function withTables(text: string, tables: Readonly<Record<string, string>>, file = "README.md"): string {
  return Object.entries(tables).reduce((result, [name, content]) => {
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [start, end] = [result.indexOf(open), result.indexOf(close)];
    if (start < 0 && end < 0) return result;
    if (start < 0 || end < start)
      throw new Error(`${file}: ${open} and ${close} are not a pair; write both, in this order`);
    return `${result.slice(0, start + open.length)}\n\n${content}\n\n${result.slice(end)}`;
  }, text);
}
