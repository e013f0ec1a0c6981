import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import { recover } from "../../../../cli/recover/recover";
import { UserError } from "../../../../cli/user-error";
import { fakeTool, type FakeTool } from "./fake-tool";
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

/** A stack whose exports are these, the last again and again; keeps what else it was asked. */
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

describe("repairing a stack", () => {
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
  const cutOff = stateOf([{ type: "creating", resource: map }]);

  it("writes the repaired state where nobody wrote meanwhile", async () => {
    tool = fakeTool("");
    const { stack, asked } = fakeStack(cutOff);
    const repairs = await recover({ stack, tools: { kubectl: tool.program, helm: tool.program } });
    assert.deepEqual(
      repairs.map(({ kind }) => kind),
      ["cleared"],
    );
    assert.deepEqual(asked, ["state unprotect", "stack import"]);
  });

  it("keeps its hands off a state that another run wrote meanwhile", async () => {
    tool = fakeTool("");
    const { stack, asked } = fakeStack(cutOff, cutOff, stateOf([], [root, provider, map], "2"));
    await assert.rejects(
      recover({ stack, tools: { kubectl: tool.program, helm: tool.program } }),
      (error) =>
        error instanceof UserError &&
        /^Another run changed the state of stack "dev" while .* run mlplatform up again\.$/.test(error.message),
    );
    assert.deepEqual(asked, ["state unprotect"]);
  });

  const blind: [why: string, helm: () => string, reason: string][] = [
    [
      "helm is not installed",
      () => "/nowhere/helm",
      "helm is needed to look into the cluster, and is not installed: see https://helm.sh/docs/intro/install/",
    ],
    [
      "the cluster does not answer",
      () => (tool = fakeTool("echo 'Error: Kubernetes cluster unreachable\nmore' >&2; exit 1")).program,
      "helm failed: Error: Kubernetes cluster unreachable",
    ],
  ];
  for (const [why, helm, reason] of blind) {
    it(`warns that it cannot look for releases that hang where ${why}, and goes on`, async () => {
      const lines: string[] = [];
      const two = { ...release, urn: `${release.urn}-2`, id: "b/chart" };
      const { stack, asked } = fakeStack(stateOf([], [root, provider, release, two]));
      const say = (line: string) => lines.push(line);
      assert.deepEqual(await recover({ stack, tools: { helm: helm() }, say }), []);
      assert.deepEqual(lines, [`warning: cannot tell whether Helm releases hang: ${reason}`]);
      assert.deepEqual(asked, []);
    });
  }
});
