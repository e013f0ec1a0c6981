import { textAt } from "../../cloud/values";
import { type AzureCloud, isSame } from "../azure-cloud";

const POOL = "azure-native:containerservice:AgentPool";

/** What has an address in a subnet, by id: machines of node pools, and load balancers that AKS made for Services. */
export function occupants(cloud: AzureCloud, subnetId: string): string[] {
  const pools = cloud.resources(POOL).filter(({ inputs }) => isSame(textAt(inputs, "vnetSubnetID"), subnetId));
  const balancers = [...cloud.loadBalancers.values()].filter((balancer) => isSame(balancer.subnetId ?? "", subnetId));
  return [...pools.map(({ id }) => id), ...balancers.map(({ name }) => name)];
}
