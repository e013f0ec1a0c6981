import assert from "node:assert/strict";
import { keptVolumes } from "../../../../cli/destroy/kept-data";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { record } from "../stack/state";
import { clusterWith } from "./cluster-with";

const volume = (name: string, namespace: string, policy = "Delete") => ({
  metadata: { name },
  spec: { persistentVolumeReclaimPolicy: policy, claimRef: { namespace, name: "data" } },
});

describe("the disks with data that a destroy keeps although it deletes their cluster", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  /** The disks if the cluster has these volumes and the stack these resources. */
  function found(items: object[], resources: ResourceRecord[], takesDisks = false) {
    kubectl = fakeTool(`cat <<'END'\n${JSON.stringify({ items })}\nEND`);
    return keptVolumes(clusterWith(kubectl, resources, takesDisks));
  }

  const store = record("mlplatform:index:PachydermStore", "pachyderm", { custom: false });
  const namespace = (name: string, rest: Partial<ResourceRecord>) =>
    record("kubernetes:core/v1:Namespace", `${name}-namespace`, { id: name, ...rest });
  const kept = namespace("pachyderm", { parent: store.urn, retainOnDelete: true });

  it("are those of claims in a namespace that stays, each with the component that keeps it", async () => {
    const items = [volume("pv-etcd", "pachyderm"), volume("pv-model", "models")];
    assert.deepEqual(await found(items, [store, kept, namespace("models", {})]), [
      { name: "pv-etcd", claim: "pachyderm/data", keeper: "PachydermStore pachyderm" },
    ]);
  });

  it("are also those of JupyterHub's users", async () => {
    const hub = record("mlplatform:index:JupyterHub", "jupyterhub", { custom: false });
    const own = namespace("jupyterhub", { parent: hub.urn, retainOnDelete: true });
    const [disk] = await found([volume("pv-ada", "jupyterhub")], [hub, own]);
    assert.equal(disk?.keeper, "JupyterHub jupyterhub");
  });

  it("are not those whose class keeps them without their claims", async () => {
    assert.deepEqual(await found([volume("pv-etcd", "pachyderm", "Retain")], [store, kept]), []);
  });

  it("are also those on a cloud that deletes all disks with the cluster", async () => {
    const [disk] = await found([volume("pv-etcd", "pachyderm", "Retain")], [store, kept], true);
    assert.equal(disk?.name, "pv-etcd");
  });

  it("are not those of a namespace that is deleted with its data", async () => {
    const deleted = namespace("pachyderm", { parent: store.urn });
    assert.deepEqual(await found([volume("pv-etcd", "pachyderm")], [store, deleted]), []);
  });

  it("name the namespace if the program itself keeps it", async () => {
    const own = namespace("data", { retainOnDelete: true, parent: "urn:pulumi:test::proj::pulumi:pulumi:Stack::s" });
    const [disk] = await found([volume("pv-1", "data")], [own]);
    assert.equal(disk?.keeper, "Namespace data-namespace");
  });

  it("are also those in a namespace that another stack manages, if a Secret in it is kept", async () => {
    const secret = record("kubernetes:core/v1:Secret", "p", {
      id: "pachyderm/pachyderm-credentials",
      parent: store.urn,
      retainOnDelete: true,
    });
    const [disk] = await found([volume("pv-etcd", "pachyderm")], [store, secret]);
    assert.deepEqual([disk?.name, disk?.keeper], ["pv-etcd", "PachydermStore pachyderm"]);
  });

  it("are also those in a namespace whose creation was interrupted", async () => {
    const creating = namespace("data", { id: undefined, inputs: { metadata: { name: "data" } }, retainOnDelete: true });
    assert.equal((await found([volume("pv-1", "data")], [creating]))[0]?.name, "pv-1");
  });
});
