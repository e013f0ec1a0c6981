import assert from "node:assert/strict";
import { runCli } from "./run-cli";

const refusal = (key: string, command: string): string =>
  `The program is named twice: aws, and --config ${key}=existing. Write one of the two.\n\nUsage: mlplatform ${command} `;

describe("a program that is named twice", () => {
  for (const key of ["program", "mlplatform:program"]) {
    it(`is refused by plan, also as ${key}`, async () => {
      const { stdout, stderr, exitCode } = await runCli(["plan", "aws", "--config", `${key}=existing`]);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.ok(stderr.startsWith(refusal(key, "plan")), stderr);
    });
  }

  it("is refused by up before it asks for anything", async () => {
    const args = ["up", "aws", "--yes", "--config", "program=existing"];
    const { stdout, stderr, exitCode } = await runCli(args, { env: { PATH: "/nowhere" } });
    assert.deepEqual([stdout, exitCode], ["", 2]);
    assert.ok(stderr.startsWith(refusal("program", "up")), stderr);
  });

  it("may be so with the same name", async () => {
    const { stdout, exitCode } = await runCli(["plan", "existing", "--config", "program=existing"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Plan of existing\n/);
  });
});
