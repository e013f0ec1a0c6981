import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { isDeferred } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { warn } from "../../shared/warn";
import type { AwsExistingNetworkArgs } from "./args";
import type { AwsContext } from "./context";
import type { Network } from "./network";
import { foundNetworkProblems, missingTagWarnings, type FoundNetwork } from "./problems/found-network";
import { listOf } from "./problems/network";
import { crowdedSubnets, crowdedProblems } from "./problems/free-addresses";
import type { AwsSpec } from "./spec";
import { laterSubnets, listedSubnets, type KnownSubnet, type Subnets } from "./subnets";

type SubnetIds = AwsExistingNetworkArgs["privateSubnetIds"];
type Found = pulumi.Output<ec2.GetSubnetResult[]>;

/** Uses a VPC that exists. Resources in it are created only after AWS has returned the VPC and its checks have passed. */
export function useNetwork(name: string, args: AwsExistingNetworkArgs, aws: AwsSpec, context: AwsContext): Network {
  const { opts } = context;
  const lookUp = (ids: SubnetIds = []): Found =>
    pulumi
      .output(ids as pulumi.Input<string[]>)
      .apply((known) => pulumi.all(known.map((id) => ec2.getSubnetOutput({ id }, opts))));
  const publicSubnetIds = listOf(args.publicSubnetIds)?.length === 0 ? undefined : args.publicSubnetIds;
  const podSubnetIds = aws.vpcCni?.podSubnetIds;
  const checked = pulumi
    .all([
      ec2.getVpcOutput({ id: args.vpcId }, opts),
      lookUp(args.privateSubnetIds),
      publicSubnetIds && lookUp(publicSubnetIds),
      podSubnetIds && lookUp(podSubnetIds),
    ])
    .apply(([vpc, privateSubnets, publicSubnets, podSubnets]) =>
      judged(name, { vpc, privateSubnets, publicSubnets, podSubnets }, aws, context),
    );
  const subnets = (
    ids: SubnetIds | undefined,
    of: (network: FoundNetwork) => readonly ec2.GetSubnetResult[],
  ): Subnets => {
    const known = checked.apply((network) => of(network).map(knownSubnet));
    if (ids === undefined || isDeferred(ids)) return ids === undefined ? listedSubnets([]) : laterSubnets(known);
    return listedSubnets(
      (ids as unknown[]).map((_, index) => {
        const at = <Key extends keyof KnownSubnet>(key: Key) => known.apply((all) => all[index]?.[key] ?? "");
        return { id: at("id"), zone: at("zone") };
      }),
    );
  };
  return {
    vpcId: checked.apply(({ vpc }) => vpc.id),
    privateSubnets: subnets(args.privateSubnetIds, (network) => network.privateSubnets),
    publicSubnets: subnets(publicSubnetIds, (network) => network.publicSubnets ?? []),
    podSubnets: podSubnetIds && subnets(podSubnetIds, (network) => network.podSubnets ?? []),
    // The caller names gateways and routes of the same program in the component's `dependsOn`: they outlive all of its parts.
    connectivity: [],
  };
}

const knownSubnet = ({ id, availabilityZone }: ec2.GetSubnetResult): KnownSubnet => ({ id, zone: availabilityZone });

/** The network, if nothing is wrong with it. */
async function judged(name: string, network: FoundNetwork, aws: AwsSpec, { opts }: AwsContext): Promise<FoundNetwork> {
  const component = `MlCluster "${name}"`;
  await refuseLate(component, foundNetworkProblems(network, aws));
  for (const warning of missingTagWarnings(network, aws)) {
    warn(component, warning);
  }
  const crowded = crowdedSubnets(network);
  // The nodes and pods of a cluster that exists may use all addresses: then it is too late to refuse the subnets.
  if (crowded.length > 0 && !(await hasControlPlane(name, opts))) {
    await refuseLate(component, crowdedProblems(crowded));
  }
  return network;
}

/** Whether a control plane of this name has network interfaces. Without the right to look for them, it is taken for a new one. */
async function hasControlPlane(name: string, opts: AwsContext["opts"]): Promise<boolean> {
  const filters = [{ name: "description", values: [`Amazon EKS ${name}-*`] }];
  const found = await ec2.getNetworkInterfaces({ filters }, opts).catch(() => undefined);
  return ((found?.ids ?? []) as readonly string[]).length > 0;
}
