import type { GetSubnetResult, GetVpcResult } from "@pulumi/aws/ec2";
import { checked, checkedEach, type Check } from "../../../shared/checks";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { filled, oneOf } from "../../../shared/one-of";
import type { AwsClusterArgs, AwsExistingNetworkArgs } from "../args";
import { DEFAULT_SERVICE_CIDR, networkSpec } from "../spec";
import * as formats from "./formats";

const PATH = "aws.existingNetwork";

/** The form of each input of the network. */
export const networkFieldProblems = ({ network, existingNetwork, serviceCidr }: AwsClusterArgs): Problem[] => [
  ...checked("aws.network.cidr", network?.cidr, formats.vpcCidr),
  ...problemIf(
    ![undefined, 2, 3].includes(network?.zones),
    "aws.network.zones",
    `${shown(network?.zones)} is not allowed; write 2 or 3.`,
  ),
  ...checked(`${PATH}.vpcId`, existingNetwork?.vpcId, id("vpc", "VPC")),
  ...checkedEach(`${PATH}.privateSubnetIds`, existingNetwork?.privateSubnetIds, id("subnet", "subnet")),
  ...checkedEach(`${PATH}.publicSubnetIds`, existingNetwork?.publicSubnetIds, id("subnet", "subnet")),
  ...checked("aws.serviceCidr", serviceCidr, formats.serviceCidr()),
];

/** The id of an EC2 object. AWS has changed the length of ids before, so it is not checked. */
function id(prefix: string, what: string): Check {
  return (value) =>
    value.startsWith(`${prefix}-`) && /^[a-z0-9-]+$/.test(value)
      ? undefined
      : `is not the id of a ${what}, such as ${prefix}-0a1b2c3d4e5f67890`;
}

/** What is wrong between inputs of the network, as far as it is known without asking AWS. */
export function networkRuleProblems({ network, existingNetwork, serviceCidr }: AwsClusterArgs): Problem[] {
  const vpc = existingNetwork === undefined ? networkSpec(network).cidr : undefined;
  return [
    ...(filled({ network, existingNetwork }).length === 2 ? oneOf("aws", { network, existingNetwork }) : []),
    ...(existingNetwork === undefined ? [] : subnetProblems(existingNetwork)),
    ...checked("aws.serviceCidr", serviceCidr ?? DEFAULT_SERVICE_CIDR, formats.serviceCidr(vpc)),
  ];
}

const ONE_PUBLIC =
  "must contain public subnets in at least two zones, for load balancers. Add one, or leave the list out; load balancers " +
  "are then internal only.";

function subnetProblems({ privateSubnetIds, publicSubnetIds = [] }: AwsExistingNetworkArgs): Problem[] {
  const [own, others] = [`${PATH}.privateSubnetIds`, `${PATH}.publicSubnetIds`];
  return [
    ...problemIf(
      privateSubnetIds.length < 2,
      own,
      "must contain private subnets in at least two zones, for the nodes.",
    ),
    ...repeated(own, privateSubnetIds),
    ...problemIf(publicSubnetIds.length === 1, others, ONE_PUBLIC),
    ...repeated(others, publicSubnetIds),
    ...publicSubnetIds.flatMap((subnet, index) =>
      problemIf(
        privateSubnetIds.includes(subnet),
        `${others}[${String(index)}]`,
        `${shown(subnet)} is also in privateSubnetIds. Name a subnet with a route to an internet gateway.`,
      ),
    ),
  ];
}

function repeated(path: string, ids: readonly unknown[]): Problem[] {
  const advice = new Set(ids).size < 2 ? "Name a subnet in another zone" : "Remove one";
  return ids.flatMap((subnet, index) =>
    problemIf(
      ids.indexOf(subnet) !== index,
      `${path}[${String(index)}]`,
      `${shown(subnet)} is listed twice. ${advice}.`,
    ),
  );
}

/** What AWS returns for a VPC that exists and for its subnets. */
export interface FoundNetwork {
  readonly vpc: GetVpcResult;
  readonly privateSubnets: readonly GetSubnetResult[];
  readonly publicSubnets: readonly GetSubnetResult[];
}

/** What a VPC that exists lacks for a cluster, and whether the Service network overlaps one of its blocks. */
export function foundNetworkProblems(found: FoundNetwork, serviceCidr: string): Problem[] {
  const { vpc, privateSubnets, publicSubnets } = found;
  const dns = [
    ...(vpc.enableDnsHostnames ? [] : ["DNS hostnames"]),
    ...(vpc.enableDnsSupport ? [] : ["DNS resolution"]),
  ];
  // A VPC can have more than one block.
  const blocks = new Set([vpc.cidrBlock, ...vpc.cidrBlockAssociations.map((association) => association.cidrBlock)]);
  return [
    ...problemIf(dns.length > 0, `${PATH}.vpcId`, `${vpc.id} has ${dns.join(" and ")} turned off. Turn it on.`),
    ...foundSubnetProblems(`${PATH}.privateSubnetIds`, vpc.id, privateSubnets, "internal-elb"),
    ...privateSubnets.flatMap(({ id: subnetId, mapPublicIpOnLaunch }, index) =>
      problemIf(
        mapPublicIpOnLaunch,
        `${PATH}.privateSubnetIds[${String(index)}]`,
        `${subnetId} gives its machines public addresses, so it is not private. Name another subnet.`,
      ),
    ),
    ...(publicSubnets.length === 0 ? [] : foundSubnetProblems(`${PATH}.publicSubnetIds`, vpc.id, publicSubnets, "elb")),
    ...[...blocks].flatMap((block) => checked("aws.serviceCidr", serviceCidr, formats.serviceCidr(block))),
  ];
}

function foundSubnetProblems(
  path: string,
  vpcId: string,
  subnets: readonly GetSubnetResult[],
  role: string,
): Problem[] {
  const tag = `kubernetes.io/role/${role}`;
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  return [
    ...subnets.flatMap((subnet, index) => {
      const at = `${path}[${String(index)}]`;
      const isTagged = ["1", ""].includes(subnet.tags[tag] ?? "-");
      return [
        ...problemIf(subnet.vpcId !== vpcId, at, `${subnet.id} is in ${subnet.vpcId}, not in ${vpcId}.`),
        ...problemIf(
          !isTagged,
          at,
          `${subnet.id} has no tag ${tag} = 1, so load balancers do not find it. Add the tag.`,
        ),
      ];
    }),
    ...problemIf(
      zones.size < 2,
      path,
      `are in ${String(zones.size)} zone, but EKS needs at least two. Add a subnet in another zone.`,
    ),
  ];
}
