/** A group of nodes of one kind. The number of nodes stays between `min` and `max`. */
export interface NodePoolArgs {
  /**
   * Machine type, spelt as the cloud spells it: `m5.large`, `n2-standard-4`, `Standard_D8ds_v5`.
   *
   * @default depends on the target: `m5.large` on AWS; a pool with `gpu` must name its machine type
   */
  readonly instanceType?: string;
  /**
   * Minimum number of nodes. AWS refuses a minimum above the current number of nodes: raise that number in AWS first.
   * On AWS, any change of a pool also sets the number of nodes that the stack last read: `mlplatform up` reads it first; with
   * `pulumi up`, run `pulumi refresh` first.
   *
   * @default 1; 0 for a pool with GPUs
   */
  readonly min?: number;
  /**
   * Maximum number of nodes. AWS refuses a maximum below the current number of nodes.
   *
   * @default the larger of `min` and `desired`, and at least 1
   */
  readonly max?: number;
  /**
   * Initial number of nodes. If the cluster has an autoscaler, the autoscaler changes it later.
   *
   * @default min
   */
  readonly desired?: number;
  /**
   * Whether to use spot machines. They cost less, and the cloud may take them back at any time.
   *
   * @default false
   */
  readonly spot?: boolean;
  /**
   * GPUs of each node. The nodes get the taint `nvidia.com/gpu=present:NoSchedule`, so that only pods that tolerate it run
   * there.
   *
   * @default none
   */
  readonly gpu?: GpuArgs;
  /**
   * Size of each node's encrypted root disk, in GiB, at least 20.
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
   * @default none, except the taint of a pool with GPUs
   */
  readonly taints?: TaintArgs[];
  /**
   * Zones of the nodes, such as `us-east-1a`.
   *
   * @default all zones of the cluster
   */
  readonly zones?: string[];
}

/** The GPUs of a node. */
export interface GpuArgs {
  /** GPU model, spelt as the cloud's autoscaler spells it: `nvidia-tesla-t4`, `nvidia-l4`. */
  readonly type: string;
  /**
   * Number of GPUs of each node.
   *
   * @default 1
   */
  readonly count?: number;
}

/** A taint of a node: pods that do not tolerate it are kept away. */
export interface TaintArgs {
  /** Key, such as `dedicated`. */
  readonly key: string;
  /**
   * Value of the taint.
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
