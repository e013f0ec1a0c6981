import type { GetSubnetResult, GetVpcResult } from "@pulumi/aws/ec2";
import { checked } from "../../../shared/checks";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { counted } from "../../../shared/shown";
import type { AwsSpec } from "../spec";
import * as cidrs from "./cidrs";
import { REGION } from "./formats";
import { inBothLists, repeatedSubnets } from "./network";

const PATH = "aws.existingNetwork";

/** What AWS returns for a VPC that exists and for its subnets. */
export interface FoundNetwork {
  readonly vpc: GetVpcResult;
  readonly privateSubnets: readonly GetSubnetResult[];
  /** Undefined if the caller wrote none. */
  readonly publicSubnets?: readonly GetSubnetResult[];
  /** Subnets for pods only; undefined if the caller wrote none. */
  readonly podSubnets?: readonly GetSubnetResult[];
}

/** What a VPC that exists lacks for a cluster, and whether the Service network overlaps one of its blocks. */
export function foundNetworkProblems(found: FoundNetwork, aws: AwsSpec): Problem[] {
  const { vpc, privateSubnets, publicSubnets } = found;
  const dns = [
    ...(vpc.enableDnsHostnames ? [] : ["DNS hostnames"]),
    ...(vpc.enableDnsSupport ? [] : ["DNS resolution"]),
  ];
  // A VPC can have more than one block.
  const blocks = new Set([vpc.cidrBlock, ...vpc.cidrBlockAssociations.map((association) => association.cidrBlock)]);
  return [
    ...problemIf(dns.length > 0, `${PATH}.vpcId`, `${vpc.id} has ${dns.join(" and ")} turned off. Turn it on.`),
    ...clusterSubnetProblems(`${PATH}.privateSubnetIds`, vpc.id, privateSubnets),
    ...privateSubnets.flatMap(({ id: subnetId, mapPublicIpOnLaunch }, index) =>
      problemIf(
        mapPublicIpOnLaunch,
        `${PATH}.privateSubnetIds[${String(index)}]`,
        `${subnetId} gives its machines public addresses, so it is not private. Name another subnet.`,
      ),
    ),
    ...(publicSubnets === undefined ? [] : clusterSubnetProblems(`${PATH}.publicSubnetIds`, vpc.id, publicSubnets)),
    ...inBothLists(idsOf(privateSubnets), idsOf(publicSubnets ?? [])),
    ...podSubnetProblems(found),
    ...[...blocks].flatMap((block) => checked("aws.serviceCidr", aws.serviceCidr, cidrs.serviceCidr(block))),
    // The controller of Auto Mode finds subnets by their tags only (EKS User Guide, "Tag subnets for EKS Auto Mode", of 2026-11).
    ...(aws.isAutoMode
      ? missingTags(found).map(({ path, subnet, tag }) => ({ path, reason: noTag(subnet, tag) }))
      : []),
  ];
}

const idsOf = (subnets: readonly GetSubnetResult[]): string[] => subnets.map(({ id }) => id);

/** What is wrong with subnets that the control plane uses. */
function clusterSubnetProblems(path: string, vpcId: string, subnets: readonly GetSubnetResult[]): Problem[] {
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
  return [
    ...repeatedSubnets(path, idsOf(subnets)),
    ...subnets.flatMap((subnet, index) => {
      const at = `${path}[${String(index)}]`;
      return [...ofAnotherVpc(at, vpcId, subnet), ...zoneProblems(at, subnet)];
    }),
    ...problemIf(
      zones.size < 2,
      path,
      `are in ${counted(zones.size, "zone")}, but EKS needs at least two. Add a subnet in another zone.`,
    ),
  ];
}

const ofAnotherVpc = (at: string, vpcId: string, subnet: GetSubnetResult): Problem[] =>
  problemIf(subnet.vpcId !== vpcId, at, `${subnet.id} is in ${subnet.vpcId}, not in ${vpcId}.`);

/** Ids of zones where EKS runs no control planes (EKS User Guide, "Networking requirements"). Zone names differ by account. */
export const ZONES_WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

/** An ordinary zone. The names of Local and Wavelength zones also contain a location. */
const ORDINARY_ZONE = new RegExp(`^${REGION}[a-z]$`);

function zoneProblems(
  at: string,
  { id, availabilityZone, availabilityZoneId, ipv6Native }: GetSubnetResult,
): Problem[] {
  const zone = ZONES_WITHOUT_EKS.includes(availabilityZoneId) ? availabilityZoneId : availabilityZone;
  return [
    ...problemIf(
      zone !== availabilityZone || !ORDINARY_ZONE.test(zone),
      at,
      `${id} is in ${zone}, where EKS runs no control planes. Name a subnet in another zone.`,
    ),
    ...problemIf(ipv6Native, at, `${id} has no IPv4 addresses, but the cluster has IPv4 only. Name another subnet.`),
  ];
}

/** Pods of a node take addresses from the subnet for pods in the zone of the node. */
function podSubnetProblems({ vpc, privateSubnets, podSubnets }: FoundNetwork): Problem[] {
  if (podSubnets === undefined) return [];
  const path = "aws.vpcCni.podSubnetIds";
  const zones = podSubnets.map(({ availabilityZone }) => availabilityZone);
  const missing = new Set(
    privateSubnets.map(({ availabilityZone }) => availabilityZone).filter((zone) => !zones.includes(zone)),
  );
  return [
    ...podSubnets.flatMap((subnet, index) => [
      ...ofAnotherVpc(`${path}[${String(index)}]`, vpc.id, subnet),
      ...problemIf(
        zones.indexOf(subnet.availabilityZone) !== index,
        `${path}[${String(index)}]`,
        `${subnet.id} is the second subnet in ${subnet.availabilityZone}. Name one subnet in each zone.`,
      ),
    ]),
    ...problemIf(
      missing.size > 0,
      path,
      `have none in ${[...missing].join(", ")}, where nodes run. Name a subnet in each zone of privateSubnetIds.`,
    ),
  ];
}

interface MissingTag {
  readonly path: string;
  readonly subnet: GetSubnetResult;
  readonly tag: string;
}

const missingTags = ({ privateSubnets, publicSubnets = [] }: FoundNetwork): MissingTag[] => [
  ...untagged("privateSubnetIds", privateSubnets, "kubernetes.io/role/internal-elb"),
  ...untagged("publicSubnetIds", publicSubnets, "kubernetes.io/role/elb"),
];

const untagged = (input: string, subnets: readonly GetSubnetResult[], tag: string): MissingTag[] =>
  subnets.flatMap((subnet, index) =>
    ["1", ""].includes(subnet.tags[tag] ?? "-") ? [] : [{ path: `${PATH}.${input}[${String(index)}]`, subnet, tag }],
  );

const noTag = ({ id }: GetSubnetResult, tag: string): string =>
  `${id} has no tag ${tag} = 1, so load balancers do not find it. Add the tag.`;

/**
 * Subnets that load balancers may not use. Where no subnet has the tag, the load-balancer controller chooses subnets by their
 * routes ("Subnet Discovery" in its documentation, of 2026-11; since 2.12), so that they are no error.
 */
export const missingTagWarnings = (found: FoundNetwork, { isAutoMode }: AwsSpec): string[] =>
  isAutoMode
    ? []
    : missingTags(found).map(
        ({ path, subnet, tag }) =>
          `${path}: ${subnet.id} has no tag ${tag} = 1. The load-balancer controller uses it only if no other subnet has the tag. Add the tag.`,
      );
