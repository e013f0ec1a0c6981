import { TaintEffect, type NodePoolArgs } from "../../../../../components";
import type { Row } from "../../option-row";

const general: NodePoolArgs = { min: 2, max: 4 };
const gpu: NodePoolArgs = { instanceType: "g5.xlarge", gpu: { type: "nvidia-a10g" } };
const tainted: NodePoolArgs = { taints: [{ key: "dedicated", value: "ml", effect: TaintEffect.NoSchedule }] };

/** What models are told of pools with GPUs. */
const FACTS = "~ MlCluster ml: facts, gpuPools";

/** The default pool with one thing said of it. */
const pool = (option: string, said: NodePoolArgs, ...inputs: string[]): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general: { ...general, ...said } } },
  expected: inputs.map((input) => `~ NodeGroup ml-general: ${input}`),
});

/** A second pool, compared with what it was. */
const second = (option: string, was: NodePoolArgs, is: NodePoolArgs, ...expected: string[]): Row => ({
  option: `nodePools.*.${option}`,
  args: { nodePools: { general, second: is } },
  than: { nodePools: { general, second: was } },
  expected,
});

const taint = (said: object): NodePoolArgs => ({
  taints: [{ key: "dedicated", value: "ml", effect: TaintEffect.NoSchedule, ...said }],
});

/** What the options of node pools change: their own pool, and nothing beside it. */
export const poolRows: readonly Row[] = [
  pool("instanceType", { instanceType: "m7g.large" }, "amiType, instanceTypes"),
  pool("instanceTypes", { instanceTypes: ["m5.large", "m5a.large"] }, "instanceTypes"),
  {
    option: "nodePools.*.perZone",
    args: { nodePools: { general: { ...general, perZone: true } } },
    expected: ["+ NodeGroup ml-general-1", "+ NodeGroup ml-general-2", "- NodeGroup ml-general"],
  },
  pool("min", { min: 1, desired: 2 }, "scalingConfig"),
  pool("max", { max: 9 }, "scalingConfig"),
  pool("desired", { desired: 3 }, "scalingConfig"),
  pool("spot", { spot: true }, "capacityType"),
  pool("labels", { labels: { team: "ml" } }, "labels"),
  pool("zones", { zones: ["us-east-1b"] }, "subnetIds"),
  {
    option: "nodePools.*.diskSizeGb",
    args: { nodePools: { general: { ...general, diskSizeGb: 200 } } },
    expected: ["~ LaunchTemplate ml-general: blockDeviceMappings"],
  },
  {
    option: "nodePools.*.gpu.type",
    args: { nodePools: { general, gpu } },
    expected: ["+ LaunchTemplate ml-gpu", "+ NodeGroup ml-gpu", "+ Release ml-device-plugin", FACTS],
  },
  second("gpu.type (another)", gpu, { ...gpu, gpu: { type: "nvidia-l4" } }, FACTS, "~ NodeGroup ml-second: labels"),
  // No type has another number than its own, so that both change.
  second(
    "gpu.count",
    gpu,
    { instanceType: "g5.12xlarge", gpu: { type: "nvidia-a10g", count: 4 } },
    FACTS,
    "~ NodeGroup ml-second: instanceTypes, labels",
  ),
  second("taints[].key", tainted, taint({ key: "team" }), "~ NodeGroup ml-second: taints"),
  second("taints[].value", tainted, taint({ value: "" }), "~ NodeGroup ml-second: taints"),
  second("taints[].effect", tainted, taint({ effect: TaintEffect.NoExecute }), "~ NodeGroup ml-second: taints"),
];
