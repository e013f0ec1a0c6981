import assert from "node:assert/strict";
import { AwsAutoscaling, GcpMode, TaintEffect, type MlClusterArgs, type NodePoolArgs } from "../../../components";
import type { Deployed } from "../../helpers/deploy";
import { eks } from "./aws/eks";
import { cluster as aks } from "./azure/aks";
import { gke } from "./gcp/gke";

/** What a model is told of the cluster's nodes with GPUs. */
const gpuPools = (graph: Deployed): unknown =>
  graph.byName("mlplatform:index:MlCluster", "ml").outputs?.values["gpuPools"];

const GPU_TAINT = { key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" };
const own = { key: "team", value: "vision", effect: TaintEffect.NoSchedule };

describe("the node pools with GPUs that a cluster reports", () => {
  const rows: [
    cloud: string,
    create: (args: Partial<MlClusterArgs>) => Promise<Deployed>,
    pool: NodePoolArgs,
    expected: object,
  ][] = [
    [
      "AWS",
      eks,
      { instanceType: "g5.12xlarge", gpu: { type: "nvidia-a10g", count: 4 }, taints: [own] },
      { type: "nvidia-a10g", count: 4, typeLabel: "k8s.amazonaws.com/accelerator", taints: [GPU_TAINT, own] },
    ],
    [
      "Google Cloud",
      gke,
      { instanceType: "g2-standard-24", gpu: { type: "nvidia-l4", count: 2 } },
      { type: "nvidia-l4", count: 2, typeLabel: "cloud.google.com/gke-accelerator", taints: [GPU_TAINT] },
    ],
    [
      "Azure, where spot machines have a taint of the cloud",
      aks,
      { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" }, spot: true },
      {
        type: "nvidia-t4",
        count: 1,
        typeLabel: "accelerator",
        taints: [{ key: "kubernetes.azure.com/scalesetpriority", value: "spot", effect: "NoSchedule" }, GPU_TAINT],
      },
    ],
  ];
  for (const [cloud, create, pool, expected] of rows) {
    it(`on ${cloud}`, async () => {
      const graph = await create({ nodePools: { general: { min: 3 }, gpu: pool } });
      assert.deepEqual(gpuPools(graph), [{ name: "gpu", ...expected }]);
    });

    it(`on ${cloud}, none`, async () => {
      assert.deepEqual(gpuPools(await create({})), []);
    });
  }

  it("are not known where the cloud creates nodes for what pods ask for", async () => {
    assert.equal(gpuPools(await eks({ aws: { autoscaling: AwsAutoscaling.AutoMode } })), undefined);
    assert.equal(gpuPools(await gke({ gcp: { mode: GcpMode.Autopilot } })), undefined);
  });
});
