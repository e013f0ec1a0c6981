import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { MlCluster, type MlClusterArgs } from "../../../components";
import { ProgramBench } from "../programs/program-bench";
import { startCloud } from "../providers/gcp/start-cloud";

const CLUSTER = "gcp:container/cluster:Cluster";
const NODE_POOL = "gcp:container/nodePool:NodePool";
const KUBERNETES = "pulumi:providers:kubernetes";
const GENERAL = { min: 3, max: 6 };

describe("a cluster on a stand-in of Google Cloud, when its arguments change", () => {
  const bench = new ProgramBench(startCloud, {}, { models: false });
  const pools = () => bench.account.resources(NODE_POOL);

  /** A program of the cluster alone. */
  const platform =
    (changed: Partial<MlClusterArgs> = {}): PulumiFn =>
    () => {
      new MlCluster("ml", {
        gcp: { project: "ml-prod-123456", location: "us-central1" },
        kubernetesVersion: "1.35",
        nodePools: { general: GENERAL },
        ...changed,
      });
      return Promise.resolve({});
    };

  before(() => bench.stack.up({ program: platform() }));

  it("changes no other pool when a pool with GPUs is added, and says what a removal deletes", async () => {
    const gpu = { instanceType: "g2-standard-8", gpu: { type: "nvidia-l4" }, max: 2 };
    const changed = platform({ nodePools: { general: GENERAL, gpu } });
    assert.deepEqual(await bench.changesOf(changed), { [`${NODE_POOL}::ml-gpu`]: ["create"] });
    const { losses } = await bench.previewOf(platform());
    assert.deepEqual(losses, ["deletes NodePool ml-gpu"]);
  });

  it("replaces nothing when the login changes, and changes no other pool when one is removed", async () => {
    assert.equal(bench.account.tokenRequests.at(-1)?.isApplicationDefault, false);
    const admins = ["user:ada@example.org"];
    const apiAccess = { cidrs: ["203.0.113.0/24"] };
    assert.deepEqual(await bench.changesOf(platform({ admins, apiAccess })), {
      [`${CLUSTER}::ml`]: ["update"],
      [`${NODE_POOL}::ml-gpu`]: ["delete"],
      "gcp:projects/iAMMember:IAMMember::ml-admin-user:ada@example.org": ["create"],
      [`${KUBERNETES}::ml-internal`]: ["update"],
      "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding::ml-admin-user:ada@example.org": ["create"],
      [`${KUBERNETES}::ml`]: ["update"],
    });
    assert.equal(bench.account.tokenRequests.at(-1)?.isApplicationDefault, true);
  });

  it("updates the control plane to a new version before the nodes", async () => {
    const { operations } = await bench.stack.up({ program: platform({ kubernetesVersion: "1.36" }) });
    const updates = (type: string) => operations.filter((one) => one.type === type && one.op === "update");
    const [control, pool] = [CLUSTER, NODE_POOL].map((type) => updates(type)[0]);
    assert.ok(control && pool && control.ended < pool.began);
    assert.deepEqual(
      pools().map(({ inputs }) => inputs["version"]),
      ["1.36.1-gke.1200"],
    );
  });
});
