import { UNKNOWN, type PlainValue, type PlanGraph, type Properties } from "../../../recorder/graph";
import {
  keptOnDestroy,
  orderOfCreation,
  orderOfDestruction,
  protectedResources,
  type Waves,
} from "../../../recorder/order";
import { stripVTControlCharacters } from "node:util";
import type { Plan } from "../plan-program";
import { policyTables } from "../policy/policy-table";
import { redactedPlan } from "../redacted-plan";
import { tableLines } from "../tables/table-text";
import { closingAdvice } from "./closing-advice";
import { painter, type Paint } from "./colours";
import { labelOf, totals } from "./names";
import { resourceTree } from "./resource-tree";
import { wordsOf, wrapWords } from "./wrap";

/** How the text looks. */
export interface TextStyle {
  /** Columns of a line. */
  readonly width: number;
  readonly colours: boolean;
  /**
   * Whether all lines end at the width. Otherwise only lists do, so that other programs find everything about a resource on one
   * line.
   *
   * @default false
   */
  readonly isTerminal?: boolean;
  /** Prints the values of each release below it. @default false */
  readonly values?: boolean;
}

/** The plan as text for people. */
export function planText(given: Plan, { width, colours, values, isTerminal = false }: TextStyle): string {
  const paint = painter(colours);
  const plan = redactedPlan(given);
  const { graph, outputs, warnings } = plan;
  const lineWidth = isTerminal ? width : Infinity;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [`Plan of ${plan.program ?? plan.project}`, header(plan, lineWidth)],
    ["Resources", resourceTree(graph, paint, lineWidth, values)],
    ["Order of creation", waveLines(orderOfCreation(graph), width, paint)],
    ["Order of destruction", destructionLines(graph, width, paint)],
    ["Outputs", outputLines(outputs, paint, lineWidth)],
    ...policyTables(plan).map((table) => [table.title, tableLines(table, paint, lineWidth)] as const),
    ["Warnings", warnings.flatMap((warning) => warningLines(warning, paint, lineWidth))],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const text = shown.map(([title, lines]) => [paint.heading(title), ...lines, ""].join("\n"));
  const summary = [
    ...wrapWords(wordsOf(totals(graph), paint.heading), lineWidth),
    ...wrapWords(closingAdvice(plan, paint.quiet), lineWidth),
  ];
  return [...text, `${summary.join("\n")}\n`].join("\n");
}

function header({ project, stack, entry, configFile }: Plan, width: number): string[] {
  const config = configFile ?? "no config file";
  return [
    ...wrapWords([{ text: entry }], width, "  program  "),
    ...wrapWords(wordsOf(`${stack} of ${project}, ${config}`), width, "  stack    ", " ".repeat(11)),
  ];
}

/** A warning keeps its own lines. */
const warningLines = (warning: string, paint: Paint, width: number): string[] =>
  width === Infinity
    ? [`  ${paint.alarm(warning)}`]
    : warning.split("\n").flatMap((line) => wrapWords(wordsOf(line, paint.alarm), width, "  "));

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

/** Items with dots between them. Further lines start below the first item, unless that leaves little room. */
function wrapped(lead: string, items: readonly string[], width: number, paintLead: Paint["quiet"]): string[] {
  if (items.length === 0) return [];
  const isLong = lead.length > width / 2;
  const indent = " ".repeat(isLong ? 4 : lead.length);
  const lines = wrapWords(
    items.map((text) => ({ text })),
    width,
    indent,
    indent,
    " · ",
  ).flatMap((line) => brokenAfterKind(line, width));
  const [first = "", ...others] = lines;
  return isLong ? [paintLead(lead.trimEnd()), ...lines] : [paintLead(lead) + first.slice(lead.length), ...others];
}

/** A line with one item that is too long has the name on a line of its own. */
function brokenAfterKind(line: string, width: number): string[] {
  const [, indent = "", kind = "", name = ""] = /^( *)(.*) (\S+)$/.exec(line) ?? [];
  return line.length <= width || kind === "" ? [line] : [indent + kind, `${indent}  ${name}`];
}

function outputLines({ values, secrets, unknowns }: Properties, paint: Paint, width: number): string[] {
  const names = Object.keys(values);
  const nameWidth = Math.max(0, ...names.map((name) => name.length));
  // A value is not broken, so that it can be copied.
  return names.flatMap((name) => {
    const line = `  ${name.padEnd(nameWidth)}  ${shown(name)}`;
    return stripVTControlCharacters(line).length <= width ? [line] : [`  ${name}`, `    ${shown(name)}`];
  });

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
