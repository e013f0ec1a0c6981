import type { Plan } from "../plan-program";
import { policyTables } from "../policy/policy-table";
import { redactedPlan } from "../redacted-plan";
import { reportOf } from "../report/report";
import { painter } from "../text/colours";
import { totals } from "../text/names";
import { resourceTree } from "../text/resource-tree";
import { moneyRange } from "./money";
import { orderTables, reportTables } from "./report-tables";
import type { Table } from "./table";

/** The report of a plan as Markdown, for a pull request. */
export function planMarkdown(given: Plan): string {
  const plan = redactedPlan(given);
  const report = reportOf(plan.graph);
  const { items, total } = report.cost;
  const cost = items.length === 0 ? [] : [`Rough cost in a month: **${moneyRange(total)}**.`];
  const tree = resourceTree(plan.graph, painter(false), Infinity);
  return [
    `## Plan of ${code(plan.program ?? plan.project)}, stack ${code(plan.stack)}`,
    [`${escaped(totals(plan.graph))}.`, ...cost].join(" "),
    ...(plan.warnings.length === 0
      ? []
      : ["### Warnings", plan.warnings.map((text) => `- ${escaped(text)}`).join("\n")]),
    ...[...policyTables(plan), ...reportTables(report), ...orderTables(plan.graph)].map(markdownTable),
    details("All resources", fenced(tree)),
  ]
    .join("\n\n")
    .concat("\n");
}

/** A heading, the table or what stands in its place, and its notes. */
export function markdownTable({ title, columns, rows, notes, none, folded = false }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const table = [
    line(columns.map(escaped)),
    line(columns.map(() => "---")),
    ...rows.map(({ cells, alarm = false }) =>
      line(cells.map((cell) => (alarm ? `**${escaped(cell)}**` : escaped(cell)))),
    ),
  ];
  const body = rows.length === 0 ? escaped(none) : table.join("\n");
  if (folded) return details(title, body);
  return [`### ${escaped(title)}`, body, ...notes.map((note) => `- ${escaped(note)}`)].reduce(
    (text, part, index) => text + (index > 2 ? "\n" : "\n\n") + part,
  );
}

/** Text that is folded away until a reader opens it. */
export const details = (summary: string, content: string): string =>
  `<details>\n<summary>${escaped(summary)}</summary>\n\n${content}\n\n</details>`;

/** Lines of code. The fence is longer than any in the lines. */
export function fenced(lines: readonly string[], language = "text"): string {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((ticks) => ticks.length)));
  const fence = "`".repeat(longest + 1);
  return [fence + language, ...lines, fence].join("\n");
}

/** Text as code in a line. */
export const code = (text: string): string => (text.includes("`") ? escaped(text) : `\`${text.replace(/\s+/g, " ")}\``);

/**
 * Text that means nothing in Markdown and HTML, on one line. An @ would tell people with that name, and `#1` would link an issue: both
 * are broken by a comment that nobody sees.
 */
export const escaped = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>|~]/g, (mark) => `\\${mark}`)
    .replace(/@(?=\w)/g, "@<!-- -->")
    .replace(/#(?=\d)/g, "#<!-- -->");
