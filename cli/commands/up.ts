import { readArguments, readSettings, type Command } from "../command";
import { confirmed, ignoringInterrupts, refuseUnasked } from "../asking";
import type { Plan } from "../plan/plan-program";
import type { Preview } from "../up/preview";
import type * as bringUp from "../up/project-up";
import { UserError } from "../user-error";

/** `mlplatform up`: plans, repairs what a killed run left, and brings the stack up. */
export const command: Command = {
  summary: "Brings a stack up, and first repairs what a killed run left behind",
  usage: "up [program] [--stack <name>] [--config <key>=<value>]... [--cwd <folder>] [--yes]",
  help: `Plans the Pulumi program of this project and refuses what is wrong while nothing has been touched. Then it repairs what
a killed run of this stack left: a lock whose owner is gone, operations that were cut off, Helm releases that hang. It
tells what it repaired, touches nothing that is not in the stack, and goes on with the update.

  program                which program to run, where the project's config has a key "program"

Flags
  --stack <name>         the stack (default: the program's name, else the stack that pulumi has selected)
  --config <key>=<value> sets a config value on the stack; may be repeated
  --cwd <folder>         where to look for Pulumi.yaml (default: here, and upwards)
  --yes                  does not ask before the first change; without it, what an update would delete or replace is
                         shown first
  --debug                shows where an error came from

A model that was updated is waited for too, until it serves the update, as long as its own time limit says.

It runs the Pulumi CLI. With helm on the PATH it also finds releases that hang though nothing else was cut off; without
helm it says so and goes on. Repairs need helm and kubectl; waiting for updated models and explaining failures, kubectl.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const settings = readSettings(values.config);
    const { cwd = process.cwd(), stack, yes = false } = values;
    refuseUnasked("up", yes);
    const agree = (plan: Plan, preview?: Preview) => (yes ? Promise.resolve(true) : ask(plan, preview));
    const done = await ignoringInterrupts(() =>
      upping().projectUp({ cwd, program: positionals[0], stack, settings, agree, preview: !yes, say }),
    );
    if (done === undefined) throw new UserError("Nothing was changed.");
    for (const [name, { value, secret }] of Object.entries(done.outputs)) {
      say(`${name}: ${secret ? "[secret]" : typeof value === "string" ? value : JSON.stringify(value)}`);
    }
    return 0;
  },
};

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const upping = () => require("../up/project-up") as typeof bringUp;

const FLAGS = {
  stack: { type: "string" },
  config: { type: "string", multiple: true },
  cwd: { type: "string" },
  yes: { type: "boolean" },
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function ask({ stack, graph }: Plan, preview?: Preview): Promise<boolean> {
  const count = graph.resources.filter(({ custom }) => custom).length;
  if (preview !== undefined) say([`Changes: ${preview.summary}`, ...preview.losses].join("\n  "));
  return confirmed(
    `Bring up stack ${stack}, ${count} resources (mlplatform plan shows them), ` +
      "and first repair what a killed run left behind, if any? [y/N] ",
    "y",
    "yes",
  );
}
