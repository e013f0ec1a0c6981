import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../shared/resources";

/** Bounds of a horizontal pod autoscaler. */
export interface AutoscalingArgs {
  /** Smallest number of pods, at least 1. */
  readonly min: number;
  /** Largest number of pods. */
  readonly max: number;
  /**
   * Use of the requested CPU, in percent, above which pods are added.
   *
   * @default 80
   */
  readonly targetCpuPercent?: number;
}

/** The inputs for the size of a Deployment, which a gateway and a control plane share. */
export interface Sized {
  readonly replicas?: pulumi.Input<number>;
  readonly autoscaling?: AutoscalingArgs;
  readonly resources?: ResourcesArgs;
}
