import assert from "node:assert/strict";
import { ClusterAccess } from "../../../../cli/cluster/access";
import { installedBy, liveObject, ownedBy, warningsOf, type LiveObject } from "../../../../cli/cluster/objects";
import { fakeTool, type FakeTool } from "./fake-tool";

describe("liveObject", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  const inputs = { apiVersion: "v1", kind: "Secret", metadata: { name: "a", namespace: "b" }, data: { key: "hidden" } };
  const look = (script: string) => {
    kubectl = fakeTool(script);
    return liveObject(new ClusterAccess({}, { kubectl: kubectl.program }), inputs);
  };

  it("sends only kind and name, and returns the object", async () => {
    const found = await look(
      `cat >> "$log"; echo >> "$log"; echo '{"kind":"List","items":[{"metadata":{"name":"a"}}]}'`,
    );
    assert.deepEqual(found, { metadata: { name: "a" } });
    assert.deepEqual(kubectl?.calls(), [
      "get -f - -o json --ignore-not-found --show-managed-fields --request-timeout=30s",
      '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"b"}}',
    ]);
  });

  for (const [what, script] of [
    ["kubectl prints nothing", ""],
    ["the list is empty", `echo '{"kind":"List","items":[]}'`],
    ["the cluster does not know the kind", `echo 'error: no matches for kind "Secret" in version "v1"' >&2; exit 1`],
  ] as const) {
    it(`returns nothing if ${what}`, async () => {
      assert.equal(await look(script), undefined);
    });
  }

  it("fails if the cluster is unreachable, instead of reporting that the object does not exist", async () => {
    await assert.rejects(
      look("echo 'connection refused' >&2; exit 1"),
      /^ToolFailed: kubectl failed: connection refused$/,
    );
  });
});

const object = (kind: string, uid: string, owner: string): LiveObject => ({
  kind,
  metadata: { name: `${kind}-${uid}`, uid, creationTimestamp: "", ownerReferences: [{ uid: owner }] },
});
const model = { namespace: "models", uid: "model" };

describe("the objects that a model owns", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  const answering = (items: readonly unknown[]) => {
    kubectl = fakeTool(`echo '${JSON.stringify({ items })}'`);
    return new ClusterAccess({}, { kubectl: kubectl.program });
  };

  it("are found by their owner references, in any order", async () => {
    const own = [object("Pod", "p", "r"), object("ReplicaSet", "r", "d"), object("Deployment", "d", "model")];
    const cluster = answering([
      ...own,
      object("Pod", "other", "else"),
      { kind: "Pod", metadata: { name: "a", uid: "b" } },
    ]);
    assert.deepEqual(await ownedBy(model, ["deployments.apps", "pods"], cluster), own);
    assert.deepEqual(kubectl?.calls(), ["get deployments.apps,pods --namespace models -o json --request-timeout=30s"]);
  });

  it("are not searched if the model has no namespace", async () => {
    assert.deepEqual(await ownedBy({ uid: "model" }, ["pods"], answering([])), []);
    assert.deepEqual(kubectl?.calls(), []);
  });

  it("have warnings in events, and each warning is returned once", async () => {
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

describe("the objects of a release", () => {
  it("are those that Helm marked, and hooks that no other release has labelled", async () => {
    const of = (name: string, metadata: object) => ({ kind: "Job", metadata: { name, ...metadata } });
    const hook = { "helm.sh/hook": "post-install" };
    const items = [
      of("own", { annotations: { "meta.helm.sh/release-name": "hub" } }),
      of("other", { annotations: { "meta.helm.sh/release-name": "store" } }),
      of("own-hook", { annotations: hook, labels: { "app.kubernetes.io/instance": "hub" } }),
      of("other-hook", { annotations: hook, labels: { "app.kubernetes.io/instance": "store" } }),
      of("older-hook", { annotations: hook, labels: { release: "store" } }),
      of("any-hook", { annotations: hook }),
      of("unmarked", {}),
    ];
    const kubectl = fakeTool(`echo '${JSON.stringify({ items })}'`);
    try {
      const cluster = new ClusterAccess({}, { kubectl: kubectl.program });
      const found = await installedBy({ name: "hub", namespace: "apps" }, ["jobs.batch"], cluster);
      assert.deepEqual(
        found.map(({ metadata }) => metadata.name),
        ["own", "own-hook", "any-hook"],
      );
    } finally {
      kubectl.remove();
    }
  });
});
