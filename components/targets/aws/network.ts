import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { EVERYWHERE } from "../../shared/checks";
import { InvalidArgs } from "../../shared/invalid-args";
import { AwsNat } from "./args";
import type { NetworkSpec } from "./network-spec";
import type { AwsContext } from "./context";
import { splitSubnets } from "./subnets";

/** A subnet and the zone it is in. */
export interface Subnet {
  readonly id: pulumi.Output<string>;
  readonly zone: pulumi.Output<string>;
}

/** The VPC that a cluster is in. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnets: readonly Subnet[];
  readonly publicSubnets: readonly Subnet[];
  /** What has to be there before the first node, and to outlive the last load balancer. */
  readonly lasting: readonly pulumi.CustomResource[];
}

/** What subnets are made with. */
interface Layout {
  readonly name: string;
  readonly spec: NetworkSpec;
  readonly context: AwsContext;
  readonly vpc: ec2.Vpc;
  readonly zones: readonly pulumi.Output<string>[];
}

/** Makes a VPC with a private and a public subnet in each zone. */
export function createNetwork(
  name: string,
  spec: NetworkSpec,
  clusterName: pulumi.Input<string>,
  context: AwsContext,
): Network {
  const { opts, tagged } = context;
  const dns = { enableDnsHostnames: true, enableDnsSupport: true };
  const vpc = new ec2.Vpc(`${name}-vpc`, { cidrBlock: spec.cidr, ...dns, tags: tagged(`${name}-vpc`) }, opts);
  const layout: Layout = { name, spec, context, vpc, zones: zonesOf(name, spec, context) };
  const blocks = splitSubnets(spec.cidr, spec.zones);
  const privateSubnets = createSubnets(layout, "private", blocks.private, "internal-elb", clusterName);
  const publicSubnets = createSubnets(layout, "public", blocks.public, "elb", clusterName);
  const gateway = new ec2.InternetGateway(`${name}-igw`, { vpcId: vpc.id, tags: tagged(`${name}-igw`) }, opts);
  const outside = publicRoutes(layout, gateway, publicSubnets);
  const inside = privateRoutes(layout, natGateways(layout, outside, publicSubnets), privateSubnets);
  return { vpcId: vpc.id, privateSubnets, publicSubnets, lasting: [gateway, ...outside, ...inside] };
}

/** In these EKS has no control planes (EKS User Guide, "Networking requirements"). Their names differ by account. */
const WITHOUT_EKS = ["use1-az3", "usw1-az2", "cac1-az3"];

/**
 * Zones that every account may use; local ones are opted into. One that is impaired counts all the same: without it the
 * others would move up, and subnets with them.
 */
function zonesOf(name: string, { zones }: NetworkSpec, { opts, region }: AwsContext): pulumi.Output<string>[] {
  const filters = [{ name: "opt-in-status", values: ["opt-in-not-required"] }];
  const available = getAvailabilityZonesOutput({ filters, excludeZoneIds: WITHOUT_EKS }, opts);
  const named = pulumi.all([available, region]).apply(([{ names }, where]) => {
    if (names.length >= zones) return names;
    const reason = `${String(zones)} were asked for, and ${where} has ${String(names.length)}. Lower it.`;
    throw new InvalidArgs(`MlCluster "${name}"`, [{ path: "aws.network.zones", reason }]);
  });
  return Array.from({ length: zones }, (_, index) => named.apply((names) => names[index] ?? ""));
}

function createSubnets(
  { name, vpc, zones, context }: Layout,
  kind: "private" | "public",
  blocks: readonly string[],
  role: "elb" | "internal-elb",
  clusterName: pulumi.Input<string>,
): Subnet[] {
  return blocks.map((cidrBlock, index) => {
    const own = `${name}-${kind}-${String(index + 1)}`;
    const zone = zones[index] ?? pulumi.output("");
    // The load-balancer controllers look for the first tag, and older ones for the second too.
    const tags = pulumi.output(clusterName).apply((cluster) => ({
      ...context.tagged(own),
      [`kubernetes.io/role/${role}`]: "1",
      [`kubernetes.io/cluster/${cluster}`]: "shared",
    }));
    const where = { vpcId: vpc.id, cidrBlock, availabilityZone: zone, mapPublicIpOnLaunch: false };
    return { id: new ec2.Subnet(own, { ...where, tags }, context.opts).id, zone };
  });
}

function publicRoutes(
  { name, vpc, context: { opts, tagged } }: Layout,
  gateway: ec2.InternetGateway,
  subnets: readonly Subnet[],
): pulumi.CustomResource[] {
  const own = `${name}-public`;
  const table = new ec2.RouteTable(own, { vpcId: vpc.id, tags: tagged(own) }, opts);
  const out = { routeTableId: table.id, destinationCidrBlock: EVERYWHERE, gatewayId: gateway.id };
  const route = new ec2.Route(own, out, opts);
  return [route, ...associations(own, subnets, () => table, opts)];
}

function natGateways(
  { name, spec, context: { opts, tagged } }: Layout,
  outside: readonly pulumi.CustomResource[],
  subnets: readonly Subnet[],
): ec2.NatGateway[] {
  const homes = spec.nat === AwsNat.PerZone ? subnets : subnets.slice(0, 1);
  return homes.map(({ id: subnetId }, index) => {
    const own = `${name}-nat-${String(index + 1)}`;
    const address = new ec2.Eip(own, { domain: "vpc", tags: tagged(own) }, { ...opts, dependsOn: [...outside] });
    const args = { allocationId: address.id, subnetId, tags: tagged(own) };
    return new ec2.NatGateway(own, args, { ...opts, dependsOn: [...outside] });
  });
}

function privateRoutes(
  { name, vpc, context: { opts, tagged, region } }: Layout,
  gateways: readonly ec2.NatGateway[],
  subnets: readonly Subnet[],
): pulumi.CustomResource[] {
  // A table for each zone also where all lead to one gateway, so that one more gateway changes routes and no subnet.
  const tables = subnets.map((_, index) => {
    const own = `${name}-private-${String(index + 1)}`;
    return new ec2.RouteTable(own, { vpcId: vpc.id, tags: tagged(own) }, opts);
  });
  const routes = tables.map((table, index) => {
    const gateway = gateways[index] ?? gateways[0];
    const out = { routeTableId: table.id, destinationCidrBlock: EVERYWHERE, natGatewayId: gateway?.id };
    return new ec2.Route(`${name}-private-${String(index + 1)}`, out, opts);
  });
  // What goes to S3 would otherwise pay the NAT gateway by the gigabyte.
  const endpoint = new ec2.VpcEndpoint(
    `${name}-s3`,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: pulumi.interpolate`com.amazonaws.${region}.s3`,
      routeTableIds: tables.map(({ id }) => id),
      tags: tagged(`${name}-s3`),
    },
    opts,
  );
  return [...routes, endpoint, ...associations(`${name}-private`, subnets, (index) => tables[index], opts)];
}

const associations = (
  name: string,
  subnets: readonly Subnet[],
  table: (index: number) => ec2.RouteTable | undefined,
  opts: AwsContext["opts"],
): pulumi.CustomResource[] =>
  subnets.map(({ id: subnetId }, index) => {
    const routeTableId = table(index)?.id ?? "";
    return new ec2.RouteTableAssociation(`${name}-${String(index + 1)}`, { subnetId, routeTableId }, opts);
  });
