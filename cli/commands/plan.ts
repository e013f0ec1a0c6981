import type * as tty from "node:tty";
import { readArguments, readSettings, type Command } from "../command";
import type * as json from "../plan/json";
import type * as program from "../plan/plan-program";
import type * as text from "../plan/text/plan-text";

/** `mlplatform plan`: shows what a program would create. It needs the Pulumi CLI only to read the outputs of other stacks. */
export const command: Command = {
  summary: "Shows what a program would create, without cloud, cluster or Pulumi CLI",
  usage: "plan [program] [--stack <name>] [--config <key>=<value>]... [--cwd <folder>] [--values] [--json]",
  help: `Runs the Pulumi program of this project offline and shows the resources it would create, the order they are created
and destroyed in, what is secret, what is protected and what is kept. TypeScript is run, not type-checked: npx tsc --noEmit
does that. Files that the program reads, such as a kubeconfig, must exist.

  program                which program to run, if the project's config has a key "program"

Flags
  --stack <name>         the stack whose Pulumi.<name>.yaml is used (default: the program's name)
  --config <key>=<value> sets a config value; may be repeated
  --cwd <folder>         the folder of Pulumi.yaml, or one below it (default: the current folder)
  --values               shows the values of each chart as well
  --json                 prints the plan as JSON, with all inputs
  --debug                shows where an error came from`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const settings = readSettings(values.config);
    const { planProgram, planText } = planning();
    const { cwd = process.cwd(), stack, json: asJson = false, values: withValues = false } = values;
    const plan = await planProgram({ cwd, program: positionals[0], stack, settings }, { lines: asJson });
    const { isTTY: isTerminal = false, columns } = process.stdout as Partial<tty.WriteStream>;
    const width = isTerminal ? (columns ?? 80) : 120;
    const colours = isTerminal && !process.env["NO_COLOR"];
    process.stdout.write(
      asJson ? writingJson().planJson(plan) : planText(plan, { width, colours, isTerminal, values: withValues }),
    );
    return 0;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const planning = () => ({
  ...(require("../plan/plan-program") as typeof program),
  ...(require("../plan/text/plan-text") as typeof text),
});
const writingJson = () => require("../plan/json") as typeof json;
/* eslint-enable @typescript-eslint/no-require-imports */

const FLAGS = {
  json: { type: "boolean" },
  values: { type: "boolean" },
  stack: { type: "string" },
  config: { type: "string", multiple: true },
  cwd: { type: "string" },
} as const;
