import type { ExistingClusterArgs } from "../targets/existing/args";

/** A Kubernetes cluster for machine learning. Fill exactly one target block; the other inputs are common to all. */
export interface MlClusterArgs {
  /**
   * A cluster that exists.
   *
   * @default none: exactly one target is filled
   */
  readonly existing?: ExistingClusterArgs;
  /**
   * Kubernetes version of the control plane, such as `1.35`. For an `existing` cluster this says what it runs, so that
   * add-ons can check that they fit.
   *
   * @default the target's own; for an `existing` cluster nothing is assumed and no version pairing is checked
   */
  readonly kubernetesVersion?: string;
  /**
   * Allows a Kubernetes version that this package is not tested with.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
}
