import type * as pulumi from "@pulumi/pulumi";
import type { TaintEffect } from "../../targets/node-pool-args";

/** GPUs of NVIDIA for each pod. */
export interface ModelGpuArgs {
  /**
   * Number of GPUs of each pod. Field `resources.limits["nvidia.com/gpu"]` of the container.
   *
   * @default 1
   */
  readonly count?: number;
  /**
   * Model of the GPUs, spelt as in the `gpu.type` of a node pool: the pods then run on such nodes only. It needs a cluster whose node
   * pools an `MlCluster` creates; elsewhere, write `nodeSelector`.
   *
   * @default any model
   */
  readonly type?: string;
}

/** A key of a Secret. */
export interface ModelSecretKeyArgs {
  /** Name of the Secret, in the model's namespace. */
  readonly secret: pulumi.Input<string>;
  /** Key in the Secret. */
  readonly key: string;
}

/** A taint of nodes on which pods may run. */
export interface ModelTolerationArgs {
  /** Key of the taint. */
  readonly key: string;
  /**
   * Value of the taint.
   *
   * @default every value
   */
  readonly value?: string;
  /**
   * Effect of the taint.
   *
   * @default every effect
   */
  readonly effect?: TaintEffect;
}

/** When a container is taken for ready, alive or started. Servers of `ModelProtocol.V2` have probes of their own: only times apply. */
export interface ModelProbesArgs {
  /**
   * Whether requests are sent to the pod.
   *
   * @default the operator's: every 5 seconds, the first after 20
   */
  readonly readiness?: ModelProbeArgs;
  /**
   * Whether the container is restarted.
   *
   * @default the operator's: every 5 seconds, the first after 60; after 20 with `ModelProtocol.V2`
   */
  readonly liveness?: ModelProbeArgs;
  /**
   * Whether the container has started; the others wait for it. Large models need it.
   *
   * @default none
   */
  readonly startup?: ModelProbeArgs;
}

/** A probe of a container. Fill at most one of `httpPath` and `command`. */
export interface ModelProbeArgs {
  /**
   * Path that answers with a status below 400, such as `/health/status`, at the container's port for REST.
   *
   * @default none: the port accepts connections
   */
  readonly httpPath?: string;
  /**
   * Command in the container that ends with 0.
   *
   * @default none
   */
  readonly command?: string[];
  /**
   * Seconds before the first attempt.
   *
   * @default 0
   */
  readonly initialDelaySeconds?: number;
  /**
   * Seconds between attempts.
   *
   * @default 10
   */
  readonly periodSeconds?: number;
  /**
   * Seconds after which an attempt has failed.
   *
   * @default 1
   */
  readonly timeoutSeconds?: number;
  /**
   * Number of failures in a row after which the probe has failed.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** A volume of each pod. Fill exactly one of `claim`, `secret`, `configMap` and `emptyDir`. */
export interface ModelVolumeArgs {
  /** Name of the volume: a DNS-1123 label. */
  readonly name: string;
  /** Where the container sees it: an absolute path. */
  readonly mountPath: string;
  /**
   * Whether the container can only read it.
   *
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Name of a PersistentVolumeClaim.
   *
   * @default none
   */
  readonly claim?: pulumi.Input<string>;
  /**
   * Name of a Secret; each key is a file.
   *
   * @default none
   */
  readonly secret?: pulumi.Input<string>;
  /**
   * Name of a ConfigMap; each key is a file.
   *
   * @default none
   */
  readonly configMap?: pulumi.Input<string>;
  /**
   * An empty folder that goes with the pod.
   *
   * @default none
   */
  readonly emptyDir?: ModelEmptyDirArgs;
}

/** An empty folder of a pod. */
export interface ModelEmptyDirArgs {
  /**
   * Its largest size, such as `2Gi`.
   *
   * @default the node's disk
   */
  readonly sizeLimit?: string;
  /**
   * Whether it is in memory, as shared memory of PyTorch must be (`/dev/shm`). It counts as memory of the container.
   *
   * @default false
   */
  readonly inMemory?: boolean;
}
