import type { Format } from "../commands/plan";
import type { ProjectRequest } from "../project/project-stack";
import type * as compare from "./compare/compare";
import type * as page from "./html/page";
import type * as json from "./json";
import type * as policyOfPlans from "./policy/check-plan";
import type * as files from "./plan-file";
import { planProgram, type Plan } from "./plan-program";
import type * as markdown from "./tables/markdown";
import type * as tables from "./tables/plan-tables";
import { planText } from "./text/plan-text";
import { checkOutput, writeOutput } from "./write-output";

/** How a plan is shown. */
export interface Shown {
  readonly format: Format;
  /** The file to write; without it, the plan is printed. */
  readonly output?: string;
  /** The file of an earlier plan, from which the difference is shown. */
  readonly compare?: string;
  /** Whether the rules are applied, and the file of their configuration. */
  readonly policy?: { readonly config: string | undefined };
  /** Whether the values of charts are shown, in a tree. */
  readonly values: boolean;
  readonly isTerminal: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: boolean;
}

/** Columns of lists where no terminal decides. */
const LIST_WIDTH = 120;

/** Plans a program and shows the plan. Returns the exit code: 1 for a plan that breaks a mandatory rule. */
export async function showPlan(request: ProjectRequest, shown: Shown): Promise<number> {
  const { output, format, compare, policy } = shown;
  if (output !== undefined) checkOutput(output);
  const settings = policy && load.policy().policySettings(policy.config);
  const earlier = compare === undefined ? undefined : load.files().readPlanFile(compare);
  const planned = await planProgram(request, { lines: format === "json" && earlier === undefined });
  const plan = settings === undefined ? planned : { ...planned, policy: load.policy().checkPlan(planned, settings) };
  const text = earlier === undefined ? textOf(plan, shown) : differenceOf(earlier, plan, shown);
  if (output === undefined) process.stdout.write(text);
  else {
    writeOutput(output, text);
    process.stdout.write(`Wrote ${output}.\n`);
  }
  const broken = plan.policy && load.policy().mandatoryViolations(plan.policy);
  if (broken === undefined) return 0;
  process.stderr.write(
    `The plan breaks mandatory rules: ${broken}. Change the resources that the plan names there, or name exceptions with --policy-config (docs/policy.md).\n`,
  );
  return 1;
}

function textOf(plan: Plan, { format, values, isTerminal, width, colours }: Shown): string {
  switch (format) {
    case "tree":
      return planText(plan, { width: isTerminal ? width : LIST_WIDTH, colours, isTerminal, values });
    case "table":
      // Otherwise other programs would not find everything about a resource on one line.
      return load.tables().planTables(plan, { width: isTerminal ? width : Infinity, colours });
    case "markdown":
      return load.markdown().planMarkdown(plan);
    case "json":
      return load.json().planJson(plan);
    case "html":
      return load.page().planPage(plan);
  }
}

function differenceOf(earlier: files.PlanFile, plan: Plan, { format, colours }: Shown): string {
  // As it would be in a file.
  const current = JSON.parse(load.json().planJson(plan)) as files.PlanFile;
  return load.compare().comparison(earlier, current, { format: format as compare.DifferenceFormat, colours });
}

/** What most plans do not need. */
/* eslint-disable @typescript-eslint/no-require-imports */
const load = {
  tables: () => require("./tables/plan-tables") as typeof tables,
  markdown: () => require("./tables/markdown") as typeof markdown,
  page: () => require("./html/page") as typeof page,
  policy: () => require("./policy/check-plan") as typeof policyOfPlans,
  json: () => require("./json") as typeof json,
  files: () => require("./plan-file") as typeof files,
  compare: () => require("./compare/compare") as typeof compare,
};
/* eslint-enable @typescript-eslint/no-require-imports */
