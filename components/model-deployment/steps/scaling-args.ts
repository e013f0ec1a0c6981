import type * as pulumi from "@pulumi/pulumi";

/** An autoscaler of Kubernetes (`autoscaling/v2`) for the pods of a step. Field `hpaSpec`. */
export interface ModelAutoscalingArgs {
  /**
   * Least number of pods.
   *
   * @default 1
   */
  readonly minReplicas?: number;
  /** Largest number of pods. */
  readonly maxReplicas: number;
  /**
   * CPU that the step's container uses on average, in percent of its request. The container needs `resources.requests.cpu`, or a limit.
   *
   * @default none
   */
  readonly cpuPercent?: number;
  /**
   * Memory that the step's container uses on average, in percent of its request. The container needs `resources.requests.memory`, or a limit.
   *
   * @default none
   */
  readonly memoryPercent?: number;
  /**
   * Further metrics, in the form of a HorizontalPodAutoscaler of `autoscaling/v2`.
   *
   * @default none
   */
  // `any`, because the schema analyzer refuses `unknown`.
  readonly metrics?: Record<string, any>[]; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** An autoscaler of KEDA for the pods of a step. The operator needs KEDA (`SeldonCore`). Field `kedaSpec`. */
export interface ModelKedaArgs {
  /**
   * Least number of pods, at least 1: the operator takes a model without pods for one that is not ready.
   *
   * @default 1
   */
  readonly minReplicas?: number;
  /**
   * Largest number of pods.
   *
   * @default 100
   */
  readonly maxReplicas?: number;
  /**
   * Seconds between two readings of the triggers.
   *
   * @default 30
   */
  readonly pollingSeconds?: number;
  /**
   * Seconds without an active trigger after which the least number of pods is left.
   *
   * @default 300
   */
  readonly cooldownSeconds?: number;
  /** What is measured, at least one. */
  readonly triggers: ModelKedaTriggerArgs[];
}

/** A trigger of KEDA. */
export interface ModelKedaTriggerArgs {
  /** Kind of the trigger, such as `prometheus`. */
  readonly type: string;
  /** Its settings, as KEDA names them. */
  readonly metadata: Record<string, pulumi.Input<string>>;
  /**
   * Name of a TriggerAuthentication in the model's namespace.
   *
   * @default none
   */
  readonly authentication?: pulumi.Input<string>;
}

/** How many pods of a model may be missing while nodes are drained. Fill exactly one. Field `pdbSpec`. */
export interface ModelDisruptionBudgetArgs {
  /**
   * Number of pods that stay, such as `1`, or a share, such as `50%`.
   *
   * @default none
   */
  readonly minAvailable?: string;
  /**
   * Number of pods that may be missing, such as `1`, or a share, such as `50%`.
   *
   * @default none
   */
  readonly maxUnavailable?: string;
}
