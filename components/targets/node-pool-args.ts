/** A group of nodes of one kind. The number of nodes stays between `min` and `max`. */
export interface NodePoolArgs {
  /**
   * Machine type, spelt as the cloud spells it: `m5.large`, `n2-standard-4`, `Standard_D8ds_v5`. Google Cloud: nodes with Arm
   * processors get the taint `kubernetes.io/arch=arm64:NoSchedule`.
   *
   * @default depends on the target: `m5.large` on AWS; a pool with `gpu` must name its machine type
   */
  readonly instanceType?: string;
  /**
   * Several machine types instead of one, in order of preference: the cloud takes what it has, so spot machines are taken back
   * less often. All must have the same kind of processor and the same number of GPUs, and should have about the same CPUs and
   * memory, because the autoscaler assumes that all nodes of a pool are like those of the first type. AWS: at most 20.
   *
   * @default none
   */
  readonly instanceTypes?: string[];
  /**
   * Minimum number of nodes. AWS refuses a minimum above the current number of nodes: raise that number in AWS first.
   * On AWS, any change of a pool also sets the number of nodes that the stack last read: `mlplatform up` reads it first; with
   * `pulumi up`, run `pulumi refresh` first.
   *
   * @default 1; 0 for a pool with GPUs
   */
  readonly min?: number;
  /**
   * Maximum number of nodes. AWS refuses a maximum below the current number of nodes, and above 450 for each pool and zone.
   *
   * @default the larger of `min` and `desired`, and at least 1; on Google Cloud, where a pool starts with the same number of nodes in
   * each of its zones, at least that many
   */
  readonly max?: number;
  /**
   * Initial number of nodes. If the cluster has an autoscaler, the autoscaler changes it later.
   *
   * @default min
   */
  readonly desired?: number;
  /**
   * Whether to use spot machines. They cost less, and the cloud may take them back at any time. Azure: the nodes get the taint
   * `kubernetes.azure.com/scalesetpriority=spot:NoSchedule`.
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
   * Size of each node's encrypted root disk, in GiB, at least 20. AWS: at most 65536. Azure: 30 to 2048.
   *
   * @default 100
   */
  readonly diskSizeGb?: number;
  /**
   * Labels of the nodes. AWS: keys have at most 63 characters with their prefix, and no value is empty.
   *
   * @default none
   */
  readonly labels?: Record<string, string>;
  /**
   * Taints of the nodes. AWS: at most 50, and keys have at most 63 characters with their prefix.
   *
   * @default none, except the taint of a pool with GPUs
   */
  readonly taints?: TaintArgs[];
  /**
   * Zones of the nodes, such as `us-east-1a`; on Azure `1`, `2` or `3`.
   *
   * @default all zones of the cluster; on Azure no particular zone
   */
  readonly zones?: string[];
  /**
   * Whether each zone has a node group of its own, so that the autoscaler can add a node in the zone of a disk that waits for its
   * pod. `min`, `max` and `desired` then count for each zone. A change replaces the nodes of the pool.
   * Azure: the pool needs `zones`.
   *
   * @default false: one node group for all zones
   */
  readonly perZone?: boolean;
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
