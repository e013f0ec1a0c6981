import type { CloudResource } from "../../cloud/resource-type";
import { textAt } from "../../cloud/values";
import type { Cluster } from "./pools";

export const CLUSTER = "azure-native:containerservice:ManagedCluster";

/** What the pools of a cluster need to know of it. */
export const clusterOf = ({ id, inputs, outputs }: CloudResource): Cluster => ({
  id,
  location: textAt(inputs, "location"),
  version: textAt(outputs, "currentKubernetesVersion"),
  nodeResourceGroup: textAt(inputs, "nodeResourceGroup"),
});
