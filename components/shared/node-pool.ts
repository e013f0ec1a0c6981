/** Nodes of one kind, between a least and a greatest number of them. */
export interface NodePoolArgs {
  /**
   * Type of the machines, as the cloud spells it: `m5.large`, `n2-standard-4`, `Standard_D8ds_v5`.
   *
   * @default the target's: `m5.large` on AWS; a pool with GPUs has to name its own
   */
  readonly instanceType?: string;
  /**
   * Least number of nodes. AWS refuses to raise it above the number that the autoscaler has come to: raise that in AWS
   * first. Any change of a pool on AWS sets the number of nodes that the stack last saw: `mlplatform up` looks before it,
   * a plain `pulumi up` needs a `pulumi refresh`.
   *
   * @default 1; 0 for a pool with GPUs
   */
  readonly min?: number;
  /**
   * Greatest number of nodes. AWS refuses to lower it below the number that the autoscaler has come to.
   *
   * @default the larger of `min` and `desired`, and at least 1
   */
  readonly max?: number;
  /**
   * Number of nodes to begin with; later the autoscaler decides, where there is one.
   *
   * @default min
   */
  readonly desired?: number;
  /**
   * Whether to use spare machines that the cloud may take back at any time.
   *
   * @default false
   */
  readonly spot?: boolean;
  /**
   * GPUs of each node. Such a pool is tainted `nvidia.com/gpu=present:NoSchedule`, so that only what wants a GPU runs
   * there.
   *
   * @default none
   */
  readonly gpu?: GpuArgs;
  /**
   * Size of the nodes' encrypted root disks in GiB.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;
  /**
   * Labels of the nodes.
   *
   * @default none
   */
  readonly labels?: Record<string, string>;
  /**
   * Taints of the nodes.
   *
   * @default none, but that of GPUs
   */
  readonly taints?: TaintArgs[];
  /**
   * Zones that the nodes are in, such as `us-east-1a`.
   *
   * @default all zones of the cluster
   */
  readonly zones?: string[];
}

/** The GPUs of a node. */
export interface GpuArgs {
  /** Model of the GPUs, as the autoscaler of the cloud knows it: `nvidia-tesla-t4`, `nvidia-l4`. */
  readonly type: string;
  /**
   * Number of GPUs of each node.
   *
   * @default 1
   */
  readonly count?: number;
}

/** Keeps pods away that do not tolerate it. */
export interface TaintArgs {
  /** Key, such as `dedicated`. */
  readonly key: string;
  /**
   * Value.
   *
   * @default empty
   */
  readonly value?: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: TaintEffect;
}

/** What a taint does to pods that do not tolerate it. */
export enum TaintEffect {
  /** They are not placed there. */
  NoSchedule = "NoSchedule",
  /** They are placed there last. */
  PreferNoSchedule = "PreferNoSchedule",
  /** They are not placed there, and those that run there are evicted. */
  NoExecute = "NoExecute",
}

/** A pool after defaults. */
export interface NodePoolSpec {
  readonly name: string;
  readonly instanceType?: string;
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly spot: boolean;
  readonly gpu?: { readonly type: string; readonly count: number };
  readonly diskSizeGb: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly TaintArgs[];
  readonly zones?: readonly string[];
}

/** The taint of nodes with GPUs, which device plugins and the charts of NVIDIA tolerate by default. */
export const GPU_TAINT: TaintArgs = { key: "nvidia.com/gpu", value: "present", effect: TaintEffect.NoSchedule };

/** What a cluster has where nobody says anything about its nodes. */
const DEFAULT_POOLS: Readonly<Record<string, NodePoolArgs>> = { general: { min: 2, max: 4 } };

/** Fills in the defaults of the pools. */
export const nodePoolSpecs = (pools: Readonly<Record<string, NodePoolArgs>> = DEFAULT_POOLS): NodePoolSpec[] =>
  Object.entries(pools).map(([name, pool]) => nodePoolSpec(name, pool));

function nodePoolSpec(name: string, pool: NodePoolArgs): NodePoolSpec {
  const min = pool.min ?? (pool.gpu === undefined ? 1 : 0);
  const desired = pool.desired ?? min;
  const { instanceType, spot = false, gpu, diskSizeGb = 100, labels = {}, taints = [], zones } = pool;
  return {
    name,
    instanceType,
    min,
    max: pool.max ?? Math.max(min, desired, 1),
    desired,
    spot,
    gpu: gpu && { type: gpu.type, count: gpu.count ?? 1 },
    diskSizeGb,
    labels,
    taints: gpu === undefined ? taints : [GPU_TAINT, ...taints],
    zones,
  };
}
