import { type Properties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { contains, overlap, parseCidr } from "../../cloud/cidr";
import { flagAt, listAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { neededSubnet } from "../ec2/subnet";

/** The provider asks for the first address of a range (terraform-provider-aws, verify.ValidCIDRNetworkAddress). */
export function publicRangeRule(value: string): string | undefined {
  return parseCidr(value) ? undefined : `${JSON.stringify(value)} is not a valid CIDR block`;
}

/** terraform-provider-aws, cluster.go: /12 to /24 inside of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16. */
export function serviceRangeRule(value: string): string | undefined {
  const range = parseCidr(value);
  if (!range || range.prefix < 12 || range.prefix > 24) {
    return `expected to contain a network Value with between 12 and 24 significant bits, got: ${value}`;
  }
  return isPrivate(value) ? undefined : `must be within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, got ${value}`;
}

const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

function isPrivate(value: string): boolean {
  const range = parseCidr(value);
  return PRIVATE.map(parseCidr).some((outer) => range && outer && contains(outer, range));
}

const invalid = (reason: string) => new ApiError("InvalidParameterException", reason);

/** The VPC in which a cluster's subnets lie. */
export function vpcOf(cloud: AwsCloud, inputs: Properties): string {
  const [first = ""] = listAt(inputs.vpcConfig, "subnetIds");
  return textAt(cloud.find("aws:ec2/subnet:Subnet", first)?.inputs, "vpcId");
}

/** Refuses where EKS cannot put a control plane (EKS User Guide, "View Amazon EKS networking requirements"). */
export function checkVpcConfig(cloud: AwsCloud, name: string, inputs: Properties, olds?: Properties): void {
  const wanted = objectAt(inputs, "vpcConfig");
  const subnets = listAt(wanted, "subnetIds").map((id) => neededSubnet(cloud, id));
  const networks = new Set(subnets.map((subnet) => textAt(subnet.inputs, "vpcId")));
  if (networks.size > 1) throw invalid("Subnets specified must be in the same VPC");
  const zones = zonesOf(subnets.map((subnet) => subnet.inputs));
  if (zones.size < 2) throw invalid("Subnets specified must be in at least two different AZs");
  const [wrong] = [...zones].filter((zone) => WITHOUT_EKS.includes(cloud.zoneId(zone)));
  if (wrong !== undefined) {
    const reason = `Cannot create cluster '${name}' because EKS does not support creating control plane instances in ${wrong}, the targeted availability zone.`;
    throw new ApiError("UnsupportedAvailabilityZoneException", reason);
  }
  checkEndpoints(cloud, wanted, [...networks][0] ?? "");
  if (olds) checkSameZones(cloud, olds, zones);
}

/** EKS User Guide, "View Amazon EKS networking requirements for VPC and subnets". */
const WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

const zonesOf = (subnets: Properties[]) => new Set(subnets.map((inputs) => textAt(inputs, "availabilityZone")));

function checkSameZones(cloud: AwsCloud, olds: Properties, zones: Set<string>): void {
  const subnets = listAt(olds.vpcConfig, "subnetIds").map(
    (id) => cloud.find("aws:ec2/subnet:Subnet", id)?.inputs ?? {},
  );
  const before = zonesOf(subnets);
  if (before.size === 0 || (zones.size === before.size && [...zones].every((zone) => before.has(zone)))) return;
  // "Networking requirements" as above, and what EKS answers in aws/containers-roadmap#2258.
  const listed = (set: Set<string>) => [...set].sort().join(",");
  throw invalid(
    `Provided subnets belong to the AZs '${listed(zones)}'. But they should belong to the exact set of AZs '${listed(before)}' in which subnets were provided during cluster creation.`,
  );
}

function checkEndpoints(cloud: AwsCloud, wanted: Properties, vpcId: string): void {
  const [isPublic, isInside] = [flagAt(wanted, "endpointPublicAccess"), flagAt(wanted, "endpointPrivateAccess")];
  if (!isPublic && !isInside) throw invalid("Private and public endpoint access cannot be false");
  const cidrs = listAt(wanted, "publicAccessCidrs");
  if (cidrs.length > 40) throw invalid("publicAccessCidrs may hold at most 40 CIDR blocks"); // EKS service quotas
  const reserved = cidrs.filter((cidr) => PRIVATE.some((range) => touch(cidr, range)) && !cidr.endsWith("/0"));
  if (reserved.length > 0) {
    throw invalid(`The following CIDRs are not allowed in publicAccessCidrs: [${reserved.join(", ")}]`);
  }
  const network = cloud.find("aws:ec2/vpc:Vpc", vpcId)?.inputs;
  if (isInside && !(flagAt(network, "enableDnsHostnames") && flagAt(network, "enableDnsSupport"))) {
    throw invalid("Private endpoint access needs enableDnsHostnames and enableDnsSupport on the VPC");
  }
}

function touch(one: string, other: string): boolean {
  const [range, outer] = [parseCidr(one), parseCidr(other)];
  return range !== undefined && outer !== undefined && overlap(range, outer);
}
