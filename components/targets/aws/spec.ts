import type { ClusterSpec } from "../common-spec";
import type { NodePoolSpec } from "../node-pools";
import { DEFAULT_INSTANCE_TYPE, isArm } from "./instance-types";
import { AwsAutoscaling, AwsNat, AwsVolumeType, type AwsClusterArgs, type AwsNetworkArgs } from "./args";

/** The Service network of EKS: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html. */
export const DEFAULT_SERVICE_CIDR = "172.20.0.0/16";

/** The block with its defaults filled in. */
export type AwsSpec = ReturnType<typeof awsSpec>;

/** Fills in the defaults of the block. */
export const awsSpec = (block: AwsClusterArgs, { storage }: ClusterSpec) => ({
  ...block,
  network: networkSpec(block.network),
  serviceCidr: block.serviceCidr ?? DEFAULT_SERVICE_CIDR,
  isAutoMode: block.autoscaling === AwsAutoscaling.AutoMode,
  autoscaling: block.autoscaling ?? AwsAutoscaling.ClusterAutoscaler,
  metricsServer: block.metricsServer ?? true,
  volumeType: block.volumeType ?? AwsVolumeType.Gp3,
  // EKS creates a class `gp2` itself, without encryption.
  storageClass: storage.className ?? (block.volumeType === AwsVolumeType.Gp2 ? "gp2-encrypted" : "gp3"),
  reclaimPolicy: storage.reclaimPolicy,
});

/** The VPC to create, with defaults filled in. */
export interface NetworkSpec {
  readonly cidr: string;
  readonly zones: 2 | 3;
  readonly nat: AwsNat;
}

/** Fills in the defaults of the VPC to create. */
export const networkSpec = ({ cidr, zones, nat }: AwsNetworkArgs = {}): NetworkSpec => ({
  cidr: cidr ?? "10.0.0.0/16",
  zones: zones === 2 ? 2 : 3,
  nat: nat ?? AwsNat.Single,
});

/** The labels of a pool's nodes. The device plugin selects nodes by the first GPU label, the autoscaler by the third. */
export const nodeLabels = ({ labels, gpu }: NodePoolSpec): Record<string, string> => ({ ...labels, ...gpuLabels(gpu) });

/** Label of nodes with the model of their GPUs. */
export const GPU_TYPE_LABEL = "k8s.amazonaws.com/accelerator";

/** The labels that `gpu` decides. */
export const gpuLabels = (gpu: NodePoolSpec["gpu"]): Record<string, string> =>
  gpu === undefined
    ? {}
    : {
        "nvidia.com/gpu.present": "true",
        "nvidia.com/gpu.count": String(gpu.count),
        [GPU_TYPE_LABEL]: gpu.type,
      };

/** The machine types of a pool. */
export const machineTypes = ({ instanceType, instanceTypes }: NodePoolSpec): string[] => [
  ...(instanceTypes ?? [instanceType ?? DEFAULT_INSTANCE_TYPE]),
];

/** The machine image of a pool's nodes, Amazon Linux 2023. All machine types of a pool have the same kind of processor. */
export const amiType = (pool: NodePoolSpec): string =>
  `AL2023_${machineTypes(pool).every(isArm) ? "ARM_64" : "x86_64"}_${pool.gpu === undefined ? "STANDARD" : "NVIDIA"}`;

/** Whether the cluster-autoscaler is installed. */
export const hasAutoscaler = ({ autoscaling }: AwsSpec): boolean => autoscaling === AwsAutoscaling.ClusterAutoscaler;

/** Number of characters that Pulumi appends to a name to make it unique: a dash and seven others. */
export const AUTONAME = 8;
/** Number of characters that the longest name of a role has besides the name of the cluster. */
export const ROLE_SUFFIX = "-load-balancers".length + AUTONAME;
/** Number of characters that make the name of a cluster unique: a dash and six others. */
export const CLUSTER_SUFFIX = 7;
