import assert from "node:assert/strict";
import { AwsNat } from "../../../../../components";
import type { Deployed } from "../../../../helpers/deploy";
import { eks } from "../eks";

const inputs = (graph: Deployed, type: string, name: string) => graph.byName(`aws:ec2/${type}`, name).inputs.values;

describe("the network of a cluster on AWS", () => {
  let graph: Deployed;
  before(async () => (graph = await eks({ aws: { network: { cidr: "10.8.0.0/20", zones: 2 } } })));

  it("is a VPC with DNS, which EKS requires", () => {
    assert.deepEqual(inputs(graph, "vpc:Vpc", "ml-vpc"), {
      cidrBlock: "10.8.0.0/20",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: "ml-vpc" },
    });
  });

  it("uses zones that need no opt-in and have EKS", () => {
    const asked = graph.calls.find(({ token }) => token === "aws:index/getAvailabilityZones:getAvailabilityZones");
    assert.deepEqual(asked?.args.values, {
      excludeZoneIds: ["use1-az3", "usw1-az2", "cac1-az3"],
      filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    });
  });

  const subnets: [name: string, zone: string, cidrBlock: string, role: string][] = [
    ["private-1", "us-east-1a", "10.8.0.0/23", "internal-elb"],
    ["private-2", "us-east-1b", "10.8.2.0/23", "internal-elb"],
    ["public-1", "us-east-1a", "10.8.6.0/24", "elb"],
    ["public-2", "us-east-1b", "10.8.7.0/24", "elb"],
  ];
  for (const [name, availabilityZone, cidrBlock, role] of subnets) {
    it(`has the subnet ${name} with the tags for load balancers and without public addresses`, () => {
      assert.deepEqual(inputs(graph, "subnet:Subnet", `ml-${name}`), {
        vpcId: "ml-vpc-id",
        availabilityZone,
        cidrBlock,
        mapPublicIpOnLaunch: false,
        tags: {
          Name: `ml-${name}`,
          [`kubernetes.io/role/${role}`]: "1",
          "kubernetes.io/cluster/ml-x7k2p9": "shared",
        },
      });
    });
  }

  it("has a route from public subnets to the internet gateway", () => {
    assert.deepEqual(inputs(graph, "internetGateway:InternetGateway", "ml-igw"), {
      vpcId: "ml-vpc-id",
      tags: { Name: "ml-igw" },
    });
    assert.deepEqual(inputs(graph, "route:Route", "ml-public"), {
      routeTableId: "ml-public-id",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "ml-igw-id",
    });
    for (const zone of ["1", "2"]) {
      const own = inputs(graph, "routeTableAssociation:RouteTableAssociation", `ml-public-${zone}`);
      assert.deepEqual(own, { subnetId: `ml-public-${zone}-id`, routeTableId: "ml-public-id" });
    }
  });

  it("has a route table for each private subnet, with a route to one NAT gateway", () => {
    assert.deepEqual(inputs(graph, "eip:Eip", "ml-nat-1"), { domain: "vpc", tags: { Name: "ml-nat-1" } });
    assert.deepEqual(inputs(graph, "natGateway:NatGateway", "ml-nat-1"), {
      allocationId: "ml-nat-1-id",
      subnetId: "ml-public-1-id",
      tags: { Name: "ml-nat-1" },
    });
    for (const zone of ["1", "2"]) {
      const table = `ml-private-${zone}`;
      assert.deepEqual(inputs(graph, "routeTable:RouteTable", table), { vpcId: "ml-vpc-id", tags: { Name: table } });
      assert.deepEqual(inputs(graph, "route:Route", table), {
        routeTableId: `${table}-id`,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: "ml-nat-1-id",
      });
      assert.deepEqual(inputs(graph, "routeTableAssociation:RouteTableAssociation", table), {
        subnetId: `${table}-id`,
        routeTableId: `${table}-id`,
      });
    }
  });

  it("has a gateway endpoint for S3", () => {
    assert.deepEqual(inputs(graph, "vpcEndpoint:VpcEndpoint", "ml-s3"), {
      vpcId: "ml-vpc-id",
      vpcEndpointType: "Gateway",
      serviceName: "com.amazonaws.us-east-1.s3",
      routeTableIds: ["ml-private-1-id", "ml-private-2-id"],
      tags: { Name: "ml-s3" },
    });
  });

  it("with AwsNat.PerZone has a NAT gateway in each zone, which only that zone uses", async () => {
    const own = await eks({ aws: { network: { zones: 2, nat: AwsNat.PerZone } } });
    for (const zone of ["1", "2"]) {
      const { subnetId, allocationId } = inputs(own, "natGateway:NatGateway", `ml-nat-${zone}`);
      assert.deepEqual([subnetId, allocationId], [`ml-public-${zone}-id`, `ml-nat-${zone}-id`]);
      assert.equal(inputs(own, "route:Route", `ml-private-${zone}`)["natGatewayId"], `ml-nat-${zone}-id`);
    }
  });
});
