import type { Plan } from "../plan-program";
import { policyTables } from "../policy/policy-table";
import { redactedPlan } from "../redacted-plan";
import { reportOf } from "../report/report";
import { painter } from "../text/colours";
import { totals } from "../text/names";
import { wordsOf, wrapWords } from "../text/wrap";
import { orderTables, reportTables } from "./report-tables";
import { tableLines } from "./table-text";

/** The report of a plan as aligned tables. */
export function planTables(given: Plan, { width, colours }: { width: number; colours: boolean }): string {
  const plan = redactedPlan(given);
  const paint = painter(colours);
  const heading = `Plan of ${plan.program ?? plan.project}, stack ${plan.stack}`;
  const parts = [
    [...wrapWords(wordsOf(heading, paint.heading), width), ...wrapWords(wordsOf(totals(plan.graph)), width)],
    ...[...policyTables(plan), ...reportTables(reportOf(plan.graph)), ...orderTables(plan.graph)].map((table) => [
      paint.heading(table.title),
      ...tableLines(table, paint, width),
    ]),
    ...(plan.warnings.length === 0
      ? []
      : [
          [
            paint.heading("Warnings"),
            ...plan.warnings.flatMap((warning) => wrapWords(wordsOf(warning, paint.alarm), width, "  ")),
          ],
        ]),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
