import assert from "node:assert/strict";
import { eks, existingNetwork } from "../eks";

describe("the addresses of pods in a cluster on AWS", () => {
  const optionsOf = async (aws: object) =>
    (await eks({ aws })).byName("eks:index:Cluster", "ml").inputs.values["vpcCniOptions"];
  const custom = {
    enableNetworkPolicy: true,
    customNetworkConfig: true,
    cniCustomNetworkCfg: true,
    eniConfigLabelDef: "topology.kubernetes.io/zone",
  };

  it("are those of the private subnets by default", async () => {
    assert.deepEqual(await optionsOf({ existingNetwork }), { ...DEFAULTS, enableNetworkPolicy: true });
  });

  it("can be taken in prefixes", async () => {
    assert.deepEqual(await optionsOf({ existingNetwork, vpcCni: { prefixDelegation: true } }), {
      ...DEFAULTS,
      enableNetworkPolicy: true,
      enablePrefixDelegation: true,
    });
  });

  it("can come from subnets for pods, one in each zone", async () => {
    const vpcCni = { podSubnetIds: ["subnet-pods-b", "subnet-pods-a"] };
    assert.deepEqual(await optionsOf({ existingNetwork, vpcCni }), {
      ...DEFAULTS,
      ...custom,
      configurationValues: {
        eniConfig: {
          create: true,
          region: "us-east-1",
          subnets: { "us-east-1a": { id: "subnet-pods-a" }, "us-east-1b": { id: "subnet-pods-b" } },
        },
      },
    });
  });

  it("can come from a second block of a VPC that is created, with the routes of the private subnets", async () => {
    const graph = await eks({ aws: { vpcCni: { podCidr: "100.64.0.0/16" } } });
    const block = graph.byName("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "ml-pods");
    assert.deepEqual(block.inputs.values, { vpcId: "ml-vpc-id", cidrBlock: "100.64.0.0/16" });
    assert.deepEqual(
      [1, 2, 3].map((zone) => {
        const name = `ml-pods-${String(zone)}`;
        const subnet = graph.byName("aws:ec2/subnet:Subnet", name);
        const { cidrBlock, availabilityZone } = subnet.inputs.values;
        const route = graph.byName("aws:ec2/routeTableAssociation:RouteTableAssociation", name);
        // AWS refuses a subnet in a block that the VPC does not have yet.
        assert.ok(subnet.propertyDependencies["vpcId"]?.includes(block.urn));
        return [cidrBlock, availabilityZone, route.inputs.values["routeTableId"]];
      }),
      [
        ["100.64.0.0/18", "us-east-1a", "ml-private-1-id"],
        ["100.64.64.0/18", "us-east-1b", "ml-private-2-id"],
        ["100.64.128.0/18", "us-east-1c", "ml-private-3-id"],
      ],
    );
  });
});

/** What the SDK fills in. */
const DEFAULTS = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };
