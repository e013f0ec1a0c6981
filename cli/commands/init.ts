import { readArguments, readSettings, type Command } from "../command";
import type * as init from "../init/init";
import type * as offers from "../init/offers";
import type * as wizard from "../init/wizard";
import { UserError } from "../user-error";

/** `mlplatform init`: writes a new project. */
export const command: Command = {
  summary: "Writes a new project, which can be planned at once",
  usage: "init [folder] [--target <target>] [--add-ons <names>] [--name <project>] [--config <key>=<value>]... [--yes]",
  get help() {
    const { targets, addOns, defaults } = loadOffers().offers();
    return `Writes a Pulumi project with a cluster, an ingress gateway and add-ons: a short program, its config, and a README with what to do
next. It contacts nothing and installs nothing. Without flags it asks, if there is a terminal; Enter takes the default of a
question, and Ctrl-C leaves nothing behind.

  folder                 where to write it: a new folder, or one that has nothing but .git (default: ${defaults.folder}, or the
                         project's name)

Flags
  --target <target>      where the platform runs (default: ${defaults.target}):
${targets.map(indented).join("\n")}
  --add-ons <names>      what is installed beside the gateway, with commas between, or none (default: ${defaults.addOns.join(",")}):
${addOns.map(indented).join("\n")}
  --name <project>       the name of the project (default: like the folder's)
  --config <key>=<value> sets a config key of the project, such as region; a list has commas; may be repeated
  --yes                  takes the default of everything that no flag says, and asks nothing
  --debug                shows where an error came from

What only you know and do not say, such as the addresses from which you work, is written as a placeholder with which the plan works,
but which up refuses; the README of the project names them.`;
  },

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const { target, "add-ons": addOns, name, config, yes = false } = values;
    const [folder] = positionals;
    const { createProject, projectOf } = loadInit();
    const isAsked = Object.keys(values).length === 0 && process.stdin.isTTY && process.stdout.isTTY;
    const answers = isAsked
      ? await loadWizard().askForProject(folder)
      : projectOf({ folder, target, addOns, name, settings: readSettings(config), yes });
    if (answers === undefined) throw new UserError("Nothing was written.");
    process.stdout.write(`${createProject(answers).join("\n")}\n`);
    return 0;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- not needed for a usage text */
const loadInit = () => require("../init/init") as typeof init;
const loadOffers = () => require("../init/offers") as typeof offers;
const loadWizard = () => require("../init/wizard") as typeof wizard;
/* eslint-enable @typescript-eslint/no-require-imports */

const indented = (line: string): string => `${" ".repeat(25)}${line}`;

const FLAGS = {
  target: { type: "string" },
  "add-ons": { type: "string" },
  name: { type: "string" },
  config: { type: "string", multiple: true },
  yes: { type: "boolean" },
} as const;
