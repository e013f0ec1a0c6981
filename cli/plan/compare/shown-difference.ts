import { counted } from "../../../components/shared/shown";
import { SECRET, UNKNOWN, type PlainValue } from "../../../recorder/graph";
import { labelled } from "../report/resource-name";
import { moneyRange } from "../tables/money";
import { details, escaped, fenced } from "../tables/markdown";
import { painter, type Paint } from "../text/colours";
import { isEmpty, type Lines, type PlanDifference } from "./difference";
import type { Change } from "./changes";

/** A line of a difference. */
interface Line {
  readonly mark: "+" | "-" | "~" | " ";
  readonly text: string;
}

/** A part of a difference: a title and its lines. */
interface Part {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** The difference of two plans as a tree: what was added (+), removed (-) and changed (~). */
export function differenceText(difference: PlanDifference, { colours }: { colours: boolean }): string {
  const paint = painter(colours);
  const parts = partsOf(difference).map(({ title, lines }) =>
    [paint.heading(title), ...lines.map(({ mark, text }) => brushOf(mark, paint)(`  ${mark} ${text}`))].join("\n"),
  );
  return `${[`${paint.heading(titleOf(difference))}\n${summaryOf(difference)}`, ...parts].join("\n\n")}\n`;
}

/** The difference of two plans as Markdown, for a pull request. */
export function differenceMarkdown(difference: PlanDifference): string {
  const list = (lines: readonly Line[]) =>
    fenced(
      lines.map(({ mark, text }) => `${mark === "~" ? "!" : mark} ${text}`),
      "diff",
    );
  const parts = partsOf(difference);
  return [
    `## ${escaped(titleOf(difference))}`,
    escaped(summaryOf(difference)),
    ...parts.filter(({ title }) => title !== RESOURCES).map(({ title, lines }) => `### ${title}\n\n${list(lines)}`),
    // The longest part comes last.
    ...parts.filter(({ title }) => title === RESOURCES).map(({ title, lines }) => details(title, list(lines))),
  ]
    .join("\n\n")
    .concat("\n");
}

const RESOURCES = "Resources";

const brushOf = (mark: Line["mark"], paint: Paint): ((text: string) => string) =>
  mark === "+" ? paint.safe : mark === "-" ? paint.alarm : mark === "~" ? paint.kind : (text) => text;

function titleOf({ before, after }: PlanDifference): string {
  const [one, other] = [before, after].map(({ project, stack }) => `${project}/${stack}`);
  return one === other
    ? `Changes of the plan of ${other ?? ""}`
    : `From the plan of ${one ?? ""} to that of ${other ?? ""}`;
}

/** `2 added, 1 removed, 3 changed. Rough cost in a month: $1 before, $2 now.` */
function summaryOf(difference: PlanDifference): string {
  const { added, removed, changed, cost } = difference;
  if (isEmpty(difference)) return "The plans are the same. Secrets are not compared.";
  const counts = [
    `${counted(added.length, "resource")} added`,
    `${String(removed.length)} removed`,
    `${String(changed.length)} changed`,
  ];
  const [before, after] = [moneyRange(cost.before), moneyRange(cost.after)];
  const money = before === after ? "" : ` Rough cost in a month: ${before} before, ${after} now.`;
  return `${counts.join(", ")}.${money} Secrets are not compared.`;
}

/** Resources first; then the parts of the report in which anything differs. */
function partsOf({ added, removed, changed, ...difference }: PlanDifference): Part[] {
  const resources: Line[] = [
    ...removed.map((resource): Line => ({ mark: "-", text: labelled(resource) })),
    ...added.map((resource): Line => ({ mark: "+", text: labelled(resource) })),
    ...changed.flatMap(({ resource, changes }) => [
      { mark: "~", text: labelled(resource) } as const,
      ...changes.flatMap(changeLines),
    ]),
  ];
  const parts = [
    { title: RESOURCES, lines: resources },
    { title: "Exposed to whom", lines: linesOf(difference.exposure) },
    { title: "Permissions granted", lines: linesOf(difference.permissions) },
    { title: "Charts", lines: linesOf(difference.charts) },
    { title: "Images named in inputs", lines: linesOf(difference.images) },
    { title: "Protected and kept", lines: linesOf(difference.destroy) },
    { title: "Rough cost in a month", lines: costLines(difference.cost) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

function costLines(cost: PlanDifference["cost"]): Line[] {
  const [before, after] = [moneyRange(cost.before), moneyRange(cost.after)];
  const lines = linesOf(cost);
  return before === after && lines.length === 0
    ? []
    : [...lines, { mark: "-", text: `total ${before}` }, { mark: "+", text: `total ${after}` }];
}

const linesOf = ({ added, removed }: Lines): Line[] => [
  ...removed.map((text): Line => ({ mark: "-", text })),
  ...added.map((text): Line => ({ mark: "+", text })),
];

/** `replicas: 1 → 2`; long values have a line each. */
function changeLines({ path, before, after }: Change): Line[] {
  const [old, current] = [shown(before), shown(after)];
  if (before === undefined) return [{ mark: "+", text: `  ${path}: ${current}` }];
  if (after === undefined) return [{ mark: "-", text: `  ${path}: ${old}` }];
  const line = `  ${path}: ${old} → ${current}`;
  return line.length <= 100
    ? [{ mark: " ", text: line }]
    : [
        { mark: "-", text: `  ${path}: ${old}` },
        { mark: "+", text: `  ${path}: ${current}` },
      ];
}

function shown(value: PlainValue | undefined): string {
  if (value === SECRET) return "secret";
  if (value === UNKNOWN) return "known later";
  return typeof value === "string" && /^[\w./:@*-]+$/.test(value) ? value : JSON.stringify(value ?? null);
}
