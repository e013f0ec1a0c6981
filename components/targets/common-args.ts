import type { ChartArgs } from "../shared/install-chart";
import type { NodePoolArgs } from "./node-pool-args";

/**
 * The inputs that all targets share. This is the only list of them: `ClusterSpec`, `CommonInput` and the check for inputs that
 * a target does not support are derived from it.
 */
export interface CommonArgs {
  /**
   * Kubernetes version of the control plane, such as `1.35`. Raising it upgrades the control plane first, then the node pools.
   * For an `existing` cluster, write the version that it runs, so that add-ons can check whether they fit.
   *
   * @default the target's own default; an `existing` cluster has none, and no version pairing is checked
   */
  readonly kubernetesVersion?: string;
  /**
   * Allows versions of Kubernetes and of the target's charts that this package is not tested with.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
  /**
   * Node pools by name. Azure: a name has at most 12 characters, a-z and 0-9, and starts with a letter.
   *
   * @default one pool `general` of the target's default machine type: with 2 to 4 nodes on AWS, and 3 to 6 on Google Cloud and Azure
   */
  readonly nodePools?: Record<string, NodePoolArgs>;
  /**
   * Who reaches the API server over the network.
   *
   * @default none. AWS and Azure require it. On Google Cloud, the API server then has a DNS endpoint, which IAM guards.
   */
  readonly apiAccess?: ApiAccessArgs;
  /**
   * Administrators of the cluster, besides its creator. AWS: ARNs of IAM roles or users. Leave out the ARN of the creator: EKS
   * gives it access and refuses a second entry (`ResourceInUseException`). Google Cloud: `user:<e-mail>`, `serviceAccount:<e-mail>`
   * or `group:<e-mail>`; a group must be a member of the group `gke-security-groups` of its domain. Azure: `user:`, `group:` or
   * `servicePrincipal:` with the object id of the principal, without the creator (`RoleAssignmentExists`).
   *
   * @default none
   */
  readonly admins?: string[];
  /**
   * Who may read the usual objects in namespaces, such as pods and their logs, but not secrets, nodes or custom resources.
   * AWS: ARNs of IAM roles or users. Google Cloud and Azure: as in `admins`.
   *
   * @default none
   */
  readonly viewers?: string[];
  /**
   * Whether `destroy` refuses to delete the cluster. To delete it, write false and run `up` first.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
  /**
   * The default storage class.
   *
   * @default an encrypted disk of the cloud, deleted together with its claim; on RKE2 a folder of the node
   */
  readonly storage?: StorageArgs;
  /**
   * Number of days that the control plane's logs are kept. AWS: one of the periods that CloudWatch offers. Azure: 30 to
   * 730.
   *
   * @default 90
   */
  readonly logRetentionDays?: number;
  /**
   * Tags, or labels, of every cloud resource that can carry them. On AWS, a change of tags replaces every node, one part of a
   * pool after the other. Load balancers and disks that the cluster creates later carry the tags too, but not in Auto Mode.
   *
   * @default none
   */
  readonly tags?: Record<string, string>;
  /**
   * Changes to the charts that the target installs, by chart name. AWS: `aws-load-balancer-controller`, `cluster-autoscaler`,
   * `nvidia-device-plugin`. Azure: `nvidia-device-plugin`, in a cluster with GPUs. RKE2: `local-path-provisioner`, and
   * `nvidia-device-plugin` in a cluster with GPUs.
   *
   * @default the charts in the versions that this package is tested with
   */
  readonly charts?: Record<string, ChartArgs>;
  /**
   * Where to download charts instead of their public repositories: an `https://` Helm repository, the root of an `oci://`
   * mirror, or a folder with `<chart>-<version>.tgz` files.
   *
   * @default the public repositories
   */
  readonly mirror?: string;
  /**
   * Registry that mirrors the images of those charts, such as `registry.example.org/mirror`, under their own paths, such as
   * `<imageRegistry>/nvidia/k8s-device-plugin`. What the cloud or the distribution of Kubernetes runs itself keeps its images. AWS, Azure
   * and RKE2 only.
   *
   * @default the registries that the charts name
   */
  readonly imageRegistry?: string;
}

/** Who reaches the cluster's API server over the network. Fill `cidrs`, `privateOnly` (with `cidrs`, but not on Azure), or `allowPublic`. */
export interface ApiAccessArgs {
  /**
   * CIDR blocks that reach the API server. Together they may not allow more of the internet than a /8 (IPv6: a /16). Without
   * `privateOnly`: blocks on the internet, such as your office's. With `privateOnly`: private blocks, such as your VPN's.
   *
   * @default none
   */
  readonly cidrs?: string[];
  /**
   * Whether only the cluster's own network, and networks connected to it, reach the API server. Pulumi must then run inside
   * such a network, also for `destroy`.
   *
   * @default false
   */
  readonly privateOnly?: boolean;
  /**
   * Whether everyone on the internet may reach the API server. Logging in is still required.
   *
   * @default false
   */
  readonly allowPublic?: boolean;
}

/** The storage class that becomes the cluster's default. */
export interface StorageArgs {
  /**
   * Name of the class, a DNS-1123 subdomain.
   *
   * @default the kind of disk, such as `gp3` on AWS; `local-path` on RKE2
   */
  readonly className?: string;
  /**
   * What happens to a disk when its claim is deleted. A change replaces the class; disks that exist keep their policy.
   *
   * @default ReclaimPolicy.Delete
   */
  readonly reclaimPolicy?: ReclaimPolicy;
}

/** What happens to a disk when its claim is deleted. */
export enum ReclaimPolicy {
  /** The disk is deleted too. */
  Delete = "Delete",
  /** The disk stays, even after the cluster is deleted, and costs money until somebody deletes it. */
  Retain = "Retain",
}
