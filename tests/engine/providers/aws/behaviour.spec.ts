import assert from "node:assert/strict";
import { Eip } from "@pulumi/aws/ec2/eip";
import { NatGateway } from "@pulumi/aws/ec2/natGateway";
import { Subnet } from "@pulumi/aws/ec2/subnet";
import { Vpc, type VpcArgs } from "@pulumi/aws/ec2/vpc";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { Role, type RoleArgs } from "@pulumi/aws/iam/role";
import { Provider } from "@pulumi/aws/provider";
import type * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { RandomString, type RandomStringArgs } from "@pulumi/random/randomString";
import { AwsBench } from "./bench";
import { trust } from "./platform";

const ROLE = "aws:iam/role:Role";
const VPC = "aws:ec2/vpc:Vpc";

describe("the AWS stand-in on the real engine", () => {
  const bench = new AwsBench();

  const role =
    (args: Partial<RoleArgs> = {}) =>
    () => {
      const { name, arn } = new Role("r", { assumeRolePolicy: trust("ec2.amazonaws.com"), ...args });
      return Promise.resolve({ name, arn });
    };
  const network =
    (args: VpcArgs = {}, opts: pulumi.CustomResourceOptions = {}) =>
    () => {
      const net = new Vpc("net", { cidrBlock: "10.0.0.0/16", ...args }, opts);
      return Promise.resolve({ id: net.id, route: net.mainRouteTableId });
    };

  it("generates a name and keeps it, creates a replacement first if the name is generated, and deletes first if it is given", async () => {
    const stack = await bench.stack(role());
    const { name, arn } = (await stack.up()).outputs;
    assert.match(String(name), /^r-[0-9a-f]{7}$/);
    assert.equal(arn, `arn:aws:iam::123456789012:role/${String(name)}`);
    const changed = await stack.up({ program: role({ description: "nodes" }) });
    assert.deepEqual(changed.changes(), { [`${ROLE}::r`]: ["update"] });
    assert.equal(changed.outputs.name, name);
    const beside = await stack.up({ program: role({ path: "/ml/" }) });
    assert.deepEqual(beside.opsOf("r"), ["create-replacement", "replace", "delete-replaced"]);
    const after = await stack.up({ program: role({ path: "/", name: "given" }) });
    assert.deepEqual(after.opsOf("r"), ["delete-replaced", "replace", "create-replacement"]);
    await stack.destroy();
    assert.deepEqual(bench.cloud.leftovers(), []);
  });

  it("does not know in a preview the values that AWS will choose", async () => {
    let known: boolean | undefined;
    const stack = await bench.stack(() => {
      const net = new Vpc("net", { cidrBlock: "10.0.0.0/16" });
      const place = new Subnet("s", { vpcId: net.id, cidrBlock: "10.0.0.0/24" });
      const zone = place.availabilityZone as unknown as { isKnown: Promise<boolean> };
      void zone.isKnown.then((isKnown) => (known = isKnown));
      return Promise.resolve({ zone: place.availabilityZone });
    });
    await stack.preview();
    assert.equal(known, false);
    assert.equal((await stack.up()).outputs.zone, "us-east-1a");
    assert.equal(known, true);
    await stack.expectNoChanges();
  });

  it("detects in a refresh what others changed or deleted, and the next run corrects it", async () => {
    const stack = await bench.stack(network({ tags: { team: "ml" } }));
    const { id } = (await stack.up()).outputs;
    const net = bench.account.find(VPC, String(id));
    assert.ok(net);
    net.inputs = { ...net.inputs, tags: { team: "ml", by: "hand" } };
    assert.deepEqual((await stack.refresh()).opsOf("net"), ["update"]);
    assert.deepEqual((await stack.up()).changes(), { [`${VPC}::net`]: ["update"] });
    assert.deepEqual(net.inputs.tags, { team: "ml" });
    assert.deepEqual(net.outputs.tagsAll, { team: "ml" });
    bench.account.remove(net);
    await stack.refresh();
    assert.deepEqual((await stack.up()).changes(), { [`${VPC}::net`]: ["create"] });
  });

  it("imports resources that exist", async () => {
    const inputs = {
      cidrBlock: "10.0.0.0/16",
      enableDnsSupport: true,
      instanceTenancy: "default",
      region: "us-east-1",
    };
    const old = { type: VPC, id: "vpc-old", name: "", inputs, outputs: { mainRouteTableId: "rtb-old" }, maker: "" };
    bench.account.add(old);
    const stack = await bench.stack(network({}, { import: "vpc-old" }));
    const run = await stack.up();
    assert.deepEqual(run.opsOf("net"), ["import"]);
    assert.deepEqual(run.outputs, { id: "vpc-old", route: "rtb-old" });
  });

  it("reports a refused input, a refused creation and a resource that does not become available", async () => {
    await bench.refuses(() => new Vpc("x", { cidrBlock: "10.0.0.0/8" }), /property cidrBlock .*between \/16 and \/28/);
    bench.account.failNext(VPC, "create", "RequestLimitExceeded: Request limit exceeded.");
    const vpc = () => new Vpc("x", { cidrBlock: "10.0.0.0/16" });
    await bench.refuses(vpc, /creating EC2 VPC: RequestLimitExceeded: Request limit exceeded/);
    await bench.refuses(() => {
      const subnet = new Subnet("s", {
        vpcId: new Vpc("x", { cidrBlock: "10.0.0.0/16" }).id,
        cidrBlock: "10.0.0.0/24",
      });
      new NatGateway("n", { subnetId: subnet.id, allocationId: new Eip("n").id });
    }, /waiting for EC2 NAT Gateway \(nat-\w+\) create: .*has no Internet gateway attached/);
  });

  it("refuses to run without a region", async () => {
    const stack = await bench.stack(network(), {});
    await assert.rejects(stack.up(), /Missing region information/);
  });

  it("uses the role that a provider assumes, and the region of the provider", async () => {
    const roleArn = "arn:aws:iam::123456789012:role/deployer";
    const stack = await bench.stack(() => {
      const provider = new Provider("p", { region: "eu-west-1", assumeRoles: [{ roleArn }] });
      const filters = [{ name: "opt-in-status", values: ["opt-in-not-required"] }];
      return Promise.resolve({
        caller: getCallerIdentityOutput({}, { provider }).arn,
        user: getCallerIdentityOutput().arn,
        partition: getPartitionOutput().partition,
        region: getRegionOutput({}, { provider }).region,
        zones: getAvailabilityZonesOutput({ state: "available", filters }, { provider }).names,
        all: getAvailabilityZonesOutput({ state: "available" }).names.length,
      });
    });
    assert.deepEqual((await stack.up()).outputs, {
      caller: roleArn,
      user: "arn:aws:iam::123456789012:user/deployer",
      partition: "aws",
      region: "eu-west-1",
      zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
      all: 7,
    });
  });

  it("creates random values that stay the same, are secret if asked, and change with their keepers", async () => {
    const program = (args: Partial<RandomStringArgs>) => () =>
      Promise.resolve({
        suffix: new RandomString("suffix", { length: 6, upper: false, special: false, ...args }).result,
        password: new RandomPassword("password", { length: 20, minSpecial: 3 }).result,
        hex: new RandomId("id", { byteLength: 4 }).hex,
      });
    const stack = await bench.stack(program({}));
    const first = (await stack.up()).outputs;
    assert.match(String(first.suffix), /^[a-z0-9]{6}$/);
    assert.match(String(first.hex), /^[0-9a-f]{8}$/);
    assert.ok((String(first.password).match(/[^a-zA-Z0-9]/g) ?? []).length >= 3);
    assert.deepEqual((await stack.refresh()).changes(), {});
    assert.ok(!JSON.stringify(await stack.exportState()).includes(String(first.password)));
    const second = (await stack.up({ program: program({ keepers: { generation: "2" } }) })).outputs;
    assert.notEqual(second.suffix, first.suffix);
    assert.equal(second.password, first.password);
    const none = { lower: false, numeric: false };
    await assert.rejects(stack.up({ program: program(none) }), /at least one kind of character/);
    await assert.rejects(stack.up({ program: program({ minLower: 7 }) }), /at least the sum of the minima, 7/);
  });
});
