import type { ApiAccessArgs } from "../shared/api-access";
import type { ChartArgs } from "../shared/chart";
import type { NodePoolArgs } from "../shared/node-pool";
import type { StorageArgs } from "../shared/storage";
import type { AwsClusterArgs } from "../targets/aws/args";
import type { ExistingClusterArgs } from "../targets/existing/args";

/**
 * A Kubernetes cluster for machine learning. Fill exactly one target block. The other inputs are common to all targets;
 * one that the target cannot honour is refused.
 */
export interface MlClusterArgs {
  /**
   * A cluster on Amazon EKS.
   *
   * @default none: exactly one target is filled
   */
  readonly aws?: AwsClusterArgs;
  /**
   * A cluster that exists.
   *
   * @default none: exactly one target is filled
   */
  readonly existing?: ExistingClusterArgs;
  /**
   * Kubernetes version of the control plane, such as `1.35`; raising it upgrades first the control plane, then the node
   * pools. For an `existing` cluster this says what it runs, so that add-ons can check that they fit.
   *
   * @default the target's own; for an `existing` cluster nothing is assumed and no version pairing is checked
   */
  readonly kubernetesVersion?: string;
  /**
   * Allows versions of Kubernetes and of the target's charts that this package is not tested with.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
  /**
   * The nodes, by the names of their pools.
   *
   * @default general, with 2 to 4 nodes of the target's usual type
   */
  readonly nodePools?: Record<string, NodePoolArgs>;
  /**
   * Who reaches the API server over the network.
   *
   * @default none: a target with an API server of its own wants it written
   */
  readonly apiAccess?: ApiAccessArgs;
  /**
   * Who administers the cluster, besides whoever creates it. AWS: ARNs of IAM roles or users, but not of the one that
   * creates it: EKS lets that one in by itself, and refuses a second entry (`ResourceInUseException`).
   *
   * @default none
   */
  readonly admins?: string[];
  /**
   * Who may look at the usual objects in its namespaces, such as pods and their logs, but not at secrets, nodes or custom
   * resources. AWS: ARNs of IAM roles or users.
   *
   * @default none
   */
  readonly viewers?: string[];
  /**
   * Whether the cluster is safe from `destroy`. To destroy it, write false and run `up` first.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * The default storage class.
   *
   * @default an encrypted disk of the cloud that goes with its claim
   */
  readonly storage?: StorageArgs;
  /**
   * Days for which the control plane's logs are kept.
   *
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * Tags, or labels, of everything in the cloud that can carry them. On AWS a change of tags replaces every node, one part
   * of a pool after the other; load balancers and disks that the cluster makes carry them from then on, but not in Auto
   * Mode.
   *
   * @default none
   */
  readonly tags?: Record<string, string>;
  /**
   * Changes to the charts that the target installs, by their names. AWS: `aws-load-balancer-controller`,
   * `cluster-autoscaler`, `nvidia-device-plugin`.
   *
   * @default the charts that we test
   */
  readonly charts?: Record<string, ChartArgs>;
  /**
   * Where to fetch charts instead of their public repositories: an `https://` Helm repository, the root of an `oci://`
   * mirror, or a folder of `<chart>-<version>.tgz` files.
   *
   * @default the public repositories
   */
  readonly mirror?: string;
}
