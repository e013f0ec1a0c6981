import type { GpuPool } from "../shared/facts";
import type { ImageValues } from "../shared/image-values";
import type { ChartPlan } from "../shared/install-chart";
import type { ClusterSpec } from "./common-spec";
import type { TaintArgs } from "./node-pool-args";
import type { TaintsOf } from "./node-pools";

/** Whether any node has a GPU. */
export const hasGpus = ({ nodePools }: ClusterSpec): boolean => nodePools.some(({ gpu }) => gpu !== undefined);

/** What models need to know of the pools with GPUs; their nodes have the label `typeLabel` with the GPUs' model. */
export const gpuPools = (
  { nodePools }: ClusterSpec,
  typeLabel: string,
  taintsOf: TaintsOf = ({ taints }) => taints,
): GpuPool[] =>
  nodePools.flatMap((pool) =>
    pool.gpu === undefined
      ? []
      : [{ name: pool.name, ...pool.gpu, typeLabel, taints: taintsOf(pool).map((taint) => ({ ...taint })) }],
  );

/**
 * NVIDIA's device plugin for nodes with GPUs, on clouds whose images contain the driver, but not the plugin. `taintsOf` tells all
 * taints of a pool's nodes, if the cloud adds some.
 */
export const devicePluginChart = (
  { nodePools }: ClusterSpec,
  taintsOf: TaintsOf = ({ taints }) => taints,
): ChartPlan => ({
  name: "nvidia-device-plugin",
  values: devicePluginValues(nodePools.filter(({ gpu }) => gpu !== undefined).flatMap(taintsOf)),
  decided: { tolerations: "nodePools" },
  images: devicePluginImages,
});

/** Values by which the image of its chart comes from another registry. */
export const devicePluginImages: ImageValues = (registry) => ({
  image: { repository: `${registry}/nvidia/k8s-device-plugin` },
});

/** Values of its chart for nodes with GPUs that have these taints. The chart itself tolerates only the taint of GPUs. */
export const devicePluginValues = (taints: readonly TaintArgs[]) => ({
  tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }, ...tolerations(taints)],
});

/** One toleration for each key and effect. */
const tolerations = (taints: readonly TaintArgs[]): { key: string; operator: string; effect: string }[] => {
  const byKind = new Map(taints.map(({ key, effect }) => [`${key}:${effect}`, { key, effect }]));
  return [...byKind.values()].map(({ key, effect }) => ({ key, operator: "Exists", effect }));
};
