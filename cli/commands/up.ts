import { readArguments, readSettings, type Command } from "../command";
import { confirmed, refuseUnasked } from "../asking";
import { onDisplay } from "../display/on-display";
import { outputsEvent } from "../display/outputs";
import type { Plan } from "../plan/plan-program";
import type { Preview } from "../up/preview";
import type * as up from "../up/project-up";
import { UserError } from "../user-error";

/** `mlplatform up`: plans, repairs what a killed run left, and updates the stack. */
export const command: Command = {
  summary: "Creates or updates a stack, and first repairs what a killed run left",
  usage: "up [program] [--stack <name>] [--config <key>=<value>]... [--cwd <folder>] [--yes] [--json]",
  help: `Plans the Pulumi program of this project, and reports errors before anything changes. Then it repairs what a killed run
of this stack left: a stale lock, pending operations, and pending Helm releases. It reports each repair, changes nothing
that is not in the stack, and continues with the update.

  program                which program to run, if the project's config has a key "program"

Flags
  --stack <name>         the stack (default: the program's name, else the stack that pulumi has selected)
  --config <key>=<value> sets a config value on the stack; may be repeated
  --cwd <folder>         where to look for Pulumi.yaml (default: this folder and its parents)
  --yes                  does not ask before the first change; without it, the command first shows what an update would
                         delete or replace
  --json                 prints each event as a line of JSON, for scripts; it needs --yes
  --debug                shows where an error came from

It waits until an updated model serves its update, for at most the time limit of the model.

It runs the Pulumi CLI. With helm on the PATH it also finds pending Helm releases if the state has no pending operation;
without helm it prints a warning and continues. Repairs need helm and kubectl. Waiting for updated models and explaining
failures need kubectl.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const settings = readSettings(values.config);
    const { cwd = process.cwd(), stack, yes = false, json = false } = values;
    refuseUnasked("up", { yes, json });
    const confirm = (plan: Plan, preview?: Preview) => (yes ? Promise.resolve(true) : ask(plan, preview));
    await onDisplay(json, async (show, interruption) => {
      const request = { cwd, program: positionals[0], stack, settings, confirm, preview: !yes, show, interruption };
      const done = await loadUp().projectUp(request);
      if (done === undefined) throw new UserError("Nothing was changed.");
      show(outputsEvent(done.outputs));
    });
    return 0;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const loadUp = () => {
  require("../../recorder/sdk"); // first, or the SDK loads TypeScript
  return require("../up/project-up") as typeof up;
};
/* eslint-enable @typescript-eslint/no-require-imports */

const FLAGS = {
  stack: { type: "string" },
  config: { type: "string", multiple: true },
  cwd: { type: "string" },
  yes: { type: "boolean" },
  json: { type: "boolean" },
} as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

function ask({ stack, graph }: Plan, preview?: Preview): Promise<boolean> {
  const count = graph.resources.filter(({ custom }) => custom).length;
  if (preview !== undefined) print([`Changes: ${preview.summary}`, ...preview.losses].join("\n  "));
  return confirmed(
    `Update stack ${stack} with ${count} ${count === 1 ? "resource" : "resources"} (mlplatform plan shows them), ` +
      "and first repair what a killed run left, if anything? [y/N] ",
    "y",
    "yes",
  );
}
