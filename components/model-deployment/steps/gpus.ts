import type { GpuPool } from "../../shared/facts";
import { problemIf, shown, type Problem } from "../../shared/invalid-args";
import { GPU_TAINT } from "../../targets/node-pools";
import type { ModelTolerationArgs } from "./pod-args";
import type { StepArgs } from "./args";

/** What is known of the cluster's nodes with GPUs. */
export interface GpuNodes {
  /** The node pools; absent if the nodes are not known. */
  readonly gpuPools?: readonly GpuPool[];
}

/** GPUs that no node has, with which a model waits forever without a word from the operator. */
export function gpuProblems(path: string, step: StepArgs, { gpuPools: pools }: GpuNodes): Problem[] {
  if (step.gpu === undefined) return [];
  const { count = 1, type } = step.gpu;
  if (pools === undefined) {
    const reason = "needs a cluster whose node pools an MlCluster creates. Leave it out, and write nodeSelector.";
    return problemIf(type !== undefined, `${path}.gpu.type`, reason);
  }
  if (pools.length === 0) {
    return [
      { path: `${path}.gpu`, reason: "no node of the cluster has a GPU. Add a node pool with gpu, or leave it out." },
    ];
  }
  const fitting = pools.filter((pool) => type === undefined || pool.type === type);
  const known = [...new Set(pools.map((pool) => pool.type))].join(", ");
  const most = Math.max(...fitting.map((pool) => pool.count));
  const closed = fitting
    .filter((pool) => pool.count >= count)
    .map((pool) => ({ pool, taint: closingTaint(pool, step) }));
  const [first] = closed;
  return [
    ...problemIf(
      fitting.length === 0,
      `${path}.gpu.type`,
      `no node has a GPU of the model ${shown(type)}; the node pools have ${known}. Write one of these.`,
    ),
    ...problemIf(
      fitting.length > 0 && count > most,
      `${path}.gpu.count`,
      `${String(count)} is more than a node has: at most ${String(most)}. Write fewer.`,
    ),
    ...problemIf(
      first !== undefined && closed.every(({ taint }) => taint !== undefined),
      `${path}.gpu`,
      `the pods do not tolerate the taint ${first?.taint ?? ""} of the nodes of pool ${first?.pool.name ?? ""}. Write it in tolerations.`,
    ),
  ];
}

/** A taint of the pool that keeps the pods away. */
const closingTaint = ({ taints }: GpuPool, { tolerations = [] }: StepArgs): string | undefined => {
  const taint = taints.find(
    (one) =>
      one.effect !== "PreferNoSchedule" &&
      one.key !== GPU_TAINT.key &&
      !tolerations.some((given) => tolerates(given, one)),
  );
  return taint && `${taint.key}=${taint.value ?? ""}:${taint.effect}`;
};

const tolerates = ({ key, value, effect }: ModelTolerationArgs, taint: GpuPool["taints"][number]): boolean =>
  key === taint.key &&
  (value === undefined || value === (taint.value ?? "")) &&
  (effect === undefined || (effect as string) === taint.effect);
