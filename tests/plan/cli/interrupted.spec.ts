import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";

const root = path.resolve(__dirname, "../../..");

/**
 * As the engine does (pkg/v3 3.246, backend/cancellation_scope.go): the first signal makes it finish what has started, here until there is a
 * file `finished`; the second one ends it at once.
 */
const ENGINE = `const { appendFileSync, existsSync } = require("node:fs");
let signals = 0;
const parent = process.ppid;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {
  appendFileSync("signals", signal + "\\n");
  if (++signals === 2) process.exit(255);
});
appendFileSync("calls", "the engine runs\\n");
setInterval(() => {
  if (process.ppid !== parent) process.exit();
  if (signals > 0 && existsSync("finished")) {
    console.error("error: update canceled");
    process.exit(255);
  }
}, 20);
`;

const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\n",
  "Pulumi.dev.yaml": "config: {}\n",
  "index.ts": "export const nothing = 0;\n",
  "engine.js": ENGINE,
  "bin/pulumi": `#!/bin/sh
echo "$PPID" > parent
echo "$*" >> calls
case "$1 $2" in
  "version"*) echo v3.248.0 ;;
  "stack ls") echo '[]' ;;
  "stack select") ;;
  "stack export") echo '{"version":3,"deployment":{"resources":[]}}' ;;
  "config"*) echo '{}' ;;
  *) exec "${process.execPath}" engine.js ;;
esac
`,
};

describe("a command that is asked to end", () => {
  let project: ProjectOnDisk;
  const running: ChildProcess[] = [];
  const at = (name: string) => path.join(project.dir, name);
  beforeEach(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi"]);
    chmodSync(at("bin/pulumi"), 0o755);
  });
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
    project.remove();
  });

  const lines = (name: string) => (existsSync(at(name)) ? readFileSync(at(name), "utf8").split("\n").slice(0, -1) : []);
  const until = async (condition: () => boolean) => {
    while (!condition()) await sleep(20);
  };
  const engineRuns = () => until(() => lines("calls").includes("the engine runs"));
  const hasSignals = (count: number) => until(() => lines("signals").length >= count);

  /** Starts a command, in a terminal or without one. */
  function start(args: readonly string[], { terminal = false } = {}) {
    const { NODE_OPTIONS: _loaderOfThisTest, ...env } = process.env;
    const node = [process.execPath, "--import", require.resolve("tsx"), path.join(root, "cli/mlplatform.ts"), ...args];
    const inTerminal = ["python3", path.join(root, "tests/helpers/terminal.py"), "120", ...node];
    const [program = "", ...rest] = terminal ? inTerminal : node;
    const PATH = `${at("bin")}:${env["PATH"] ?? ""}`;
    const child = spawn(program, rest, { cwd: project.dir, env: { ...env, PATH, TERM: "xterm" } });
    running.push(child);
    let printed = "";
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding("utf8").on("data", (text: string) => (printed += text));
    }
    const ended = new Promise<{ exitCode: number | null; printed: string }>((resolve) => {
      child.once("close", (exitCode) => resolve({ exitCode, printed }));
    });
    return { child, ended, printed: () => printed };
  }

  const DONE = /Cancelling, as soon as what has started is finished\.[^]*update canceled[^]*\nCancelled\. .*\n$/;

  for (const command of ["up", "refresh", "destroy"]) {
    it(`tells the engine of ${command} once where only its own process gets SIGINT`, async () => {
      const { child, ended } = start([command, "--stack", "dev", "--yes"]);
      await engineRuns();
      child.kill("SIGINT");
      await hasSignals(1);
      writeFileSync(at("finished"), "");
      const { exitCode, printed } = await ended;
      assert.match(printed, DONE);
      assert.deepEqual([lines("signals"), exitCode], [["SIGINT"], 130]);
    });
  }

  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    it(`ends in order after ${signal}`, async () => {
      const { child, ended } = start(["up", "--stack", "dev", "--yes"]);
      await engineRuns();
      child.kill(signal);
      await hasSignals(1);
      writeFileSync(at("finished"), "");
      const { exitCode, printed } = await ended;
      assert.match(printed, DONE);
      assert.deepEqual([lines("signals"), exitCode], [["SIGINT"], 130]);
    });
  }

  it("tells the engine once where a terminal sends Ctrl-C to all its processes", async () => {
    const { child, ended } = start(["up", "--stack", "dev", "--yes"], { terminal: true });
    await engineRuns();
    child.stdin.write("\x03");
    await hasSignals(1);
    writeFileSync(at("finished"), "");
    const { exitCode, printed } = await ended;
    assert.match(printed.replaceAll("\r", ""), DONE);
    assert.deepEqual([lines("signals"), exitCode], [["SIGINT"], 130]);
  });

  for (const terminal of [true, false]) {
    it(`makes the engine end at once by a second Ctrl-C ${terminal ? "in a terminal" : "without one"}`, async () => {
      const { child, ended } = start(["up", "--stack", "dev", "--yes"], { terminal });
      const press = () => (terminal ? child.stdin.write("\x03") : child.kill("SIGINT"));
      await engineRuns();
      press();
      await hasSignals(1);
      press();
      const { exitCode } = await ended;
      assert.deepEqual([lines("signals"), exitCode], [["SIGINT", "SIGINT"], 130]);
    });
  }

  describe("while its program is planned", () => {
    const PROGRAM = `import { existsSync, writeFileSync } from "node:fs";
export = async () => {
  writeFileSync("planned", "");
  while (!existsSync("finished")) await new Promise((resolve) => setTimeout(resolve, 20));
};
`;
    beforeEach(() => {
      writeFileSync(at("index.ts"), PROGRAM);
    });

    it("does not begin the update", async () => {
      const { child, ended, printed: shown } = start(["up", "--stack", "dev", "--yes"]);
      await until(() => existsSync(at("planned")));
      child.kill("SIGINT");
      await until(() => shown().includes("Cancelling"));
      writeFileSync(at("finished"), "");
      const { exitCode, printed } = await ended;
      assert.match(printed, /^Cancelling, .*\nInterrupted before pulumi stack export\.\nCancelled\. .*\n$/);
      assert.equal(exitCode, 130);
      assert.deepEqual(
        lines("calls").filter((call) => /^(up|refresh|preview|stack init)/.test(call)),
        [],
      );
    });

    it("ends at once after the second signal", async () => {
      const { child, ended, printed: shown } = start(["up", "--stack", "dev", "--yes"]);
      await until(() => existsSync(at("planned")));
      child.kill("SIGINT");
      await until(() => shown().includes("Cancelling"));
      child.kill("SIGINT");
      assert.equal((await ended).exitCode, 130);
      assert.ok(!existsSync(at("finished")));
    });
  });

  it("changes nothing where it still asks", async () => {
    const { ended, printed: shown } = start(["destroy", "--stack", "dev"], { terminal: true });
    await until(() => shown().includes("Write its name: "));
    process.kill(Number(readFileSync(at("parent"), "utf8")), "SIGTERM");
    const { exitCode, printed } = await ended;
    assert.match(printed.replaceAll("\r", ""), /\nNothing was deleted\.\nCancelled\. .*\n$/);
    assert.deepEqual([lines("signals"), exitCode], [[], 130]);
  });
});
