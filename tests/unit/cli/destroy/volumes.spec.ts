import assert from "node:assert/strict";
import { ClusterAccess } from "../../../../cli/cluster/access";
import { awaitDeleted, claimedVolumes, workloadsIn } from "../../../../cli/destroy/volumes";
import type { ResourceRecord } from "../../../../cli/stack/state";
import { UserError } from "../../../../cli/user-error";
import { fakeTool, type FakeTool } from "../cluster/fake-tool";
import { record, stateOf } from "../stack/state";

const volume = (name: string, namespace: string, policy = "Delete") => ({
  metadata: { name },
  spec: { persistentVolumeReclaimPolicy: policy, claimRef: { namespace, name: "data" } },
});

describe("the disks of a stack's workloads", () => {
  let kubectl: FakeTool | undefined;
  afterEach(() => kubectl?.remove());

  const clusterOf = (script: string): ClusterAccess => {
    kubectl = fakeTool(script);
    return new ClusterAccess({}, { kubectl: kubectl.program });
  };

  it("are those that are deleted with their claims, even if the claims no longer exist", async () => {
    const items = [
      volume("pv-own", "models"),
      volume("pv-kept", "models", "Retain"),
      { metadata: { name: "pv-free" }, spec: { persistentVolumeReclaimPolicy: "Delete" } },
    ];
    const cluster = clusterOf(`cat <<'END'\n${JSON.stringify({ items })}\nEND`);
    assert.deepEqual(await claimedVolumes(cluster), [{ name: "pv-own", claim: "models/data" }]);
  });

  it("belong to workloads, which are all resources in clusters except the clusters' own parts", () => {
    const [MODEL, RELEASE, PROVIDER] = [
      "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment",
      "kubernetes:helm.sh/v3:Release",
      "pulumi:providers:kubernetes",
    ];
    const urn = (chain: string, name: string) => `urn:pulumi:test::proj::mlplatform:index:MlCluster$${chain}::${name}`;
    const cluster = record("mlplatform:index:MlCluster", "ml", { custom: false });
    const provider = (name: string) =>
      record(PROVIDER, name, { urn: urn(PROVIDER, name), id: "1", parent: cluster.urn });
    const on = ({ urn: own, id = "" }: ResourceRecord) => ({ provider: `${own}::${id}` });
    const [internal, own] = [provider("ml-internal"), provider("ml")];

    const model = record(MODEL, "iris", on(own));
    const below = record(RELEASE, "ingress", { urn: urn(`mlplatform:index:IngressLayer$${RELEASE}`, "i"), ...on(own) });
    const found = workloadsIn(
      stateOf(
        ...[cluster, internal, own, model, below],
        record(RELEASE, "driver", { urn: urn(RELEASE, "driver"), ...on(internal) }),
        record("kubernetes:core/v1:ConfigMap", "read", { external: true, ...on(own) }),
        record("mlplatform:index:SeldonCore", "seldon", { custom: false }),
        record("aws:eks/cluster:Cluster", "ml"),
      ),
    );
    assert.deepEqual(found, [model, below]);
  });

  const volumes = [
    { name: "pv-1", claim: "models/data" },
    { name: "pv-2", claim: "models/more" },
  ];

  it("are not waited for if they do not exist, and nothing is printed", async () => {
    const lines: string[] = [];
    await awaitDeleted(clusterOf(""), volumes, (line) => lines.push(line));
    assert.deepEqual(lines, []);
  });

  it("are read only while they exist", async () => {
    const lines: string[] = [];
    const once = 'test -e "$log.seen" || printf "persistentvolume/pv-2\\n"; touch "$log.seen"';
    await awaitDeleted(clusterOf(once), volumes, (line) => lines.push(line));
    assert.deepEqual(lines, ["Waiting up to 600 s for the disks of deleted claims to be deleted"]);
    assert.deepEqual(
      kubectl?.calls().map((call) => call.replace(" --request-timeout=30s", "")),
      [
        "get persistentvolumes/pv-1 persistentvolumes/pv-2 --ignore-not-found -o name",
        "get persistentvolumes/pv-2 --ignore-not-found -o name",
      ],
    );
  });

  const lasting: [what: string, script: string][] = [
    ["still exist", "echo persistentvolume/pv-1; echo persistentvolume/pv-2"],
    ["cannot be read", "exit 1"],
  ];
  for (const [what, script] of lasting) {
    it(`are reported after the time limit if they ${what}`, async () => {
      await assert.rejects(
        awaitDeleted(clusterOf(script), volumes, () => undefined, 0.1),
        (error) => {
          assert.ok(error instanceof UserError);
          assert.match(
            error.message,
            /^These disks still exist after 0\.1 s:\n {2}pv-1, of the claim models\/data\n {2}pv-2, /,
          );
          return true;
        },
      );
    });
  }
});
