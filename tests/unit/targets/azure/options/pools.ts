import { TaintEffect, type NodePoolArgs } from "../../../../../components";
import type { Row } from "../../option-row";

const general: NodePoolArgs = { min: 3, max: 6 };
const T4 = { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" } };
const withGpu = { nodePools: { general, gpu: T4 } };

/** What models are told of pools with GPUs. */
const FACTS = "~ MlCluster ml: facts, gpuPools";

/** The default pool with one thing said of it. */
const pool = (option: string, said: NodePoolArgs, inputs: string): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general: { ...general, ...said } } },
  expected: [`~ AgentPool ml-general: ${inputs}`],
});

/** A second pool, compared with what it was. */
const second = (option: string, was: NodePoolArgs, is: NodePoolArgs, inputs: string, ...others: string[]): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general, second: is } },
  than: { nodePools: { general, second: was } },
  expected: [`~ AgentPool ml-second: ${inputs}`, ...others],
});

const tainted = (said = {}): NodePoolArgs => ({
  taints: [{ key: "dedicated", value: "ml", effect: TaintEffect.NoSchedule, ...said }],
});

/** What the options of node pools change: their own pool, and nothing beside it. */
export const poolRows: readonly Row[] = [
  pool("instanceType", { instanceType: "Standard_DS4_v2" }, "vmSize"),
  pool("min", { min: 2, desired: 3 }, "minCount"),
  pool("max", { max: 9 }, "maxCount"),
  pool("desired", { desired: 4 }, "count"),
  second("spot", {}, { spot: true }, "nodeLabels, nodeTaints, scaleSetEvictionPolicy, scaleSetPriority, spotMaxPrice"),
  pool("diskSizeGb", { diskSizeGb: 200 }, "osDiskSizeGB"),
  pool("labels", { labels: { team: "ml" } }, "nodeLabels"),
  pool("zones", { zones: ["1", "2"] }, "availabilityZones"),
  {
    option: "nodePools.*.perZone",
    args: { nodePools: { general: { ...general, zones: ["1", "2"], perZone: true } } },
    than: { nodePools: { general: { ...general, zones: ["1", "2"] } } },
    expected: ["+ AgentPool ml-general1", "+ AgentPool ml-general2", "- AgentPool ml-general"],
  },
  {
    option: "nodePools.*.gpu.type",
    args: withGpu,
    expected: ["+ AgentPool ml-gpu", "+ Release ml-device-plugin", FACTS],
  },
  // Each size has one model and one number of GPUs, so that the size changes too.
  second(
    "gpu.count",
    T4,
    { instanceType: "Standard_NC64as_T4_v3", gpu: { type: "nvidia-t4", count: 4 } },
    "vmSize",
    FACTS,
  ),
  second("taints[].key", tainted(), tainted({ key: "team" }), "nodeTaints"),
  second("taints[].value", tainted(), tainted({ value: "" }), "nodeTaints"),
  second("taints[].effect", tainted(), tainted({ effect: TaintEffect.NoExecute }), "nodeTaints"),
];
