import type { GpuPool, NodeTaint } from "./facts";
import { problemIf, shown, type Problem } from "./invalid-args";

/** Containers with this resource get GPUs of NVIDIA. Nodes with GPUs have a taint with this key. */
export const GPU = "nvidia.com/gpu";

/** The toleration of that taint. */
export const GPU_TOLERATION = { key: GPU, operator: "Exists", effect: "NoSchedule" };

/** The node pools with GPUs; absent if the nodes are not known. */
export type GpuPools = readonly GpuPool[] | undefined;

/** GPUs that pods ask for. */
export interface GpuRequest {
  readonly count: number;
  /** Model of the GPUs. @default any model */
  readonly type?: string | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
}

/** Taints that pods tolerate; without a value or an effect, every one. */
export interface Toleration {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
}

/** The inputs that ask for GPUs. */
export interface GpuInputs {
  /** That of the GPUs. */
  readonly gpu: string;
  readonly count: string;
  readonly type?: string;
  /** That of the tolerations, as errors write it. */
  readonly tolerations: string;
}

/** GPUs that no node has, for which pods wait forever. */
export function gpuProblems(at: GpuInputs, { count, type, tolerations = [] }: GpuRequest, pools: GpuPools): Problem[] {
  if (pools === undefined) {
    const reason = "needs a cluster whose node pools an MlCluster creates. Leave it out, and write nodeSelector.";
    return problemIf(type !== undefined, at.type ?? at.gpu, reason);
  }
  if (pools.length === 0) {
    return [{ path: at.gpu, reason: "no node of the cluster has a GPU. Add a node pool with gpu, or leave it out." }];
  }
  const fitting = pools.filter((pool) => type === undefined || pool.type === type);
  const known = [...new Set(pools.map((pool) => pool.type))].join(", ");
  const most = Math.max(...fitting.map((pool) => pool.count));
  const large = fitting.filter((pool) => pool.count >= count);
  const closed = large.map((pool) => ({ pool, taint: pool.taints.find((taint) => keepsAway(taint, tolerations)) }));
  const [first] = closed;
  return [
    ...problemIf(
      fitting.length === 0,
      at.type ?? at.gpu,
      `no node has a GPU of the model ${shown(type)}; the node pools have ${known}. Write one of these.`,
    ),
    ...problemIf(
      fitting.length > 0 && count > most,
      at.count,
      `${String(count)} is more than a node has: at most ${String(most)}. Write fewer.`,
    ),
    ...problemIf(
      first !== undefined && closed.every(({ taint }) => taint !== undefined),
      at.gpu,
      `the pods do not tolerate the taint ${written(first?.taint)} of the nodes of pool ${first?.pool.name ?? ""}. Write it in ${at.tolerations}.`,
    ),
  ];
}

const keepsAway = (taint: NodeTaint, tolerations: readonly Toleration[]): boolean =>
  taint.effect !== "PreferNoSchedule" && taint.key !== GPU && !tolerations.some((given) => tolerates(given, taint));

const tolerates = ({ key, value, effect }: Toleration, taint: NodeTaint): boolean =>
  key === taint.key &&
  (value === undefined || value === (taint.value ?? "")) &&
  (effect === undefined || effect === taint.effect);

const written = (taint: NodeTaint | undefined): string =>
  taint === undefined ? "" : `${taint.key}=${taint.value ?? ""}:${taint.effect}`;
