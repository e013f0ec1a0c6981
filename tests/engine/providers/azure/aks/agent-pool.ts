import { ApiError } from "../../cloud/api-error";
import type { CloudResource } from "../../cloud/resource-type";
import { text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { azureType } from "../azure-type";
import { CLUSTER, clusterOf } from "./cluster-facts";
import { POOL_FIELDS } from "./pool-fields";
import { poolNameRule } from "./pool-checks";
import { changePool, createPool, emptyPool, poolsOf } from "./pools";

export const agentPool = azureType({
  title: "AKS Agent Pool",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}",
  name: poolNameRule,
  naming: "copy",
  tracked: false,
  // Of all fields only these replace a pool (provider/pkg/gen/replacement.go); Azure refuses a change of the other fixed ones.
  inputs: { ...POOL_FIELDS, vmSize: text({ required: true, replaces: true }) },
  outputs: ["currentOrchestratorVersion", "eTag", "nodeImageVersion", "powerState", "provisioningState"],
  create: (cloud, { resourceGroupName: _, resourceName: __, agentPoolName, ...given }, id) =>
    createPool(cloud, clusterOf(parentOf(cloud, id)), agentPoolName as string, given),
  async update(cloud, pool, news) {
    const { resourceGroupName: _, resourceName: __, agentPoolName: ___, ...given } = news;
    await changePool(cloud, clusterOf(parentOf(cloud, pool.id)), pool, given);
    Object.assign(news, { count: pool.inputs.count }); // new bounds may have changed it
  },
  async delete(cloud, pool) {
    const parent = parentOf(cloud, pool.id);
    const others = poolsOf(cloud, parent.id).filter(({ id }) => id !== pool.id);
    // pulumi-azure-native #1575; AKS documentation, "Manage system node pools".
    if (others.length === 0) throw new ApiError("OperationNotAllowed", "There has to be at least one agent pool.");
    if (!others.some(({ inputs }) => textAt(inputs, "mode") === "System")) {
      throw new ApiError("OperationNotAllowed", "There has to be at least one system agent pool.");
    }
    await emptyPool(cloud, clusterOf(parent), pool);
  },
});

const parentOf = (cloud: AzureCloud, id: string): CloudResource =>
  cloud.referred(CLUSTER, id.split("/").slice(0, -2).join("/"));
