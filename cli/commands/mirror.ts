import { readArguments, readSettings, type Command } from "../command";
import type * as mirror from "../mirror/mirror";
import type * as target from "../mirror/target";
import { UsageError } from "../user-error";

/** `mlplatform mirror`: copies the charts and images of a program to a registry or a folder. */
export const command: Command = {
  summary: "Copies the charts and images of a program to a registry or a folder",
  usage:
    "mirror [program] --to <oci://registry/path or folder> [--from <folder>] [--check] [--lock <file>] [--update] [--images <file>] [--stack <name>] [--config <key>=<value>]... [--cwd <folder>] [--timeout <seconds>]",
  help: `Plans the program without a mirror, writes a lock file with the digest of each chart and image that it needs, and copies
them. What is there already is not copied again, so the same command goes on after an interruption. It says that the mirror is
complete only when it has read everything back with the digest of the lock file.

  program                which program to run, if the project's config has a key "program"

Flags
  --to <place>           oci://registry.example.org/ml, or a folder that starts with ./ or /
  --from <folder>        copies a folder that was filled earlier instead of public sources; it plans nothing
  --check                copies nothing, and compares the mirror with the lock file
  --lock <file>          the lock file (default: mirror.<stack>.lock.json beside Pulumi.yaml; with --from, that of the folder)
  --update               takes digests that differ from the lock file, and writes it anew
  --images <file>        further images, one on each line, such as those that Rancher installs
  --stack <name>         the stack whose Pulumi.<name>.yaml is used (default: the program's name)
  --config <key>=<value> sets a config value; may be repeated
  --cwd <folder>         the folder of Pulumi.yaml, or one below it (default: the current folder)
  --timeout <seconds>    how long one chart or image may take (default: 1800)
  --debug                shows where an error came from

It runs helm and skopeo, with their logins: helm registry login, skopeo login.
Exit code: 0 if the mirror is complete, 1 if it is not, 2 for a wrong command line; 130 after Ctrl-C, SIGTERM or SIGHUP.`,

  async run(argv) {
    const { values, positionals } = readArguments(argv, FLAGS, 1);
    const { cwd = process.cwd(), stack, lock, images, check = false, update = false, timeout = "1800" } = values;
    const settings = readSettings(values.config);
    const [program] = positionals;
    if (values.to === undefined) throw new UsageError("mirror needs --to.");
    const { targetOf, fillMirror, checkMirror } = loadMirror();
    const to = targetOf("--to", values.to);
    const from = values.from === undefined ? undefined : targetOf("--from", values.from);
    if (from?.kind === "registry") throw new UsageError("--from takes a folder that starts with ./ or /.");
    if (from !== undefined && (program !== undefined || stack !== undefined || settings.length > 0)) {
      throw new UsageError("--from copies what the folder has; leave out the program, --stack and --config.");
    }
    if (check && from !== undefined)
      throw new UsageError("--check compares --to with the lock file; leave out --from.");
    for (const [flag, isGiven] of [
      ["--update", update],
      ["--images", images !== undefined],
    ] as const) {
      if (isGiven && (check || from !== undefined)) {
        throw new UsageError(`${flag} changes the lock file; leave it out with --check and --from.`);
      }
    }
    if (!/^[1-9]\d{0,5}$/.test(timeout)) throw new UsageError(`--timeout takes a number of seconds, not '${timeout}'.`);
    const request = {
      ...{ cwd, program, stack, settings, to, from, lock, images, update },
      seconds: Number(timeout),
      say: (line: string) => void process.stdout.write(`${line}\n`),
    };
    await (check ? checkMirror(request) : fillMirror(request));
    return 0;
  },
};

/* eslint-disable @typescript-eslint/no-require-imports -- loads the Pulumi SDK, too slow for a usage text */
const loadMirror = () => ({
  ...(require("../mirror/mirror") as typeof mirror),
  ...(require("../mirror/target") as typeof target),
});
/* eslint-enable @typescript-eslint/no-require-imports */

const FLAGS = {
  to: { type: "string" },
  from: { type: "string" },
  check: { type: "boolean" },
  lock: { type: "string" },
  images: { type: "string" },
  update: { type: "boolean" },
  stack: { type: "string" },
  config: { type: "string", multiple: true },
  cwd: { type: "string" },
  timeout: { type: "string" },
} as const;
