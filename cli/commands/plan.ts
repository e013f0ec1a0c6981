import type * as tty from "node:tty";
import { readArguments, readSettings, type Command } from "../command";
import type * as formats from "../plan/formats";
import { UsageError } from "../user-error";

/** `mlplatform plan`: shows what a program would create. It needs the Pulumi CLI only to read the outputs of other stacks. */
export const command: Command = {
  summary: "Shows what a program would create, without cloud, cluster or Pulumi CLI",
  usage:
    "plan [program] [--stack <name>] [--config <key>=<value>]... [--cwd <folder>] [--format <format>] [--output <file>] [--compare <file>] [--policy] [--policy-config <file>] [--values]",
  help: `Runs the Pulumi program of this project offline and shows the resources it would create, the order they are created
and destroyed in, what is secret, what is protected and what is kept. TypeScript is run, not type-checked: npx tsc --noEmit
does that. Files that the program reads, such as a kubeconfig, must exist.

  program                which program to run, if the project's config has a key "program"

Flags
  --stack <name>         the stack whose Pulumi.<name>.yaml is used (default: the program's name)
  --config <key>=<value> sets a config value; may be repeated
  --cwd <folder>         the folder of Pulumi.yaml, or one below it (default: the current folder)
  --format <format>      tree      every resource below its component (default)
                         table     what is exposed to whom, permissions, charts, images, what is kept, cost
                         markdown  the same, for a pull request
                         json      everything, for programs
                         html      a page with a picture to look around in, and the tables
  --output <file>        writes to a file
  --compare <file>       shows the difference from an earlier plan, whose JSON is in the file; as tree, markdown or json
  --policy               applies rules: no public access, static keys or unencrypted disks, pinned charts and images, and more
                         (docs/policy.md). Exit code 1 if the plan breaks a mandatory one
  --policy-config <file> levels and options of the rules, as pulumi --policy-pack-config takes them
  --values               shows the values of each chart as well, in a tree
  --json                 the same as --format json
  --debug                shows where an error came from`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const settings = readSettings(values.config);
    const { cwd = process.cwd(), stack, output, compare, values: withValues = false } = values;
    const { policy: withPolicy = false, "policy-config": policyConfig } = values;
    const format = formatOf(values);
    if (compare !== undefined) {
      if (!COMPARED.includes(format)) throw new UsageError(`--compare takes --format ${COMPARED.join(", ")}.`);
      if (withPolicy) throw new UsageError("--policy has no effect with --compare, which shows what differs.");
      if (withValues)
        throw new UsageError("--values has no effect with --compare, which shows the values that differ.");
    }
    if (withValues && format !== "tree" && format !== "json") throw new UsageError("--values needs --format tree.");
    if (policyConfig !== undefined && !withPolicy) throw new UsageError("--policy-config needs --policy.");
    const policy = withPolicy ? { config: policyConfig } : undefined;
    const { isTTY = false, columns } = process.stdout as Partial<tty.WriteStream>;
    const isTerminal = isTTY && output === undefined;
    const style = { isTerminal, width: columns ?? 80, colours: isTerminal && !process.env["NO_COLOR"] };
    if (format === "html" && isTerminal) throw new UsageError("--format html needs --output <file>.");
    return loadFormats().showPlan(
      { cwd, program: positionals[0], stack, settings },
      { format, output, compare, policy, values: withValues, ...style },
    );
  },
};

const FORMATS = ["tree", "table", "markdown", "json", "html"] as const;

/** Chosen with `--format`. */
export type Format = (typeof FORMATS)[number];

/** The formats of a difference. */
const COMPARED: readonly Format[] = ["tree", "markdown", "json"];

function formatOf({ format, json = false }: { format?: string; json?: boolean }): Format {
  const chosen = FORMATS.find((name) => name === (format ?? (json ? "json" : "tree")));
  if (chosen === undefined) throw new UsageError(`--format takes ${FORMATS.join(", ")}, not '${format ?? ""}'.`);
  if (json && chosen !== "json") throw new UsageError(`--json contradicts --format ${chosen}.`);
  return chosen;
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text
const loadFormats = () => require("../plan/formats") as typeof formats;

const FLAGS = {
  format: { type: "string" },
  output: { type: "string" },
  compare: { type: "string" },
  policy: { type: "boolean" },
  "policy-config": { type: "string" },
  json: { type: "boolean" },
  values: { type: "boolean" },
  stack: { type: "string" },
  config: { type: "string", multiple: true },
  cwd: { type: "string" },
} as const;
