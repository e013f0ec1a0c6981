import type { AwsClusterArgs } from "../targets/aws/args";
import type { AzureClusterArgs } from "../targets/azure/args";
import type { CommonArgs } from "../targets/common-args";
import type { ExistingClusterArgs } from "../targets/existing/args";
import type { GcpClusterArgs } from "../targets/gcp/args";
import type { K3dClusterArgs } from "../targets/k3d/args";
import type { Rke2ClusterArgs } from "../targets/rke2/args";

/**
 * A Kubernetes cluster for machine learning. Fill exactly one target block. The other inputs are common to all targets; an
 * input that the chosen target does not support is refused.
 */
export interface MlClusterArgs extends CommonArgs {
  /**
   * A cluster on Amazon EKS.
   *
   * @default none; fill exactly one target block
   */
  readonly aws?: AwsClusterArgs;
  /**
   * A cluster on Azure Kubernetes Service (AKS).
   *
   * @default none; fill exactly one target block
   */
  readonly azure?: AzureClusterArgs;
  /**
   * A cluster that exists already.
   *
   * @default none; fill exactly one target block
   */
  readonly existing?: ExistingClusterArgs;
  /**
   * A cluster on Google Kubernetes Engine (GKE).
   *
   * @default none; fill exactly one target block
   */
  readonly gcp?: GcpClusterArgs;
  /**
   * A cluster of k3s in Docker containers on this machine.
   *
   * @default none; fill exactly one target block
   */
  readonly k3d?: K3dClusterArgs;
  /**
   * A cluster of RKE2 on machines of one's own, made over SSH.
   *
   * @default none; fill exactly one target block
   */
  readonly rke2?: Rke2ClusterArgs;
}
