import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command, type CommandArgs } from "@pulumi/command/local/command";
import type * as pulumi from "@pulumi/pulumi";
import { engineStack, type EngineStack, RunFailed } from "../../stack/engine-stack";
import { commandPlugin } from "./launcher";

const TYPE = "command:local:Command";

describe("the stand-in of the command provider on the real engine", () => {
  const dir = mkdtempSync(path.join(tmpdir(), "mlplatform-command-"));
  const told = path.join(dir, "told");
  let stack: EngineStack;

  before(async () => {
    stack = await engineStack({ program: () => Promise.resolve({}), providers: [commandPlugin()] });
  });
  after(async () => {
    await stack.dispose();
    rmSync(dir, { recursive: true });
  });

  const up = (args: CommandArgs, opts?: pulumi.CustomResourceOptions) =>
    stack.up({
      program: () => {
        const { stdout, stderr } = new Command("say", args, opts);
        return Promise.resolve({ stdout, stderr });
      },
    });
  const changes = async (args: CommandArgs, opts?: pulumi.CustomResourceOptions) =>
    (await up(args, opts)).changes()[`${TYPE}::say`];

  const BASE: CommandArgs = {
    create: 'read line; echo "$line $WORD $(basename "$PWD")"; echo aside >&2',
    update: 'echo "was $PULUMI_COMMAND_STDOUT, $PULUMI_COMMAND_STDERR"',
    delete: `echo "gone after $PULUMI_COMMAND_STDOUT" > ${told}`,
    stdin: "hello\n",
    environment: { WORD: "big" },
    dir,
    triggers: ["1"],
  };

  it("runs a command with its input, environment and folder, and logs what it prints as a status", async () => {
    const { outputs, diagnostics } = await up(BASE);
    assert.deepEqual(outputs, { stdout: `hello big ${path.basename(dir)}`, stderr: "aside" });
    assert.ok(diagnostics.some(({ message }) => message.includes("aside")));
    assert.equal(await changes(BASE), undefined);
  });

  it("runs the update command with the former output if another input than the triggers changes", async () => {
    const changed = { ...BASE, environment: { WORD: "small" } };
    const { outputs } = await up(changed);
    assert.equal(outputs["stdout"], `was hello big ${path.basename(dir)}, aside`);
  });

  it("replaces the resource if a trigger changes, and gives the delete command the last output", async () => {
    const replaced = await changes({ ...BASE, triggers: ["2"] }, { deleteBeforeReplace: true });
    assert.ok(
      replaced?.some((op) => op.includes("replace")),
      JSON.stringify(replaced),
    );
    assert.match(readFileSync(told, "utf8"), /^gone after was hello big/);
  });

  it("starts another interpreter with the command as its last argument, and logs nothing if told so", async () => {
    const interpreter = [
      "node",
      "-e",
      "process.stdout.write(process.argv[1] + (process.env.PULUMI_COMMAND_STDOUT ?? ''))",
    ];
    const args = { create: "read", interpreter, logging: "none", addPreviousOutputInEnv: false } as const;
    const { outputs, diagnostics } = await up(args, { additionalSecretOutputs: ["stdout"] });
    assert.equal(outputs["stdout"], "read");
    assert.ok(!JSON.stringify(diagnostics).includes("read"));
    assert.ok(!JSON.stringify(await stack.exportState()).includes('"stdout":"read"'));
  });

  it("fails with all that the command printed if its exit code is not 0", async () => {
    await assert.rejects(
      up({ create: "echo out; echo err >&2; exit 3", logging: "none", triggers: ["3"] }),
      (error) => {
        assert.ok(error instanceof RunFailed);
        assert.match(error.message, /exit status 3: running "echo out; echo err >&2; exit 3":\nout\nerr/);
        return true;
      },
    );
  });

  it("refuses a value that an input cannot have", async () => {
    await assert.rejects(up({ create: "true", logging: "loud" as never, triggers: ["4"] }), RunFailed);
  });
});
