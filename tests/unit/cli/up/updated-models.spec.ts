import assert from "node:assert/strict";
import { mock } from "node:test";
import { ClusterAccess, ToolFailed } from "../../../../cli/cluster/access";
import type { LiveObject } from "../../../../cli/cluster/objects";
import { isRolledOut } from "../../../../cli/cluster/rollout";
import { MODEL_TYPE } from "../../../../cli/stack/state";
import { awaitModel } from "../../../../cli/up/updated-models";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";

const waitFor = { "pulumi.com/waitFor": "jsonpath={.status.state}=Available" };
const deployment = (generation: number, status: object) => ({
  kind: "Deployment",
  metadata: { name: "iris-main-0-model", uid: "2", generation, ownerReferences: [{ uid: "1" }] },
  status,
});
const complete = { observedGeneration: 2, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };

describe("waiting for an updated model", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  /** Waits in a cluster with this status of the model (`undefined`: the marker only) and these Deployments. */
  function wait(status: object | undefined, deployments: object[], annotations: object = waitFor, patch = "") {
    return waitThrough([status], deployments, annotations, patch);
  }

  /** The same where the model has one status after the other; the last one stays. */
  function waitThrough(
    statuses: (object | undefined)[],
    deployments: object[],
    annotations: object = waitFor,
    patch = "",
  ) {
    const metadata = { name: "iris", namespace: "models", uid: "1" };
    const models = statuses.map((status) => JSON.stringify({ items: [{ metadata, status: status ?? "MARKER" }] }));
    kubectl = fakeTool(`case "$1 $2" in
      patch*) ${patch || 'shift 6; echo "$1" | sed "s/{.status.:\\(.*\\)}/\\1/" > "$log.marker"'} ;;
      "get -f")
        echo >> "$log.reads"
        { head -n "$(wc -l < "$log.reads")" | tail -n 1 | sed "s#.MARKER.#$(cat "$log.marker")#"; } <<'END'
${models.join("\n")}
END
      ;;
      *) echo '${JSON.stringify({ items: deployments })}' ;;
    esac`);
    const inputs = {
      apiVersion: "machinelearning.seldon.io/v1",
      kind: "SeldonDeployment",
      metadata: { name: "iris", namespace: "models", annotations: { ...annotations } as Record<string, string> },
    };
    const cluster = new ClusterAccess({}, { kubectl: kubectl.program });
    const model_ = { urn: `urn:pulumi:dev::p::${MODEL_TYPE}::iris`, type: MODEL_TYPE, inputs, cluster };
    return awaitModel(model_, () => undefined);
  }

  const reads = () => (kubectl?.calls() ?? []).filter((call) => call.startsWith("get -f")).length;
  const within = (seconds: number) => ({ ...waitFor, "pulumi.com/timeoutSeconds": String(seconds) });
  const failure = "SeldonDeployment iris was updated, but did not become available";
  const cases: [what: string, status: object | undefined, deployments: object[], text: string | undefined][] = [
    ["ends when its Deployments are rolled out", { state: "Available" }, [deployment(2, complete)], undefined],
    [
      "does not accept a status from before the update",
      undefined,
      [deployment(2, complete)],
      `${failure} within 1 s: Seldon Core's operator has not seen the update (does seldon-controller-manager run?)`,
    ],
    [
      "does not accept Available before its Deployments are observed",
      { state: "Available" },
      [deployment(3, complete)],
      `${failure} within 1 s`,
    ],
    [
      "does not accept Available while old pods serve",
      { state: "Available" },
      [deployment(2, { ...complete, updatedReplicas: 0 })],
      `${failure} within 1 s`,
    ],
    [
      "does not accept available pods before the operator reports Available",
      { state: "Creating" },
      [deployment(2, complete)],
      `${failure} within 1 s`,
    ],
    [
      "ends with the time limit if the operator reports Failed until then",
      { state: "Failed", description: "no" },
      [deployment(2, complete)],
      failure,
    ],
    [
      "does not accept Failed before its Deployments are observed",
      { state: "Failed", description: "no" },
      [deployment(3, complete)],
      `${failure} within 1 s`,
    ],
    [
      "ignores a Deployment that is being deleted",
      { state: "Available" },
      [deleted(), deployment(2, complete)],
      undefined,
    ],
  ];
  for (const [what, status, deployments, text] of cases) {
    it(what, async () => {
      assert.equal(await wait(status, deployments, within(1)), text);
    });
  }

  const passing = { state: "Failed", description: 'Service "iris-canary" not found' };

  it("goes on after a failure that the operator takes back", async () => {
    const statuses = [passing, { state: "Creating" }, passing, { state: "Available" }];
    assert.equal(await waitThrough(statuses, [deployment(2, complete)], within(30)), undefined);
  });

  it("ends before its time limit when a failure has not changed for a minute", async () => {
    const started = Date.now();
    const clock = mock.method(Date, "now", () => started + reads() * 31_000);
    try {
      assert.equal(await wait(passing, [deployment(2, complete)], within(600)), failure);
      assert.equal(reads(), 3);
    } finally {
      clock.mock.restore();
    }
  });

  it("patches only the status", async () => {
    await wait({ state: "Available" }, []);
    assert.match(
      kubectl?.calls()[0] ?? "",
      /^patch -f - --subresource=status --type=merge -p {"status":{"description":"mlplatform up asked at \S+Z whether this is up to date"}} --field-manager=mlplatform /,
    );
  });

  for (const [what, annotations] of [
    ["has no wait annotation", {}],
    ["waits for another condition", { "pulumi.com/waitFor": "condition=Ready" }],
  ] as const) {
    it(`does not touch a model that ${what}`, async () => {
      assert.equal(await wait(undefined, [], annotations), undefined);
      assert.deepEqual(kubectl?.calls(), []);
    });
  }

  it("waits for a model that also waits for its pods", async () => {
    const pods = "jsonpath={.status.deploymentStatus['iris-main-0-model'].availableReplicas}";
    const both = { "pulumi.com/waitFor": JSON.stringify([waitFor["pulumi.com/waitFor"], pods]) };
    assert.equal(await wait({ state: "Available" }, [deployment(2, complete)], both), undefined);
    assert.ok(reads() > 0);
  });

  it("fails if it may not patch the status", async () => {
    const refused = wait({}, [], waitFor, "echo 'Error from server (Forbidden)' >&2; exit 1");
    await assert.rejects(refused, (error) => error instanceof ToolFailed && error.message.endsWith("(Forbidden)"));
  });
});

