import { counted } from "../../../components/shared/shown";
import { labelled } from "../report/resource-name";
import type { Plan } from "../plan-program";
import type { Row, Table } from "../tables/table";
import type { PolicyFinding, PolicyReport } from "./check-plan";

/** The table of what the rules found in a plan, if they were applied. */
export const policyTables = ({ policy }: Plan): Table[] => (policy === undefined ? [] : [policyTable(policy)]);

/** What the rules found in a plan, as a table: violations of mandatory rules first, then advice, then what is not known yet. */
function policyTable({ rules, violations, unchecked }: PolicyReport): Table {
  const row = ({ rule, level, resource, text }: PolicyFinding, state: string): Row => ({
    cells: [state, rule, labelled(resource), text],
    urn: resource.urn,
    alarm: state === "mandatory" && level === "mandatory",
  });
  const of = (level: string) => violations.filter((violation) => violation.level === level);
  const applied = rules.filter(({ level }) => level !== "disabled");
  const off = rules.filter(({ level }) => level === "disabled").map(({ name }) => name);
  return {
    title: "Policy",
    columns: ["Level", "Rule", "Resource", "What to change"],
    rows: [
      ...["mandatory", "advisory"].flatMap((level) => of(level).map((violation) => row(violation, level))),
      ...unchecked.map((finding) => row(finding, "not checked")),
    ],
    notes: [
      `${counted(applied.length, "rule")}: ${counted(of("mandatory").length, "mandatory violation")}, ${counted(of("advisory").length, "advisory one")}, ${counted(unchecked.length, "input")} not known yet.`,
      ...(off.length === 0 ? [] : [`Not applied: ${off.join(", ")}.`]),
    ],
    none: nothingFound(applied.length, off.length),
  };
}

/** What stands in place of the rows. Rules that are off say nothing about the plan. */
function nothingFound(applied: number, off: number): string {
  if (applied === 0) return "No rule was applied.";
  return off === 0 ? "The plan keeps every rule." : "The plan keeps every rule that was applied.";
}
