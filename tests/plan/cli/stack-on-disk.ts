import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

/** A project with the stack `dev`, whose state is in a file beside it, and a Pulumi that writes down what it is asked. */
const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\n",
  "index.ts": "export const nothing = 0;\n",
  "bin/pulumi": `#!/bin/sh
echo "$*" >> "$PULUMI_CALLS"
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack ls") echo '[]' ;;
  "stack select") case "$*" in *other*) echo "error: no stack named 'other' found" >&2; exit 255 ;; esac ;;
  "stack export") cat "$PULUMI_STATE" ;;
  *) echo "error: the stand-in of pulumi ends here" >&2; exit 255 ;;
esac
`,
};

/** Makes such a project anew for each test of a suite. */
export function stackOnDisk(...resources: readonly object[]) {
  let project: ProjectOnDisk;
  const file = (name: string) => path.join(project.dir, name);
  const setState = (...state: readonly object[]) => {
    writeFileSync(file("state"), JSON.stringify({ version: 3, deployment: { resources: state } }));
  };
  beforeEach(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi"]);
    chmodSync(file("bin/pulumi"), 0o755);
    writeFileSync(file("calls"), "");
    setState(...resources);
  });
  afterEach(() => {
    project.remove();
  });
  return {
    file,
    setState,
    /** Runs a command in the project. */
    run: (...args: readonly string[]) =>
      runCli([...args], {
        cwd: project.dir,
        env: {
          PATH: `${file("bin")}:${process.env["PATH"] ?? ""}`,
          PULUMI_CALLS: file("calls"),
          PULUMI_STATE: file("state"),
        },
      }),
    /** What Pulumi was asked that changes something. */
    changing: (): string[] =>
      readFileSync(file("calls"), "utf8")
        .split("\n")
        .filter((call) => /^(up|refresh|destroy|cancel|state|stack import)\b/.test(call)),
  };
}
