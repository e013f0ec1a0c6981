import type { GpuPool } from "../../../shared/facts";
import type { ChartPlan } from "../../../shared/install-chart";
import { devicePluginImages, devicePluginValues } from "../../gpus";
import { GPU_TYPE_LABEL, type NodeSpec, type Rke2Spec } from "../spec";

/** The machines with GPUs; each is a pool of its own. */
export const gpuPools = ({ nodes }: Rke2Spec): GpuPool[] =>
  nodes.flatMap(({ key, gpu, taints }) =>
    gpu === undefined
      ? []
      : [{ name: key, ...gpu, typeLabel: GPU_TYPE_LABEL, taints: taints.map((taint) => ({ ...taint })) }],
  );

/** NVIDIA's device plugin. RKE2 itself finds NVIDIA's runtime on the machines. */
export const devicePluginChart = (nodes: readonly NodeSpec[]): ChartPlan => ({
  name: "nvidia-device-plugin",
  values: devicePluginValues(nodes.flatMap(({ taints }) => taints)),
  decided: { tolerations: "rke2.nodes" },
  images: devicePluginImages,
});
