import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs } from "../../shared/invalid-args";
import type { AwsExistingNetworkArgs } from "./args";
import type { AwsContext } from "./context";
import type { Network, Subnet } from "./network";
import { foundNetworkProblems } from "./problems/network";

/** Uses a VPC that exists. Resources in it are created only after AWS has returned the VPC and its checks have passed. */
export function useNetwork(
  name: string,
  args: AwsExistingNetworkArgs,
  serviceCidr: string,
  { opts }: AwsContext,
): Network {
  const lookUp = (ids: pulumi.Input<string>[] = []) => ids.map((id) => ec2.getSubnetOutput({ id }, opts));
  const vpc = ec2.getVpcOutput({ id: args.vpcId }, opts);
  const privateSubnets = lookUp(args.privateSubnetIds);
  const publicSubnets = lookUp(args.publicSubnetIds);
  const check = pulumi
    .all([vpc, pulumi.all(privateSubnets), pulumi.all(publicSubnets)])
    .apply(([vpc, privateSubnets, publicSubnets]) => {
      const problems = foundNetworkProblems({ vpc, privateSubnets, publicSubnets }, serviceCidr);
      if (problems.length > 0) throw new InvalidArgs(`MlCluster "${name}"`, problems);
    });
  const afterCheck = (subnet: pulumi.Output<ec2.GetSubnetResult>): Subnet => {
    const found = pulumi.all([subnet, check]).apply(([found]) => found);
    return { id: found.apply(({ id }) => id), zone: found.apply(({ availabilityZone }) => availabilityZone) };
  };
  return {
    vpcId: pulumi.all([vpc, check]).apply(([{ id }]) => id),
    privateSubnets: privateSubnets.map(afterCheck),
    publicSubnets: publicSubnets.map(afterCheck),
    // The caller names gateways and routes of the same program in the component's `dependsOn`: they outlive all of its parts.
    connectivity: [],
  };
}
