import assert from "node:assert/strict";
import { ClusterAccess } from "../../../../cli/recover/tools";
import { isRolledOut, ownedBy, warningsOf, type OwnedObject } from "../../../../cli/up/owned";
import { fakeTool, type FakeTool } from "../recover/fake-tool";

const object = (kind: string, uid: string, owner: string): OwnedObject => ({
  kind,
  metadata: { name: `${kind}-${uid}`, uid, ownerReferences: [{ uid: owner }] },
});
const model = { namespace: "models", uid: "model" };

describe("what belongs to a model", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  const answering = (items: readonly unknown[]) => {
    kubectl = fakeTool(`echo '${JSON.stringify({ items })}'`);
    return new ClusterAccess({}, { kubectl: kubectl.program });
  };

  it("is found by owners, in whatever order it comes", async () => {
    const own = [object("Pod", "p", "r"), object("ReplicaSet", "r", "d"), object("Deployment", "d", "model")];
    const cluster = answering([
      ...own,
      object("Pod", "other", "else"),
      { kind: "Pod", metadata: { name: "a", uid: "b" } },
    ]);
    assert.deepEqual(await ownedBy(model, ["deployments.apps", "pods"], cluster), own);
    assert.deepEqual(kubectl?.calls(), ["get deployments.apps,pods --namespace models -o json --request-timeout=30s"]);
  });

  it("is nothing where the model has no namespace", async () => {
    assert.deepEqual(await ownedBy({ uid: "model" }, ["pods"], answering([])), []);
    assert.deepEqual(kubectl?.calls(), []);
  });

  it("is warned of by events, each warning once", async () => {
    const event = (kind: string, uid: string, reason: string, message: string) => ({
      involvedObject: { kind, name: `${kind}-${uid}`, uid },
      reason,
      message,
    });
    const cluster = answering([
      event("Pod", "one", "FailedScheduling", "0/3 nodes are available"),
      event("Pod", "two", "FailedScheduling", "0/3 nodes are available"),
      event("Pod", "two", "BackOff", "restarting main in Pod-two"),
      event("Pod", "one", "BackOff", "restarting main in Pod-one"),
      event("Pod", "other", "Failed", "not ours"),
    ]);
    assert.deepEqual(await warningsOf([object("Pod", "one", "r"), object("Pod", "two", "r")], model, cluster), [
      "Pod Pod-two: FailedScheduling: 0/3 nodes are available",
      "Pod Pod-one: BackOff: restarting main in Pod-one",
    ]);
    assert.deepEqual(kubectl?.calls(), [
      "get events --namespace models -o json --field-selector=type=Warning --request-timeout=30s",
    ]);
  });
});

describe("a Deployment", () => {
  const whole = { observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3 };
  const states: [what: string, status: OwnedObject["status"], rolledOut: boolean][] = [
    ["whose pods all serve", whole, true],
    ["whose controller has not seen it", { ...whole, observedGeneration: 1 }, false],
    ["without a status", undefined, false],
    ["with a pod of before", { ...whole, replicas: 4 }, false],
    ["with pods still to change", { ...whole, updatedReplicas: 2 }, false],
    ["with a pod that does not serve", { ...whole, availableReplicas: 2 }, false],
  ];
  for (const [what, status, rolledOut] of states) {
    it(`${what} is ${rolledOut ? "" : "not "}rolled out`, () => {
      const metadata = { name: "a", uid: "1", generation: 2 };
      assert.equal(isRolledOut({ kind: "Deployment", metadata, spec: { replicas: 3 }, status }), rolledOut);
    });
  }

  it("that was scaled to nothing is rolled out", () => {
    const metadata = { name: "a", uid: "1", generation: 1 };
    assert.equal(
      isRolledOut({ kind: "Deployment", metadata, spec: { replicas: 0 }, status: { observedGeneration: 1 } }),
      true,
    );
  });
});
