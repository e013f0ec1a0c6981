import { UNKNOWN, type PlainValue, type PlanGraph, type Properties } from "../../../recorder/graph";
import {
  keptOnDestroy,
  orderOfCreation,
  orderOfDestruction,
  protectedResources,
  type Waves,
} from "../../../recorder/order";
import type { Plan } from "../plan-program";
import { redactedPlan } from "../redacted-plan";
import { closingAdvice } from "./closing-advice";
import { painter, type Paint } from "./colours";
import { labelOf, totals } from "./names";
import { resourceTree } from "./resource-tree";

/** How the text looks. */
export interface TextStyle {
  /** Columns at which long lists are wrapped. */
  readonly width: number;
  readonly colours: boolean;
  /** Prints the values of each release below it. @default false */
  readonly values?: boolean;
}

/** The plan as text for people. */
export function planText(given: Plan, { width, colours, values }: TextStyle): string {
  const paint = painter(colours);
  const plan = redactedPlan(given);
  const { graph, outputs, warnings } = plan;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [`Plan of ${plan.program ?? plan.project}`, header(plan)],
    ["Resources", resourceTree(graph, paint, values)],
    ["Order of creation", waveLines(orderOfCreation(graph), width, paint)],
    ["Order of destruction", destructionLines(graph, width, paint)],
    ["Outputs", outputLines(outputs, paint)],
    ["Warnings", warnings.map((warning) => `  ${paint.alarm(warning)}`)],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const text = shown.map(([title, lines]) => [paint.heading(title), ...lines, ""].join("\n"));
  return [...text, paint.heading(totals(graph)), `${paint.quiet(closingAdvice(plan))}\n`].join("\n");
}

function header({ project, stack, entry, configFile }: Plan): string[] {
  const config = configFile ?? "no config file";
  return [`  program  ${entry}`, `  stack    ${stack} of ${project}, ${config}`];
}

/** The order of destruction, with what makes `destroy` fail and what is kept. */
function destructionLines(graph: PlanGraph, width: number, paint: Paint): string[] {
  const [refusing, kept] = [protectedResources(graph), keptOnDestroy(graph)];
  return [
    ...wrapped("  refused while protected: ", refusing.map(labelOf), width, paint.safe),
    ...waveLines(orderOfDestruction(graph), width, paint),
    ...wrapped("  kept: ", kept.map(labelOf), width, paint.safe),
  ];
}

function waveLines(waves: Waves, width: number, paint: Paint): string[] {
  const digits = String(waves.length).length;
  return waves.flatMap((wave, index) =>
    wrapped(`  ${String(index + 1).padStart(digits)}  `, wave.map(labelOf).sort(), width, paint.quiet),
  );
}

/** Items with dots between them. Further lines start below the first item. */
function wrapped(lead: string, items: readonly string[], width: number, paintLead: Paint["quiet"]): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const line = lines.at(-1);
    if (line !== undefined && lead.length + line.length + 3 + item.length <= width) {
      lines[lines.length - 1] = `${line} · ${item}`;
    } else lines.push(item);
  }
  return lines.map((line, index) => (index === 0 ? paintLead(lead) : " ".repeat(lead.length)) + line);
}

function outputLines({ values, secrets, unknowns }: Properties, paint: Paint): string[] {
  const names = Object.keys(values);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${shown(name)}`);

  function shown(name: string): string {
    const later = paint.quiet("known after pulumi up");
    if (secrets.includes(name)) {
      return unknowns.includes(name) ? `${later}, ${paint.secret("secret")}` : paint.secret("secret");
    }
    return unknowns.includes(name) ? later : readable(values[name] ?? null);
  }
}

function readable(value: PlainValue): string {
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value).replaceAll(UNKNOWN, "known later");
}
