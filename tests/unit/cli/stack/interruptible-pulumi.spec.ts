import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { Interruption } from "../../../../cli/interruption";
import { interruptible } from "../../../../cli/stack/interruptible-pulumi";

const ROOT = path.resolve(__dirname, "../../../..");

/** What the Automation API calls. */
interface Runner {
  run(
    args: string[],
    cwd: string,
    env: Record<string, string>,
    onOutput?: (text: string) => void,
    onError?: (text: string) => void,
  ): Promise<object>;
}

const SCRIPT = `#!/bin/sh
case "$1" in
  version) echo v3.248.0 ;;
  show) echo "args: $*"; echo "in: $(pwd)"; echo "ADDED=$ADDED API=$PULUMI_AUTOMATION_API"; echo "path: $PATH"; echo "to stderr" >&2 ;;
  missing) echo "error: no stack named 'dev' found" >&2; exit 255 ;;
  locked) echo "error: the stack is currently locked by 1 lock(s)" >&2; exit 255 ;;
  fails) echo "some output"; echo "error: it does not work" >&2; exit 7 ;;
  killed) kill -KILL $$ ;;
  destroy|export) trap 'exit 0' INT; echo > "$1"; while :; do sleep 0.05; done ;;
  waits) trap 'echo INT > signal; exit 1' INT; echo > waits; while :; do sleep 0.05; done ;;
esac
`;

describe("the Pulumi CLI in a process group of its own", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "mlplatform-pulumi-"));
    mkdirSync(path.join(folder, "bin"));
    writeFileSync(path.join(folder, "bin/pulumi"), SCRIPT, { mode: 0o755 });
  });
  after(() => rmSync(folder, { recursive: true }));

  const get = () => PulumiCommand.get({ root: folder });
  const interruption = () => new Interruption({ onFirst: () => undefined, onUnheard: () => undefined });

  /** What a run gives, and what it tells while it runs. */
  async function ran(command: PulumiCommand, ...args: string[]) {
    const told = { stdout: "", stderr: "" };
    const tell = (from: keyof typeof told) => (text: string) => void (told[from] += text);
    const env = { ADDED: "yes" };
    const run = (command as unknown as Runner).run(args, folder, env, tell("stdout"), tell("stderr"));
    const result = await run.then(
      ({ constructor: { name }, ...fields }) => ({ name, ...fields }),
      (error: unknown) => {
        const { name, message } = error as Error;
        return { name, message };
      },
    );
    return { result, told };
  }

  for (const what of ["show", "missing", "locked", "fails"]) {
    it(`gives what the Automation API's own gives: ${what}`, async () => {
      const own = await ran(await get(), what, "it");
      const apart = await ran(interruptible(await get(), interruption()), what, "it");
      // The Automation API's errors also repeat the error of the library with which it starts processes.
      const [expected, given] = [own, apart].map(({ result, told }) => ({
        told,
        result: "message" in result ? { ...result, message: result.message.replace(/ err\?: [^]*$/, "") } : result,
      }));
      assert.deepEqual(given, expected);
    });
  }

  it("says which signal ended it", async () => {
    const { result } = await ran(interruptible(await get(), interruption()), "killed");
    assert.equal(result.name, "CommandError");
    assert.match(
      "message" in result ? result.message : "",
      /stderr: Command was killed with SIGKILL: \S+pulumi killed /,
    );
  });

  it("is not started any more after a signal", async () => {
    const interrupted = interruption();
    await interrupted.during(() => {
      process.emit("SIGTERM");
      return Promise.resolve();
    });
    const { result, told } = await ran(interruptible(await get(), interrupted), "show", "it");
    assert.deepEqual(
      [result, told],
      [
        { name: "Cancelled", message: "Interrupted before pulumi show it." },
        { stdout: "", stderr: "" },
      ],
    );
  });

  it("did not do all if it was interrupted, also where it says that nothing failed", async () => {
    const interrupted = async (command: string) => {
      const interruptions = interruption();
      return interruptions.during(async () => {
        const running = ran(interruptible(await get(), interruptions), command);
        while (!existsSync(path.join(folder, command))) await sleep(10);
        process.emit("SIGTERM");
        return (await running).result;
      });
    };
    assert.deepEqual(await interrupted("destroy"), {
      name: "Cancelled",
      message: "Interrupted during pulumi destroy.",
    });
    assert.equal((await interrupted("export")).name, "CommandResult"); // it changes nothing
  });

  it("is told to end if this process ends by itself", async () => {
    const own = (file: string) => JSON.stringify(path.join(ROOT, file));
    const script = `
      const { PulumiCommand } = require("@pulumi/pulumi/automation");
      const { Interruption } = require(${own("cli/interruption.ts")});
      const { interruptible } = require(${own("cli/stack/interruptible-pulumi.ts")});
      const { existsSync } = require("node:fs");
      const folder = ${JSON.stringify(folder)};
      void PulumiCommand.get({ root: folder }).then((command) => {
        void interruptible(command, new Interruption({})).run(["waits"], folder, {});
        setInterval(() => { if (existsSync(folder + "/waits")) throw new Error("a mistake"); }, 20);
      });`;
    const { NODE_OPTIONS: _loaderOfThisTest, ...env } = process.env;
    const child = spawn(process.execPath, ["--import", "tsx", "--eval", script], { cwd: ROOT, env, stdio: "ignore" });
    assert.deepEqual(await once(child, "exit"), [1, null]);
    while (!existsSync(path.join(folder, "signal"))) await sleep(20);
    assert.equal(readFileSync(path.join(folder, "signal"), "utf8"), "INT\n");
  });
});