function deleted(): object {
  const broken = deployment(2, {});
  return { ...broken, metadata: { ...broken.metadata, deletionTimestamp: "2026-01-01T00:00:00Z" } };
}

describe("a Deployment", () => {
  const complete = { observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
  const states: [what: string, status: LiveObject["status"], rolledOut: boolean][] = [
    ["whose pods are all available", complete, true],
    ["whose controller has not observed its latest version", { ...complete, observedGeneration: 1 }, false],
    ["without a status", undefined, false],
    ["with an old pod", { ...complete, replicas: 4 }, false],
    ["with a pod that is not updated yet", { ...complete, updatedReplicas: 2 }, false],
    ["with a pod that is not available", { ...complete, availableReplicas: 2 }, false],
  ];
  for (const [what, status, rolledOut] of states) {
    it(`${what} is ${rolledOut ? "" : "not "}rolled out`, () => {
      const metadata = { name: "a", uid: "1", creationTimestamp: "", generation: 2 };
      assert.equal(isRolledOut({ kind: "Deployment", metadata, spec: { replicas: 3 }, status }), rolledOut);
    });
  }

  it("that is scaled to zero is rolled out", () => {
    const metadata = { name: "a", uid: "1", creationTimestamp: "", generation: 1 };
    assert.equal(
      isRolledOut({ kind: "Deployment", metadata, spec: { replicas: 0 }, status: { observedGeneration: 1 } }),
      true,
    );
  });
});
