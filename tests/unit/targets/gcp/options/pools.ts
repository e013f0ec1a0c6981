import { TaintEffect, type NodePoolArgs } from "../../../../../components";
import type { Row } from "../../option-row";

const general: NodePoolArgs = { min: 3, max: 6 };
const gpu: NodePoolArgs = { instanceType: "g2-standard-8", gpu: { type: "nvidia-l4" } };
const n1 = (type: string, count?: number): NodePoolArgs => ({ instanceType: "n1-standard-8", gpu: { type, count } });

/** What models are told of pools with GPUs. */
const FACTS = "~ MlCluster ml: facts, gpuPools";

/** The default pool with one thing said of it. */
const pool = (option: string, said: NodePoolArgs, inputs: string): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general: { ...general, ...said } } },
  expected: [`~ NodePool ml-general: ${inputs}`],
});

/** A second pool, compared with what it was. */
const second = (option: string, was: NodePoolArgs, is: NodePoolArgs, ...facts: string[]): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general, second: is } },
  than: { nodePools: { general, second: was } },
  expected: [...facts, "~ NodePool ml-second: nodeConfig"],
});

const taint = (said: object): NodePoolArgs => ({
  min: 0,
  taints: [{ key: "dedicated", value: "ml", effect: TaintEffect.NoSchedule, ...said }],
});

/** What the options of node pools change: their own pool, and nothing beside it. */
export const poolRows: readonly Row[] = [
  pool("instanceType", { instanceType: "e2-standard-4" }, "nodeConfig"),
  {
    option: "nodePools.*.instanceType (a family that takes only Hyperdisk)",
    args: { nodePools: { general: { ...general, instanceType: "n4-standard-4" } } },
    expected: ["+ StorageClass ml-storage", "~ MlCluster ml: facts, storageClass", "~ NodePool ml-general: nodeConfig"],
  },
  pool("min", { min: 1, desired: 3 }, "autoscaling"),
  pool("max", { max: 9 }, "autoscaling"),
  pool("desired", { desired: 5 }, "initialNodeCount"),
  pool("spot", { spot: true }, "autoscaling, nodeConfig"),
  pool("labels", { labels: { team: "ml" } }, "nodeConfig"),
  pool("zones", { zones: ["us-central1-a"] }, "initialNodeCount, nodeLocations"),
  pool("diskSizeGb", { diskSizeGb: 200 }, "nodeConfig"),
  {
    option: "nodePools.*.gpu.type",
    args: { nodePools: { general, gpu } },
    expected: ["+ NodePool ml-gpu", FACTS],
  },
  second("gpu.type (another)", n1("nvidia-tesla-t4"), n1("nvidia-tesla-v100"), FACTS),
  second("gpu.count", n1("nvidia-tesla-t4"), n1("nvidia-tesla-t4", 2), FACTS),
  second("taints[].key", taint({}), taint({ key: "team" })),
  second("taints[].value", taint({}), taint({ value: "" })),
  second("taints[].effect", taint({}), taint({ effect: TaintEffect.NoExecute })),
];
