import assert from "node:assert/strict";
import type { CloudResource } from "../cloud/resource-type";
import { Desk } from "./desk";

const VPC = "ec2/vpc:Vpc";
const SUBNET = "ec2/subnet:Subnet";
const GATEWAY = "ec2/internetGateway:InternetGateway";
const NAT = "ec2/natGateway:NatGateway";
const TABLE = "ec2/routeTable:RouteTable";
const ROUTE = "ec2/route:Route";
const ASSOCIATION = "ec2/routeTableAssociation:RouteTableAssociation";
const GROUP = "ec2/securityGroup:SecurityGroup";
const RULE = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";

describe("the AWS stand-in refuses in EC2", () => {
  let desk: Desk;
  let vpcId: string;
  let subnet: CloudResource;
  beforeEach(async () => {
    desk = new Desk();
    vpcId = (await desk.make(VPC, { cidrBlock: "10.0.0.0/16" })).id;
    subnet = await desk.make(SUBNET, { vpcId, cidrBlock: "10.0.1.0/24" });
  });

  const refuses = (type: string, inputs: object, message: RegExp) => assert.rejects(desk.make(type, inputs), message);
  const balance = (scheme: "internal" | "internet-facing") =>
    desk.account.loadBalancers.set("web/web", {
      ...{ name: "k8s-web", hostname: "", service: "web/web", cluster: "ml", controller: "cloud-provider" },
      ...{ vpcId, subnetIds: [subnet.id], scheme },
    });
  const natInputs = async () => ({
    allocationId: (await desk.make("ec2/eip:Eip", {})).id,
    subnetId: subnet.id,
  });

  it("a subnet outside its VPC", () =>
    refuses(SUBNET, { vpcId, cidrBlock: "10.1.0.0/24" }, /InvalidSubnet.Range: The CIDR '10.1.0.0\/24' is invalid/));

  it("a subnet that overlaps another", () =>
    refuses(SUBNET, { vpcId, cidrBlock: "10.0.0.0/23" }, /InvalidSubnet.Conflict: The CIDR '10.0.0.0\/23' conflicts/));

  it("a subnet in a zone that does not exist", () =>
    refuses(
      SUBNET,
      { vpcId, cidrBlock: "10.0.2.0/24", availabilityZone: "us-east-1z" },
      /zones: us-east-1a, us-east-1b/,
    ));

  it("a subnet in a VPC that does not exist", () =>
    refuses(
      SUBNET,
      { vpcId: "vpc-0", cidrBlock: "10.0.2.0/24" },
      /InvalidVpcID.NotFound: The vpc ID 'vpc-0' does not/,
    ));

  it("a second internet gateway for a VPC", async () => {
    await desk.make(GATEWAY, { vpcId });
    await refuses(GATEWAY, { vpcId }, /Resource.AlreadyAssociated: resource vpc-\w+ is already attached/);
  });

  it("a NAT gateway without an internet gateway, which then exists and has failed", async () => {
    const message = /waiting for EC2 NAT Gateway \(nat-\w+\) create: unexpected state 'failed'.*no Internet gateway/;
    await refuses(NAT, await natInputs(), message);
    assert.equal(desk.account.resources(`aws:${NAT}`).length, 1);
  });

  it("a NAT gateway with an address that does not exist or is in use", async () => {
    await refuses(NAT, { allocationId: "eipalloc-0", subnetId: subnet.id }, /InvalidAllocationID.NotFound/);
    await desk.make(GATEWAY, { vpcId });
    const inputs = await natInputs();
    await desk.make(NAT, inputs);
    await refuses(NAT, inputs, /InvalidIPAddress.InUse: Address eipalloc-\w+ is already associated/);
  });

  it("a route to a gateway or in a table that does not exist, and a second route to a destination", async () => {
    const gatewayId = (await desk.make(GATEWAY, { vpcId })).id;
    const all = { destinationCidrBlock: "0.0.0.0/0" };
    const inline = { cidrBlock: "0.0.0.0/0", gatewayId };
    const routeTableId = (await desk.make(TABLE, { vpcId, routes: [inline] })).id;
    await refuses(ROUTE, { routeTableId, ...all, natGatewayId: "nat-0" }, /InvalidNatGatewayID.NotFound/);
    await refuses(ROUTE, { routeTableId: "rtb-0", ...all, gatewayId }, /InvalidRouteTableID.NotFound/);
    await refuses(ROUTE, { routeTableId, ...all, gatewayId }, /RouteAlreadyExists: The route identified by 0.0.0.0\/0/);
    await refuses(TABLE, { vpcId, routes: [{ ...inline, gatewayId: "igw-0" }] }, /InvalidGatewayID.NotFound/);
  });

  it("a second route table for a subnet, and the deletion of a route table in use", async () => {
    const table = await desk.make(TABLE, { vpcId });
    const association = await desk.make(ASSOCIATION, { routeTableId: table.id, subnetId: subnet.id });
    await refuses(ASSOCIATION, { routeTableId: table.id, subnetId: subnet.id }, /Resource.AlreadyAssociated/);
    await assert.rejects(desk.remove(table), /DependencyViolation: The routeTable 'rtb-\w+' has dependencies/);
    await desk.remove(association);
    await desk.remove(table);
  });

  it("an endpoint of another region, or in a route table that does not exist", async () => {
    const endpoint = "ec2/vpcEndpoint:VpcEndpoint";
    await refuses(endpoint, { vpcId, serviceName: "com.amazonaws.eu-west-1.s3" }, /InvalidServiceName/);
    const inputs = { vpcId, serviceName: "com.amazonaws.us-east-1.s3", routeTableIds: ["rtb-0"] };
    await refuses(endpoint, inputs, /InvalidRouteTableId.NotFound/);
  });

  it("two security groups with one name in a VPC", async () => {
    await desk.make(GROUP, { vpcId, name: "same" });
    await refuses(GROUP, { vpcId, name: "same" }, /InvalidGroup.Duplicate: The security group 'same' already exists/);
  });

  it("a rule of a security group that does not exist, and the same rule twice", async () => {
    const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "10.8.0.0/16" };
    await refuses(RULE, { ...https, securityGroupId: "sg-0" }, /InvalidGroup.NotFound: The security group 'sg-0' does/);
    const securityGroupId = (await desk.make(GROUP, { vpcId, name: "api" })).id;
    await desk.make(RULE, { ...https, securityGroupId });
    await refuses(RULE, { ...https, securityGroupId }, /InvalidPermission.Duplicate: .*"peer: 10.8.0.0\/16" already/);
    await desk.make(RULE, { ...https, securityGroupId, cidrIpv4: "10.9.0.0/16" });
  });

  it("the deletion of a subnet with a load balancer in it", async () => {
    balance("internal");
    await assert.rejects(desk.remove(subnet), /deleting EC2 Subnet \(subnet-\w+\): DependencyViolation: The subnet/);
    desk.account.loadBalancers.clear();
    await desk.remove(subnet);
  });

  it("the deletion of a subnet with a NAT gateway in it, and of the gateway's address", async () => {
    await desk.make(GATEWAY, { vpcId });
    const inputs = await natInputs();
    await desk.make(NAT, inputs);
    await assert.rejects(desk.remove(subnet), /DependencyViolation/);
    const [address] = desk.account.resources("aws:ec2/eip:Eip");
    assert.ok(address);
    await assert.rejects(desk.remove(address), /InvalidIPAddress.InUse: Address eipalloc-\w+ is in use by nat-/);
  });

  it("the deletion of the internet gateway under public addresses", async () => {
    const gateway = await desk.make(GATEWAY, { vpcId });
    balance("internet-facing");
    await assert.rejects(desk.remove(gateway), /DependencyViolation: Network vpc-\w+ has some mapped public address/);
    balance("internal");
    await desk.remove(gateway);
  });

  it("the deletion of a VPC that is not empty", async () => {
    const vpc = desk.account.find(`aws:${VPC}`, vpcId);
    assert.ok(vpc);
    const message = /DependencyViolation: The vpc 'vpc-\w+' has dependencies and cannot be deleted/;
    await assert.rejects(desk.remove(vpc), message);
    await desk.remove(subnet);
    for (const type of [GATEWAY, TABLE, GROUP]) {
      const inside = await desk.make(type, { vpcId });
      await assert.rejects(desk.remove(vpc), message);
      await desk.remove(inside);
    }
    balance("internal");
    await assert.rejects(desk.remove(vpc), message);
    desk.account.loadBalancers.clear();
    await desk.remove(vpc);
  });

  it("nothing while something is being deleted, but waits for it", async () => {
    balance("internal");
    setTimeout(() => desk.account.loadBalancers.clear(), 5);
    await desk.remove(subnet);
    assert.equal(desk.account.find(`aws:${SUBNET}`, subnet.id), undefined);
  });
});
