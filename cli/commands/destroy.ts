import { readArguments, type Command } from "../command";
import { confirmed, ignoringInterrupts, refuseUnasked } from "../asking";
import type * as takeDown from "../destroy/project-destroy";
import { UserError } from "../user-error";

/** `mlplatform destroy`: refuses what is protected or in the way, and takes the stack down. */
export const command: Command = {
  summary: "Takes a stack down, and refuses while everything still stands if it cannot finish",
  usage: "destroy [program] [--stack <name>] [--cwd <folder>] [--delete-others] [--yes]",
  help: `Deletes every resource of a stack. Before the first one it refuses if something is protected, and if in a cluster that
the stack made there are load balancers or disks of others: they would be left behind, or keep the network from being
deleted. It repairs what a killed run left, as mlplatform up does.

  program                the program whose stack it is, where no stack is named

Flags
  --stack <name>         the stack (default: the program's name, else the stack that pulumi has selected)
  --cwd <folder>         where to look for Pulumi.yaml (default: here, and upwards)
  --delete-others        also deletes Services, Ingresses and Gateways with load balancers, and volume claims, that others
                         made in its clusters, with the data on those disks
  --yes                  does not ask before it deletes
  --debug                shows where an error came from

It runs the Pulumi CLI, and kubectl where the stack made a cluster.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const { cwd = process.cwd(), stack, yes = false, "delete-others": deleteOthers = false } = values;
    refuseUnasked("destroy", yes);
    const agree = (name: string, others: readonly string[]) => {
      if (others.length > 0) say(["With the stack, these objects of others would go:", ...others].join("\n  "));
      return yes ? Promise.resolve(true) : confirmed(`Delete everything of stack ${name}? Write its name: `, name);
    };
    const done = await ignoringInterrupts(() =>
      takingDown().projectDestroy({ cwd, program: positionals[0], stack, deleteOthers, agree, say }),
    );
    if (!done) throw new UserError("Nothing was deleted.");
    return 0;
  },
};

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const takingDown = () => require("../destroy/project-destroy") as typeof takeDown;

const FLAGS = {
  stack: { type: "string" },
  cwd: { type: "string" },
  "delete-others": { type: "boolean" },
  yes: { type: "boolean" },
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
