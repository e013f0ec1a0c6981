import { ipv4Block, ipv4Text, subBlock } from "../../shared/cidr";
import { ReclaimPolicy } from "../common-args";
import type { ClusterSpec } from "../common-spec";
import { TaintEffect, type TaintArgs } from "../node-pool-args";
import type { NodePoolSpec } from "../node-pools";
import {
  AzureEgress,
  AzureLogin,
  AzureTier,
  AzureUpgradeChannel,
  type AzureClusterArgs,
  type AzureExistingNetworkArgs,
  type AzureNetworkArgs,
} from "./args";
import { DEFAULT_SYSTEM_VM_SIZE, DEFAULT_VM_SIZE } from "./vm-sizes";

/** Where a cluster is, if neither the block nor the stack says it. */
const DEFAULT_LOCATION = "centralus";

/** The block with its defaults filled in. */
export type AzureSpec = ReturnType<typeof azureSpec>;

/** Fills in the defaults of the block. */
export const azureSpec = (block: AzureClusterArgs, common: ClusterSpec) => ({
  ...block,
  network: networkSpec(block),
  systemPool: systemPoolSpec(block),
  tier: block.tier ?? AzureTier.Standard,
  upgradeChannel: upgradeChannelSpec(block),
  login: block.login ?? AzureLogin.AzureCli,
  storage: storageSpec(common),
});

/** Which versions AKS installs by itself. */
export const upgradeChannelSpec = ({ upgradeChannel = AzureUpgradeChannel.Patch }: AzureClusterArgs) => upgradeChannel;

/** The name that Azure's API has for a region: `centralus` for its display name `Central US`. */
export const locationSpec = (location: string = DEFAULT_LOCATION): string => location.toLowerCase().replaceAll(" ", "");

/** The ranges of the network, with defaults filled in, and how nodes reach the internet. */
export function networkSpec({ network, existingNetwork }: AzureClusterArgs) {
  const { cidr = "10.0.0.0/16" }: AzureNetworkArgs = network ?? {};
  const { podsCidr, servicesCidr }: AzureNetworkArgs | AzureExistingNetworkArgs = existingNetwork ?? network ?? {};
  return {
    cidr,
    podsCidr: podsCidr ?? "192.168.0.0/16",
    servicesCidr: servicesCidr ?? "172.16.0.0/16",
    egress:
      existingNetwork === undefined ? AzureEgress.NatGateway : (existingNetwork.egress ?? AzureEgress.LoadBalancer),
  };
}

/** The parts of the id of a subnet: its subscription, resource group, network and name. */
export const SUBNET_ID =
  /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Network\/virtualNetworks\/([^/]+)\/subnets\/([^/]+)$/i;

/** The CIDR block of the subnet of the nodes: the first half of the network. */
export const nodesCidr = (cidr: string): string => {
  const block = ipv4Block(cidr);
  return block === undefined ? cidr : ipv4Text(subBlock(block, block.length + 1, 0));
};

/** The address of the cluster's DNS server. The first one is that of the API server. */
export const dnsServiceIp = (servicesCidr: string): string => {
  const block = ipv4Block(servicesCidr);
  return block === undefined ? servicesCidr : ipv4Text(subBlock(block, 32, 10)).replace("/32", "");
};

/** Name of the system pool, which no other pool may have. */
export const SYSTEM_POOL = "system";

/** The system pool, with defaults filled in. */
export const systemPoolSpec = ({ systemPool = {} }: AzureClusterArgs) => ({
  instanceType: systemPool.instanceType ?? DEFAULT_SYSTEM_VM_SIZE,
  nodes: systemPool.nodes ?? 2,
});

/** A pool of AKS: one for each node pool, or one in each of its zones. */
export interface AgentPoolSpec {
  /** Name in AKS. */
  readonly name: string;
  readonly pool: NodePoolSpec;
  readonly zones: readonly string[] | undefined;
}

/** The pools of AKS. With `perZone`, their names end with the zone: `general1`. */
export const agentPoolSpecs = (pools: readonly NodePoolSpec[]): AgentPoolSpec[] =>
  pools.flatMap((pool) =>
    pool.perZone
      ? (pool.zones ?? []).map((zone) => ({ name: `${pool.name}${zone}`, pool, zones: [zone] }))
      : [{ name: pool.name, pool, zones: pool.zones }],
  );

/** The VM size of a pool. */
export const vmSize = ({ instanceType }: NodePoolSpec): string => instanceType ?? DEFAULT_VM_SIZE;

/** What AKS itself sets on the nodes of spot pools. Declared here, it is no difference at each update. */
const SPOT_TAINT: TaintArgs = {
  key: "kubernetes.azure.com/scalesetpriority",
  value: "spot",
  effect: TaintEffect.NoSchedule,
};

/** The taints of a pool's nodes. */
export const nodeTaints = ({ spot, taints }: NodePoolSpec): readonly TaintArgs[] =>
  spot ? [SPOT_TAINT, ...taints] : taints;

/** Label of nodes with the model of their GPUs; AKS has none. */
export const GPU_TYPE_LABEL = "accelerator";

/** The labels of a pool's nodes that the caller does not decide. */
export const ownLabels = ({ spot, gpu }: NodePoolSpec): Readonly<Record<string, string>> => ({
  ...(spot && { [SPOT_TAINT.key]: "spot" }),
  // The device plugin runs on nodes with this label only.
  ...(gpu !== undefined && { "nvidia.com/gpu.present": "true", [GPU_TYPE_LABEL]: gpu.type }),
});

/** The classes that every AKS cluster has: https://learn.microsoft.com/azure/aks/concepts-storage#storage-classes, of 2026-11. */
export const BUILT_IN_CLASSES = [
  ...["default", "managed", "managed-csi", "managed-csi-premium", "managed-csi-premium-v2", "managed-premium"],
  ...["azurefile", "azurefile-csi", "azurefile-csi-premium", "azurefile-premium"],
];

/** The storage class of claims. A class of its own is created only where the built-in one does not fit. */
function storageSpec({ storage: { className, reclaimPolicy } }: ClusterSpec) {
  const isBuiltIn = className === undefined && reclaimPolicy === ReclaimPolicy.Delete;
  return {
    isBuiltIn,
    className: isBuiltIn ? "managed-csi-premium" : (className ?? "managed-csi-premium-retain"),
    reclaimPolicy,
  };
}
