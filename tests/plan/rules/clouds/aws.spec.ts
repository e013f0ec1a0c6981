import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { deploy } from "../../../helpers/deploy";
import { plainDisks } from "../encrypted-disks";
import { cloud } from "./aws";

type Inputs = Record<string, unknown>;

class Resource extends pulumi.CustomResource {}
const resource = (type: string, name: string, inputs: Inputs = {}) => new Resource(type, name, inputs);

/** Names instead of URNs. */
const namesOf = (urns: readonly string[]): string[] => urns.map((urn) => urn.split("::").pop() ?? "").sort();

describe("the rule for encrypted disks on AWS", () => {
  const encrypted = { ebs: { encrypted: "true" } };
  const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
  const disks: readonly [what: string, type: string, inputs: Inputs, isPlain: boolean][] = [
    ["a launch template without disks", TEMPLATE, {}, true],
    ["a launch template with one plain disk", TEMPLATE, { blockDeviceMappings: [encrypted, { ebs: {} }] }, true],
    ["a launch template with encrypted disks", TEMPLATE, { blockDeviceMappings: [encrypted] }, false],
    ["a node group without a launch template", "aws:eks/nodeGroup:NodeGroup", {}, true],
    ["a node group with a launch template", "aws:eks/nodeGroup:NodeGroup", { launchTemplate: { id: "lt" } }, false],
    ["a plain volume", "aws:ebs/volume:Volume", {}, true],
    ["an encrypted volume", "aws:ebs/volume:Volume", { encrypted: true }, false],
    ["a plain file system", "aws:efs/fileSystem:FileSystem", {}, true],
    ["a resource that is not a disk", "aws:ec2/vpc:Vpc", {}, false],
  ];
  for (const [what, type, inputs, isPlain] of disks) {
    it(`${isPlain ? "finds" : "accepts"} ${what}`, async () => {
      const graph = await deploy(() => resource(type, "it", inputs));
      assert.deepEqual(namesOf(plainDisks(graph)), isPlain ? ["it"] : []);
    });
  }
});

describe("the rule for private nodes on AWS", () => {
  it("finds node groups with a subnet that the internet can reach", async () => {
    const graph = await deploy(() => {
      const gateway = resource("aws:ec2/internetGateway:InternetGateway", "g");
      const nat = resource("aws:ec2/natGateway:NatGateway", "n");
      const subnet = (name: string, route: Inputs) => {
        const [own, table] = [resource("aws:ec2/subnet:Subnet", name), resource("aws:ec2/routeTable:RouteTable", name)];
        resource("aws:ec2/route:Route", name, { routeTableId: table.id, ...route });
        resource("aws:ec2/routeTableAssociation:RouteTableAssociation", name, {
          subnetId: own.id,
          routeTableId: table.id,
        });
        return own.id;
      };
      const publicSubnet = subnet("public", { gatewayId: gateway.id });
      const privateSubnet = subnet("private", { natGatewayId: nat.id });
      const group = (name: string, subnetIds: pulumi.Output<string>[]) =>
        resource("aws:eks/nodeGroup:NodeGroup", name, { subnetIds });
      group("exposed", [privateSubnet, publicSubnet]);
      group("private", [privateSubnet]);
      group("without-routes", [resource("aws:ec2/subnet:Subnet", "lone").id]);
      group("without-subnets", []);
    });
    assert.deepEqual(namesOf(cloud.publicNodes(graph)), ["exposed", "without-routes", "without-subnets"]);
  });
});
