import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import * as ec2 from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { EVERYWHERE } from "../../shared/checks";
import { problemIf } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { AwsNat } from "./args";
import type { AwsContext } from "./context";
import { ZONES_WITHOUT_EKS } from "./problems/found-network";
import type { NetworkSpec } from "./spec";
import { splitPodBlock, splitSubnets } from "./subnet-cidrs";
import { listedSubnets, type Subnet, type Subnets } from "./subnets";

/** The VPC of a cluster. */
export interface Network {
  readonly vpcId: pulumi.Output<string>;
  readonly privateSubnets: Subnets;
  readonly publicSubnets: Subnets;
  /** Subnets for pods only, one in each zone; undefined if pods take addresses of the private subnets. */
  readonly podSubnets?: Subnets;
  /**
   * Gateways, routes and the S3 endpoint. They must exist before the first node, and until the last load balancer and node are
   * deleted.
   */
  readonly connectivity: readonly pulumi.CustomResource[];
}

/** What subnets and routes are created from. */
interface Layout {
  readonly name: string;
  readonly spec: NetworkSpec;
  readonly context: AwsContext;
  readonly vpc: ec2.Vpc;
  readonly zones: readonly pulumi.Output<string>[];
}

/** Creates a VPC with a private and a public subnet in each zone. */
export function createNetwork(
  name: string,
  spec: NetworkSpec,
  clusterName: pulumi.Input<string>,
  context: AwsContext,
  podCidr?: string,
): Network {
  const { opts, tagged } = context;
  const dns = { enableDnsHostnames: true, enableDnsSupport: true };
  const vpc = new ec2.Vpc(`${name}-vpc`, { cidrBlock: spec.cidr, ...dns, tags: tagged(`${name}-vpc`) }, opts);
  const layout: Layout = { name, spec, context, vpc, zones: zonesOf(name, spec, context) };
  const blocks = splitSubnets(spec.cidr, spec.zones);
  const privateSubnets = createSubnets(layout, "private", blocks.private, "internal-elb", clusterName);
  const publicSubnets = createSubnets(layout, "public", blocks.public, "elb", clusterName);
  const gateway = new ec2.InternetGateway(`${name}-igw`, { vpcId: vpc.id, tags: tagged(`${name}-igw`) }, opts);
  const publicRouting = publicRoutes(layout, gateway, publicSubnets);
  const { tables, routing } = privateRoutes(layout, natGateways(layout, publicRouting, publicSubnets), privateSubnets);
  const pods = podCidr === undefined ? undefined : createPodSubnets(layout, podCidr, tables);
  const connectivity = [gateway, ...publicRouting, ...routing, ...(pods?.routing ?? [])];
  return {
    vpcId: vpc.id,
    privateSubnets: listedSubnets(privateSubnets),
    publicSubnets: listedSubnets(publicSubnets),
    podSubnets: pods && listedSubnets(pods.subnets),
    connectivity,
  };
}

/** A second block of the VPC with a subnet for pods in each zone, on the routes of the private subnets. */
function createPodSubnets(
  { name, vpc, zones, context: { opts, tagged } }: Layout,
  podCidr: string,
  tables: readonly ec2.RouteTable[],
): { subnets: Subnet[]; routing: pulumi.CustomResource[] } {
  const block = new ec2.VpcIpv4CidrBlockAssociation(`${name}-pods`, { vpcId: vpc.id, cidrBlock: podCidr }, opts);
  const subnets = splitPodBlock(podCidr, zones.length).map((cidrBlock, index) => {
    const subnetName = `${name}-pods-${String(index + 1)}`;
    const zone = zones[index] ?? pulumi.output("");
    const args = { vpcId: block.vpcId, cidrBlock, availabilityZone: zone, tags: tagged(subnetName) };
    return { id: new ec2.Subnet(subnetName, args, opts).id, zone };
  });
  return { subnets, routing: associations(`${name}-pods`, subnets, (index) => tables[index], opts) };
}

/**
 * The zones of the subnets. Local zones need an opt-in and are left out. An impaired zone is kept: without it the other zones
 * would move up in the list, and their subnets would be replaced.
 */
