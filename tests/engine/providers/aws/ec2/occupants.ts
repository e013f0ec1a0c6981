import { objectAt } from "../../property-values";
import { listAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";

/**
 * Who has a network interface in a subnet, in words. AWS refuses to delete a subnet with an interface in use (VPC User Guide,
 * "Delete your subnet"), and these are what EKS and its controllers leave there (pulumi-eks #194, #382, #640).
 */
export function occupants(cloud: AwsCloud, subnetId: string): string[] {
  const ids = (type: string, lies: (inputs: ReturnType<AwsCloud["resources"]>[number]) => boolean) =>
    cloud
      .resources(type)
      .filter(lies)
      .map(({ id }) => `${type.split(":").at(-1) ?? ""} ${id}`);
  const balancers = [...cloud.loadBalancers.values()].filter(({ subnetIds }) => subnetIds.includes(subnetId));
  return [
    ...ids("aws:ec2/natGateway:NatGateway", ({ inputs }) => textAt(inputs, "subnetId") === subnetId),
    ...ids("aws:ec2/vpcEndpoint:VpcEndpoint", ({ inputs }) => listAt(inputs, "subnetIds").includes(subnetId)),
    ...ids("aws:eks/cluster:Cluster", ({ inputs }) =>
      listAt(objectAt(inputs, "vpcConfig"), "subnetIds").includes(subnetId),
    ),
    ...ids("aws:eks/nodeGroup:NodeGroup", ({ inputs }) => listAt(inputs, "subnetIds").includes(subnetId)),
    ...balancers.map(({ name }) => `load balancer ${name}`),
  ];
}
