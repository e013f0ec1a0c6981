import { AgentPool } from "@pulumi/azure-native/containerservice/agentPool";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import type { AzureContext } from "./context";
import { agentPoolSpecs, nodeTaints, ownLabels, vmSize, type AgentPoolSpec } from "./spec";

/** What node pools are created from. */
export interface NodePoolsRequest {
  readonly common: ClusterSpec;
  readonly cluster: ManagedCluster;
  readonly subnetId: pulumi.Output<string>;
  readonly context: AzureContext;
}

/** Creates the pools of AKS. */
export const createNodePools = (name: string, request: NodePoolsRequest): AgentPool[] =>
  agentPoolSpecs(request.common.nodePools).map((spec) => createNodePool(`${name}-${spec.name}`, spec, request));

function createNodePool(name: string, { name: agentPoolName, pool, zones }: AgentPoolSpec, request: NodePoolsRequest) {
  const { common, cluster, subnetId, context } = request;
  const { kubernetesVersion } = common;
  return new AgentPool(
    name,
    {
      resourceGroupName: context.resourceGroupName,
      resourceName: cluster.name,
      agentPoolName,
      mode: "User",
      type: "VirtualMachineScaleSets",
      vmSize: vmSize(pool),
      osType: "Linux",
      osSKU: "Ubuntu",
      osDiskType: "Managed",
      osDiskSizeGB: pool.diskSizeGb,
      count: pool.desired,
      enableAutoScaling: true,
      minCount: pool.min,
      maxCount: pool.max,
      availabilityZones: zones && [...zones],
      enableNodePublicIP: false,
      nodeLabels: { ...pool.labels, ...ownLabels(pool) },
      nodeTaints: nodeTaints(pool).map(({ key, value = "", effect }) => `${key}=${value}:${effect}`),
      gpuProfile: pool.gpu && { driver: "Install" },
      ...(pool.spot && { scaleSetPriority: "Spot", scaleSetEvictionPolicy: "Delete", spotMaxPrice: -1 }),
      // The control plane is upgraded first, because it is an input of the pool.
      orchestratorVersion: kubernetesVersion,
      vnetSubnetID: subnetId,
      tags: { ...context.tags },
    },
    {
      ...context.opts,
      // The autoscaler changes the number of nodes.
      ignoreChanges: ["count", ...(kubernetesVersion === undefined ? ["orchestratorVersion"] : [])],
      replaceOnChanges: FIXED_INPUTS,
      // Two pools cannot have one name.
      deleteBeforeReplace: true,
      customTimeouts: { create: "30m", update: "90m", delete: "30m" },
    },
  );
}

/**
 * Inputs that AKS refuses to change (`PropertyChangeNotAllowed`), besides `vmSize`, for which the provider itself replaces a pool. The
 * others follow from inputs of the cluster.
 */
const FIXED_INPUTS = [
  ...["availabilityZones", "gpuProfile", "osDiskSizeGB"],
  ...["scaleSetPriority", "scaleSetEvictionPolicy", "spotMaxPrice"],
];
