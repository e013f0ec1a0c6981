import { UNKNOWN, type PlainValue, type Properties } from "./graph";
import type { Plan } from "./plan-program";
import { redact } from "./redact";
import { paint as painter, type Paint } from "./text/paint";
import { resourceTree } from "./text/resource-tree";
import { totals } from "./text/totals";
import { creationOrder, destructionOrder } from "./text/waves";

/** How the text is to look. */
export interface TextStyle {
  /** Columns to wrap long lists at. */
  readonly width: number;
  readonly colours: boolean;
  /** Prints the values of each release below it. @default false */
  readonly values?: boolean;
}

/** The plan for people. */
export function planText(plan: Plan, { width, colours, values }: TextStyle): string {
  const paint = painter(colours);
  const { graph, outputs, warnings } = plan;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [`Plan of ${plan.program ?? plan.project}`, header(plan)],
    ["Resources", resourceTree(graph, paint, values)],
    ["Order of creation", creationOrder(graph, width, paint)],
    ["Order of destruction", destructionOrder(graph, width, paint)],
    ["Outputs", outputLines(outputs, paint)],
    ["Warnings", warnings.map((warning) => `  ${paint.alarm(warning)}`)],
  ];
  const shown = sections.filter(([, lines]) => lines.length > 0);
  const text = shown.map(([title, lines]) => [paint.heading(title), ...lines, ""].join("\n"));
  const hint = `Nothing was created. To create it: pulumi up --stack ${plan.stack}`;
  return redact([...text, paint.heading(totals(graph)), `${paint.quiet(hint)}\n`].join("\n"), plan.secretTexts);
}

function header({ project, stack, entry, configFile }: Plan): string[] {
  const config = configFile ?? "no config file";
  return [`  program  ${entry}`, `  stack    ${stack} of ${project}, ${config}`];
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
    if (unknowns.includes(name)) return later;
    return readable(values[name] ?? null);
  }
}

function readable(value: PlainValue): string {
  return typeof value === "string" ? value : JSON.stringify(value).replaceAll(UNKNOWN, "known later");
}
