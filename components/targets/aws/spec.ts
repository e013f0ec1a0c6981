import { ipv4Block, ipv4Text, subBlock } from "../../shared/cidr";
import type { ClusterSpec } from "../common-spec";
import type { NodePoolSpec } from "../node-pools";
import { isArm } from "./machines";
import { AwsAutoscaling, AwsNat, AwsVolumeType, type AwsClusterArgs, type AwsNetworkArgs } from "./args";

/** The machine type of a pool that names none. */
export const DEFAULT_INSTANCE_TYPE = "m5.large";

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

/** CIDR blocks of a VPC's subnets: one private and one public subnet per zone, in the order of the zones. */
export interface SubnetCidrs {
  /** For nodes and pods. */
  readonly private: string[];
  /** For load balancers and NAT gateways. */
  readonly public: string[];
}

/** A private subnet is an eighth of the VPC: pods take their addresses from it. */
const PRIVATE_BITS = 3;
/** A public subnet is a sixteenth of the VPC. */
const PUBLIC_BITS = 4;
/** Three private subnets take six sixteenths. With two zones the gap stays free, so that a third zone moves no subnet. */
const PUBLIC_FROM = 6;

/** The smallest subnet of AWS: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html. */
const SMALLEST_SUBNET = 28;

/** Prefix lengths of a VPC that `splitSubnets` can divide. */
export const VPC_LENGTHS = { shortest: 16, longest: SMALLEST_SUBNET - PUBLIC_BITS };

/**
 * Divides a VPC. Of 10.0.0.0/16, the private subnets are 10.0.0.0/19, 10.0.32.0/19 and 10.0.64.0/19, the public ones
 * 10.0.96.0/20, 10.0.112.0/20 and 10.0.128.0/20; the rest stays free.
 *
 * Never change this layout: a subnet whose block changes is replaced, with everything in it.
 */
export function splitSubnets(vpc: string, zones: 2 | 3): SubnetCidrs {
  const block = ipv4Block(vpc);
  if (block === undefined || block.length < VPC_LENGTHS.shortest || block.length > VPC_LENGTHS.longest) {
    throw new RangeError(`${vpc} cannot be divided`);
  }
  const perZone = (bits: number, from: number): string[] =>
    Array.from({ length: zones }, (_, zone) => ipv4Text(subBlock(block, block.length + bits, from + zone)));
  return { private: perZone(PRIVATE_BITS, 0), public: perZone(PUBLIC_BITS, PUBLIC_FROM) };
}

/** A quarter of the block for pods in each zone, so that a third zone moves no subnet. Never change this layout either. */
export const splitPodBlock = (cidr: string, zones: number): string[] => {
  const block = ipv4Block(cidr);
  if (block === undefined) throw new RangeError(`${cidr} cannot be divided`);
  return Array.from({ length: zones }, (_, zone) => ipv4Text(subBlock(block, block.length + 2, zone)));
};

/** The labels of a pool's nodes. The device plugin selects nodes by the first GPU label, the autoscaler by the third. */
export const nodeLabels = ({ labels, gpu }: NodePoolSpec): Record<string, string> => ({ ...labels, ...gpuLabels(gpu) });

/** The labels that `gpu` decides. */
export const gpuLabels = (gpu: NodePoolSpec["gpu"]): Record<string, string> =>
  gpu === undefined
    ? {}
    : {
        "nvidia.com/gpu.present": "true",
        "nvidia.com/gpu.count": String(gpu.count),
        "k8s.amazonaws.com/accelerator": gpu.type,
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

/** Whether any node has a GPU. */
export const hasGpus = ({ nodePools }: ClusterSpec): boolean => nodePools.some(({ gpu }) => gpu !== undefined);

/** Number of characters that Pulumi appends to a name to make it unique: a dash and seven others. */
export const AUTONAME = 8;
/** Number of characters that the longest name of a role has besides the name of the cluster. */
export const ROLE_SUFFIX = "-load-balancers".length + AUTONAME;
/** Number of characters that make the name of a cluster unique: a dash and six others. */
export const CLUSTER_SUFFIX = 7;
