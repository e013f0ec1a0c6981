import { confirmed, refuseUnasked } from "../asking";
import { readArguments, type Command } from "../command";
import { onDisplay } from "../display/on-display";
import type * as refresh from "../refresh/refresh";
import { UserError } from "../user-error";

/** `mlplatform refresh`: repairs what a killed run left, then writes into the state what really exists. */
export const command: Command = {
  summary: "Writes into the state of a stack what really exists",
  usage: "refresh [program] [--stack <name>] [--cwd <folder>] [--yes] [--json]",
  help: `Asks every provider what exists, and writes that into the state of a stack. It changes nothing else: the next update
takes back what others have changed. It first repairs what a killed run left, as mlplatform up does.

  program                the program whose stack it is, if no stack is named

Flags
  --stack <name>         the stack (default: the program's name, else the stack that pulumi has selected)
  --cwd <folder>         where to look for Pulumi.yaml (default: this folder and its parents)
  --yes                  does not ask before it changes the state
  --json                 prints each event as a line of JSON, for scripts; it needs --yes
  --debug                shows where an error came from

It runs the Pulumi CLI, and helm and kubectl for repairs.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const { cwd = process.cwd(), stack, yes = false, json = false } = values;
    refuseUnasked("refresh", { yes, json });
    const confirm = (name: string) =>
      yes ? Promise.resolve(true) : confirmed(`Refresh the state of stack ${name}? [y/N] `, "y", "yes");
    await onDisplay(json, async (show, interruption) => {
      const request = { cwd, program: positionals[0], stack, confirm, show, interruption };
      if (!(await loadRefresh().projectRefresh(request))) throw new UserError("Nothing was changed.");
    });
    return 0;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const loadRefresh = () => {
  require("../../recorder/sdk"); // first, or the SDK loads TypeScript
  return require("../refresh/refresh") as typeof refresh;
};
/* eslint-enable @typescript-eslint/no-require-imports */

const FLAGS = {
  stack: { type: "string" },
  cwd: { type: "string" },
  yes: { type: "boolean" },
  json: { type: "boolean" },
} as const;
