import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { record } from "../../unit/cli/stack/state";
import { runCli } from "./run-cli";
import { stackOnDisk } from "./stack-on-disk";

const vpc = { urn: "urn:pulumi:dev::one::aws:ec2/vpc:Vpc::net", type: "aws:ec2/vpc:Vpc", custom: true };

describe("mlplatform destroy", () => {
  const senseless: readonly [args: string[], problem: RegExp][] = [
    [["destroy", "--force"], /^Unknown option '--force'\.\n\nUsage: mlplatform destroy \[program\]/],
    [["destroy", "--json"], /^destroy asks for confirmation, which --json has no line for\. Pass --yes too\.\n/],
    [
      ["destroy"],
      /^destroy asks for confirmation, but there is no terminal for the answer\. Pass --yes to run without confirmation\./,
    ],
  ];
  for (const [args, problem] of senseless) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await runCli(args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.match(stderr, problem);
    });
  }

  const { file, setState, run, changing } = stackOnDisk(vpc);
  const destroy = (...args: string[]) => run("destroy", "--yes", ...args);

  it("knows no stack that is not there", async () => {
    const { stderr, exitCode } = await destroy("--stack", "other");
    assert.deepEqual([stderr, exitCode], ['There is no stack "other".\n', 1]);
  });

  it("refuses a protected stack before it asks the engine for anything", async () => {
    setState({ ...vpc, protect: true });
    const { stderr, exitCode } = await destroy("--stack", "dev");
    assert.equal(exitCode, 1);
    assert.match(stderr, /^Stack "dev" is protected from destroy: Vpc net\.\nNothing was deleted\./);
    assert.deepEqual(changing(), []);
  });

  it("says in the events what it would delete besides, and prints nothing between them", async () => {
    const aks = record("azure-native:containerservice:ManagedCluster", "ml");
    const kubeconfig = JSON.stringify({ clusters: [{ name: "c", cluster: { server: "https://api.example.org" } }] });
    const depends = { id: "p", inputs: { kubeconfig }, dependencies: [aks.urn] };
    setState(aks, record("pulumi:providers:kubernetes", "ml", depends));
    const service = {
      kind: "Service",
      metadata: { name: "shop", namespace: "web" },
      spec: { type: "LoadBalancer" },
      status: { loadBalancer: { ingress: [{ ip: "203.0.113.9" }] } },
    };
    const kubectl = `#!/bin/sh
case "$*" in
  delete*) echo "the stand-in of kubectl ends here" >&2; exit 1 ;;
  *crd*) ;;
  *) echo '${JSON.stringify({ items: [service] })}' ;;
esac
`;
    writeFileSync(file("bin/kubectl"), kubectl, { mode: 0o755 });
    const { stdout, stderr } = await destroy("--stack", "dev", "--json", "--delete-others");
    assert.match(stderr, /the stand-in of kubectl ends here/);
    const events = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; text?: string });
    const texts = events.filter(({ kind }) => kind === "message").map(({ text }) => text ?? "");
    assert.match(
      texts[0] ?? "",
      /^These objects, which the stack does not manage, would be deleted too:\n {2}.*web\/shop/,
    );
  });

  it("goes on to the engine where nothing is in the way", async () => {
    const { stderr, exitCode } = await destroy("--stack", "dev");
    assert.equal(exitCode, 1);
    assert.match(stderr, /the stand-in of pulumi ends here/);
    assert.equal(changing().length, 1);
    assert.match(changing()[0] ?? "", /^destroy --yes --skip-preview /);
  });
});
