import { readArguments, type Command } from "../command";
import type * as doctor from "../doctor/doctor";
import type * as report from "../doctor/report";
import type * as targets from "../doctor/targets-of";
import { UsageError } from "../user-error";

/** `mlplatform doctor`: says which tools and logins are there. */
export const command: Command = {
  summary: "Says which tools and logins a target needs, and which are missing here",
  usage: "doctor [target or program] [--cwd <folder>] [--timeout <seconds>] [--json]",
  help: `Looks for the tools and logins that a target needs on this machine, with their versions, and says how to get what is missing. It
changes nothing, asks no other machine, and prints no login. Without an argument it looks for what every target needs, and lists
what each of them needs besides.

  target or program      a target, such as k3d, or a program of this project, which is planned to find its target

Flags
  --cwd <folder>         where to look for Pulumi.yaml and the program (default: this folder and its parents)
  --timeout <seconds>    how long each tool may take to answer (default: 10)
  --json                 prints what was found as JSON
  --debug                shows where an error came from

Exit codes: 0 if all that is needed is there, 1 if something is missing, 2 for a wrong command line. What is optional, and what other
targets need, is never a failure.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const { cwd = process.cwd(), timeout = "10", json = false } = values;
    if (!/^\d{1,3}$/.test(timeout) || Number(timeout) === 0) {
      throw new UsageError(`--timeout takes a whole number of seconds from 1 to 999, not '${timeout}'.`);
    }
    const [name] = positionals;
    const { targetsOf, examineAll, isComplete, reportText, reportJson } = loadDoctor();
    const asked = name === undefined ? [] : await targetsOf(name, cwd);
    const groups = await examineAll(asked, { seconds: Number(timeout) });
    process.stdout.write(json ? reportJson(groups) : reportText(groups));
    return isComplete(groups) ? 0 : 1;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- not needed for a usage text */
const loadDoctor = () => ({
  ...(require("../doctor/doctor") as typeof doctor),
  ...(require("../doctor/report") as typeof report),
  ...(require("../doctor/targets-of") as typeof targets),
});
/* eslint-enable @typescript-eslint/no-require-imports */

const FLAGS = {
  cwd: { type: "string" },
  timeout: { type: "string" },
  json: { type: "boolean" },
} as const;
