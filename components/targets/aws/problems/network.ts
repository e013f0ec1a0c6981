import type * as pulumi from "@pulumi/pulumi";
import { checked, checkedEach, repeatedProblems, type Check } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { filled, oneOf } from "../../../shared/one-of";
import type { AwsClusterArgs, AwsExistingNetworkArgs } from "../args";
import { DEFAULT_SERVICE_CIDR, networkSpec } from "../spec";
import * as cidrs from "./cidrs";

const PATH = "aws.existingNetwork";

/** The form of each input of the network. */
export const networkFieldProblems = ({ network, existingNetwork, serviceCidr, vpcCni }: AwsClusterArgs): Problem[] => [
  ...checked("aws.network.cidr", network?.cidr, cidrs.vpcCidr),
  ...problemIf(
    ![undefined, 2, 3].includes(network?.zones),
    "aws.network.zones",
    `${shown(network?.zones)} is not allowed; write 2 or 3.`,
  ),
  ...checked(`${PATH}.vpcId`, existingNetwork?.vpcId, id("vpc", "VPC")),
  ...checkedEach(`${PATH}.privateSubnetIds`, listOf(existingNetwork?.privateSubnetIds), id("subnet", "subnet")),
  ...checkedEach(`${PATH}.publicSubnetIds`, listOf(existingNetwork?.publicSubnetIds), id("subnet", "subnet")),
  ...checkedEach("aws.vpcCni.podSubnetIds", listOf(vpcCni?.podSubnetIds), id("subnet", "subnet")),
  ...checked("aws.vpcCni.podCidr", vpcCni?.podCidr, cidrs.podCidr),
  ...checked("aws.serviceCidr", serviceCidr, cidrs.serviceCidr()),
];

/** A list of ids; nothing if the whole list is known only later. */
export const listOf = (ids: pulumi.Input<pulumi.Input<string>[]> | undefined): pulumi.Input<string>[] | undefined =>
  Array.isArray(ids) ? ids : undefined;

/** The id of an EC2 object. AWS has changed the length of ids before, so it is not checked. */
function id(prefix: string, what: string): Check {
  return (value) =>
    value.startsWith(`${prefix}-`) && /^[a-z0-9-]+$/.test(value)
      ? undefined
      : `is not the id of a ${what}, such as ${prefix}-0a1b2c3d4e5f67890`;
}

/** What is wrong between inputs of the network, as far as it is known without asking AWS. */
export function networkRuleProblems(block: AwsClusterArgs): Problem[] {
  const { network, existingNetwork, serviceCidr } = block;
  const vpc = existingNetwork === undefined ? networkSpec(network).cidr : undefined;
  return [
    ...(filled({ network, existingNetwork }).length === 2 ? oneOf("aws", { network, existingNetwork }) : []),
    ...(existingNetwork === undefined ? [] : subnetProblems(existingNetwork)),
    ...podProblems(block),
    ...checked("aws.serviceCidr", serviceCidr ?? DEFAULT_SERVICE_CIDR, cidrs.serviceCidr(vpc)),
  ];
}

const ONE_PUBLIC =
  "must contain public subnets in at least two zones, for load balancers. Add one, or leave the list out; load balancers " +
  "are then internal only.";

function subnetProblems(network: AwsExistingNetworkArgs): Problem[] {
  const [own, others] = [`${PATH}.privateSubnetIds`, `${PATH}.publicSubnetIds`];
  const privateSubnetIds = listOf(network.privateSubnetIds);
  const publicSubnetIds = listOf(network.publicSubnetIds);
  return [
    ...problemIf(
      privateSubnetIds !== undefined && privateSubnetIds.length < 2,
      own,
      "must contain private subnets in at least two zones, for the nodes.",
    ),
    ...repeatedSubnets(own, privateSubnetIds),
    ...problemIf(publicSubnetIds?.length === 1, others, ONE_PUBLIC),
    ...repeatedSubnets(others, publicSubnetIds),
    ...inBothLists(privateSubnetIds ?? [], publicSubnetIds ?? []),
  ];
}

/** Public subnets that are also listed as private ones. */
export const inBothLists = (privateIds: readonly unknown[], publicIds: readonly unknown[]): Problem[] =>
  publicIds.flatMap((subnet, index) =>
    problemIf(
      privateIds.includes(subnet),
      `${PATH}.publicSubnetIds[${String(index)}]`,
      `${shown(subnet)} is also in privateSubnetIds. Name a subnet with a route to an internet gateway.`,
    ),
  );

/** Where pods take their addresses. */
function podProblems({ network, existingNetwork, vpcCni }: AwsClusterArgs): Problem[] {
  const { podCidr, podSubnetIds } = vpcCni ?? {};
  const ids = listOf(podSubnetIds);
  return [
    ...problemIf(
      podCidr !== undefined && existingNetwork !== undefined,
      "aws.vpcCni.podCidr",
      "is for a VPC that is created, and aws.existingNetwork names one that exists. Write podSubnetIds instead.",
    ),
    ...problemIf(
      podCidr !== undefined && existingNetwork === undefined && cidrs.doOverlap(podCidr, networkSpec(network).cidr),
      "aws.vpcCni.podCidr",
      `${shown(podCidr)} overlaps the VPC (${networkSpec(network).cidr}). Write a block outside of it.`,
    ),
    ...problemIf(
      podSubnetIds !== undefined && existingNetwork === undefined,
      "aws.vpcCni.podSubnetIds",
      "needs aws.existingNetwork, to whose VPC the subnets belong. Write podCidr instead.",
    ),
    ...problemIf(ids?.length === 0, "aws.vpcCni.podSubnetIds", "is empty. Name subnets, or leave it out."),
    ...repeatedSubnets("aws.vpcCni.podSubnetIds", ids),
  ];
}

/** Subnets that are listed twice. A list of one and the same subnet lacks a second zone. */
export const repeatedSubnets = (path: string, ids: readonly unknown[] = []): Problem[] =>
  repeatedProblems(path, ids, new Set(ids).size < 2 ? "Name a subnet in another zone" : "Remove one");
