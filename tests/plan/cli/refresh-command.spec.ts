import assert from "node:assert/strict";
import { runCli } from "./run-cli";
import { stackOnDisk } from "./stack-on-disk";

const VPC = { urn: "urn:pulumi:dev::one::aws:ec2/vpc:Vpc::net", type: "aws:ec2/vpc:Vpc", custom: true };

describe("mlplatform refresh", () => {
  const senseless: readonly [args: string[], problem: RegExp][] = [
    [["refresh", "--delete-others"], /^Unknown option '--delete-others'\.\n\nUsage: mlplatform refresh \[program\]/],
    [["refresh"], /^refresh asks for confirmation, but there is no terminal for the answer\. Pass --yes/],
    [["refresh", "--json"], /^refresh asks for confirmation, which --json has no line for\. Pass --yes too\./],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await runCli(args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.match(stderr, problem);
    });
  }

  const { run, changing } = stackOnDisk(VPC);
  const refresh = (...args: string[]) => run("refresh", "--yes", ...args);

  it("knows no stack that is not there", async () => {
    const { stderr, exitCode } = await refresh("--stack", "other");
    assert.deepEqual([stderr, exitCode], ['There is no stack "other".\n', 1]);
  });

  it("asks the engine for a refresh, and shows how many resources there are", async () => {
    const { stdout, stderr, exitCode } = await refresh("--stack", "dev", "--json");
    assert.equal(exitCode, 1);
    assert.match(stderr, /the stand-in of pulumi ends here/);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; resources?: unknown });
    assert.deepEqual(
      events.filter(({ kind }) => kind === "expected").map(({ resources }) => resources),
      [{ "": 1 }],
    );
    assert.equal(changing().length, 1);
    assert.match(changing()[0] ?? "", /^refresh --skip-preview --yes /);
  });
});