function zonesOf(name: string, { zones }: NetworkSpec, { opts, region }: AwsContext): pulumi.Output<string>[] {
  const filters = [{ name: "opt-in-status", values: ["opt-in-not-required"] }];
  const available = getAvailabilityZonesOutput({ filters, excludeZoneIds: ZONES_WITHOUT_EKS }, opts);
  const checkedNames = pulumi.all([available, region]).apply(async ([{ names }, regionName]) => {
    const reason = `${String(zones)} zones are too many: ${regionName} has ${String(names.length)}. Write a lower number.`;
    await refuseLate(`MlCluster "${name}"`, problemIf(names.length < zones, "aws.network.zones", reason));
    return names;
  });
  return Array.from({ length: zones }, (_, index) => checkedNames.apply((names) => names[index] ?? ""));
}

function createSubnets(
  { name, vpc, zones, context }: Layout,
  kind: "private" | "public",
  blocks: readonly string[],
  role: "elb" | "internal-elb",
  clusterName: pulumi.Input<string>,
): Subnet[] {
  return blocks.map((cidrBlock, index) => {
    const subnetName = `${name}-${kind}-${String(index + 1)}`;
    const zone = zones[index] ?? pulumi.output("");
    // Load-balancer controllers find subnets by the first tag; older controllers also need the second.
    const tags = pulumi.output(clusterName).apply((cluster) => ({
      ...context.tagged(subnetName),
      [`kubernetes.io/role/${role}`]: "1",
      [`kubernetes.io/cluster/${cluster}`]: "shared",
    }));
    const args = { vpcId: vpc.id, cidrBlock, availabilityZone: zone, mapPublicIpOnLaunch: false, tags };
    return { id: new ec2.Subnet(subnetName, args, context.opts).id, zone };
  });
}

function publicRoutes(
  { name, vpc, context: { opts, tagged } }: Layout,
  gateway: ec2.InternetGateway,
  subnets: readonly Subnet[],
): pulumi.CustomResource[] {
  const tableName = `${name}-public`;
  const table = new ec2.RouteTable(tableName, { vpcId: vpc.id, tags: tagged(tableName) }, opts);
  const toInternet = { routeTableId: table.id, destinationCidrBlock: EVERYWHERE, gatewayId: gateway.id };
  const route = new ec2.Route(tableName, toInternet, opts);
  return [route, ...associations(tableName, subnets, () => table, opts)];
}

function natGateways(
  { name, spec, context: { opts, tagged } }: Layout,
  publicRouting: readonly pulumi.CustomResource[],
  subnets: readonly Subnet[],
): ec2.NatGateway[] {
  const chosen = spec.nat === AwsNat.PerZone ? subnets : subnets.slice(0, 1);
  // Both need the route to the internet gateway while they exist.
  const natOpts = { ...opts, dependsOn: [...publicRouting] };
  return chosen.map(({ id: subnetId }, index) => {
    const natName = `${name}-nat-${String(index + 1)}`;
    const address = new ec2.Eip(natName, { domain: "vpc", tags: tagged(natName) }, natOpts);
    return new ec2.NatGateway(natName, { allocationId: address.id, subnetId, tags: tagged(natName) }, natOpts);
  });
}

function privateRoutes(
  { name, vpc, context: { opts, tagged, region } }: Layout,
  gateways: readonly ec2.NatGateway[],
  subnets: readonly Subnet[],
): { tables: ec2.RouteTable[]; routing: pulumi.CustomResource[] } {
  // One table per zone, even with a single NAT gateway, so that adding a gateway changes routes only.
  const tables = subnets.map((_, index) => {
    const tableName = `${name}-private-${String(index + 1)}`;
    return new ec2.RouteTable(tableName, { vpcId: vpc.id, tags: tagged(tableName) }, opts);
  });
  const routes = tables.map((table, index) => {
    const gateway = gateways[index] ?? gateways[0];
    const toInternet = { routeTableId: table.id, destinationCidrBlock: EVERYWHERE, natGatewayId: gateway?.id };
    return new ec2.Route(`${name}-private-${String(index + 1)}`, toInternet, opts);
  });
  // Without it, traffic to S3 goes through the NAT gateway, which charges per gigabyte.
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
  const routing = [...routes, endpoint, ...associations(`${name}-private`, subnets, (index) => tables[index], opts)];
  return { tables, routing };
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
