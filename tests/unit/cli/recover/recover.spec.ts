import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Tools } from "../../../../cli/cluster/access";
import { recover } from "../../../../cli/recover/recover";
import { UserError } from "../../../../cli/user-error";
import type { Repair } from "../../../../cli/recover/recovery";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { onlyOrphans } from "./orphan";

const STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev";
const PROVIDER = "urn:pulumi:dev::p::pulumi:providers:kubernetes::k";
const root = { urn: STACK, type: "pulumi:pulumi:Stack", custom: false };
const provider = { urn: PROVIDER, type: "pulumi:providers:kubernetes", custom: true, id: "1", inputs: {} };
const map = {
  urn: "urn:pulumi:dev::p::kubernetes:core/v1:ConfigMap::map",
  type: "kubernetes:core/v1:ConfigMap",
  custom: true,
  inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "map", namespace: "a" } },
  provider: `${PROVIDER}::1`,
};
const release = {
  urn: "urn:pulumi:dev::p::kubernetes:helm.sh/v3:Release::chart",
  type: "kubernetes:helm.sh/v3:Release",
  custom: true,
  id: "a/chart",
  provider: `${PROVIDER}::1`,
};

/** A stack that exports these states, the last one repeatedly, and records its other commands. */
function fakeStack(...states: object[]): { readonly stack: Stack; readonly asked: string[] } {
  const asked: string[] = [];
  const run = ([one = "", two = ""]: string[]) => {
    if (`${one} ${two}` !== "stack export") {
      asked.push(`${one} ${two}`);
      return Promise.resolve({ stdout: "" });
    }
    return Promise.resolve({ stdout: JSON.stringify(states.length > 1 ? states.shift() : states[0]) });
  };
  const workspace = { pulumiCommand: { run }, workDir: "/", envVars: {} };
  return { asked, stack: { name: "dev", workspace } as unknown as Stack };
}

/** Recovers a stack, and returns the repairs. */
async function repair(stack: Stack, tools: Tools, print: (line: string) => void = () => undefined): Promise<Repair[]> {
  const repairs: Repair[] = [];
  await recover({ stack, tools, report: (one) => repairs.push(one), print });
  return repairs;
}

describe("recovering a stack", () => {
  let show: () => void;
  before(() => (show = onlyOrphans()));
  after(() => {
    show();
  });

  let tool: FakeTool | undefined;
  afterEach(() => tool?.remove());

  const stateOf = (pending: object[], resources: object[] = [root, provider], time = "1") => ({
    version: 3,
    deployment: { manifest: { time }, resources, pending_operations: pending },
  });
  const interrupted = stateOf([{ type: "creating", resource: map }]);

  it("writes the repaired state if no other run has changed the state", async () => {
    tool = fakeTool("");
    const { stack, asked } = fakeStack(interrupted);
    const repairs = await repair(stack, { kubectl: tool.program, helm: tool.program });
    assert.deepEqual(
      repairs.map(({ kind }) => kind),
      ["cleared"],
    );
    assert.deepEqual(asked, ["state unprotect", "stack import"]);
  });

  it("does not replace a state that another run has changed", async () => {
    tool = fakeTool("");
    const { stack, asked } = fakeStack(interrupted, interrupted, stateOf([], [root, provider, map], "2"));
    await assert.rejects(
      repair(stack, { kubectl: tool.program, helm: tool.program }),
      (error) =>
        error instanceof UserError &&
        /^Another run changed the state of stack "dev" during its repair, .* run mlplatform up again\.$/.test(
          error.message,
        ),
    );
    assert.deepEqual(asked, ["state unprotect"]);
  });

  const unreadable: [why: string, helm: () => string, reason: string][] = [
    [
      "helm is not installed",
      () => "/nowhere/helm",
      "helm is required to read the cluster, but is not installed. Install it: https://helm.sh/docs/intro/install/",
    ],
    [
      "the cluster does not answer",
      () => (tool = fakeTool("echo 'Error: Kubernetes cluster unreachable\nmore' >&2; exit 1")).program,
      "helm failed: Error: Kubernetes cluster unreachable",
    ],
  ];
  for (const [why, helm, reason] of unreadable) {
    it(`warns that it cannot find pending releases if ${why}, and continues`, async () => {
      const lines: string[] = [];
      const two = { ...release, urn: `${release.urn}-2`, id: "b/chart" };
      const { stack, asked } = fakeStack(stateOf([], [root, provider, release, two]));
      assert.deepEqual(await repair(stack, { helm: helm() }, (line) => lines.push(line)), []);
      assert.deepEqual(lines, [`warning: cannot tell whether Helm releases are pending: ${reason}`]);
      assert.deepEqual(asked, []);
    });
  }
});
