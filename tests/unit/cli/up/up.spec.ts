import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LocalWorkspace, Stack, type PulumiCommand } from "@pulumi/pulumi/automation";
import { platformUp } from "../../../../cli/up/up";
import { record, stateOf } from "../stack/state";

/** A Pulumi CLI that has this state and these outputs, and writes down how it was started. */
function fakeCommand(outputs: object) {
  const asked: string[] = [];
  const answers: Readonly<Record<string, object>> = {
    "stack export": stateOf(record("aws:ec2/vpc:Vpc", "vpc")),
    "stack output": outputs,
    "stack history": [{ version: 1 }],
  };
  const run = (args: readonly string[]) => {
    const [one = "", two = ""] = args;
    asked.push([one, two, ...args.filter((arg) => ["--skip-preview", "--show-secrets"].includes(arg))].join(" "));
    const stdout = JSON.stringify(answers[`${one} ${two}`] ?? {});
    return Promise.resolve({ stdout, stderr: "", code: 0 });
  };
  return {
    asked,
    command: { command: "pulumi", version: { toString: () => "3.246.0" }, run } as unknown as PulumiCommand,
  };
}

describe("an update of a stack with nothing to repair", () => {
  const workDir = mkdtempSync(path.join(tmpdir(), "mlplatform-up-"));
  after(() => {
    rmSync(workDir, { recursive: true });
  });

  it("starts the Pulumi CLI for the state, the update and the outputs only", async () => {
    const { asked, command } = fakeCommand({ host: "gateway.example.org" });
    const workspace = await LocalWorkspace.create({ workDir, pulumiCommand: command });
    const stack = await Stack.select("dev", workspace);
    asked.length = 0;
    const { outputs, repairs } = await platformUp({ stack, show: () => undefined });
    assert.deepEqual(asked, [
      "stack export --show-secrets",
      "up --yes --skip-preview",
      "stack output",
      "stack output --show-secrets",
    ]);
    assert.deepEqual(repairs, []);
    assert.deepEqual(outputs, { host: { value: "gateway.example.org", secret: false } });
  });
});
