import { readArguments, type Command } from "../command";
import { confirmed, refuseUnasked } from "../asking";
import { onDisplay } from "../display/on-display";
import type * as destroy from "../destroy/destroy";
import { UserError } from "../user-error";

/** `mlplatform destroy`: refuses protected stacks and unmanaged objects, then destroys the stack. */
export const command: Command = {
  summary: "Destroys a stack, and refuses before the first deletion if it cannot finish",
  usage: "destroy [program] [--stack <name>] [--cwd <folder>] [--delete-others] [--yes] [--json]",
  help: `Deletes every resource of a stack. It refuses before the first deletion if a resource is protected, or if a cluster of
the stack contains load balancers or disks that the stack does not manage: a load balancer keeps the network from being
deleted, and a disk would be left behind. It repairs what a killed run left, as mlplatform up does.

  program                the program whose stack it is, if no stack is named

Flags
  --stack <name>         the stack (default: the program's name, else the stack that pulumi has selected)
  --cwd <folder>         where to look for Pulumi.yaml (default: this folder and its parents)
  --delete-others        also deletes Services, Ingresses and Gateways with load balancers, and volume claims, that the
                         stack does not manage in its clusters, with the data on their disks
  --yes                  does not ask before it deletes
  --json                 prints each event as a line of JSON, for scripts; it needs --yes
  --debug                shows where an error came from

It runs the Pulumi CLI, and kubectl if the stack created a cluster.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const { cwd = process.cwd(), stack, yes = false, json = false, "delete-others": deleteOthers = false } = values;
    refuseUnasked("destroy", { yes, json });
    await onDisplay(json, async (show, interruption) => {
      const confirm = (name: string, unmanaged: readonly string[]) => {
        if (unmanaged.length > 0) {
          const others = ["These objects, which the stack does not manage, would be deleted too:", ...unmanaged];
          show({ kind: "message", text: others.join("\n  ") });
        }
        return yes ? Promise.resolve(true) : confirmed(`Delete everything of stack ${name}? Write its name: `, name);
      };
      const request = { cwd, program: positionals[0], stack, deleteOthers, confirm, show, interruption };
      if (!(await loadDestroy().projectDestroy(request))) throw new UserError("Nothing was deleted.");
    });
    return 0;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const loadDestroy = () => {
  require("../../recorder/sdk"); // first, or the SDK loads TypeScript
  return require("../destroy/destroy") as typeof destroy;
};
/* eslint-enable @typescript-eslint/no-require-imports */

const FLAGS = {
  stack: { type: "string" },
  cwd: { type: "string" },
  "delete-others": { type: "boolean" },
  yes: { type: "boolean" },
  json: { type: "boolean" },
} as const;
