import assert from "node:assert/strict";
import { Desk } from "./desk";
import { trust } from "./platform";

const ROLE = "iam/role:Role";
const BUCKET = "s3/bucket:Bucket";
const assumeRolePolicy = trust("ec2.amazonaws.com");
const empty = JSON.stringify({ Version: "2012-10-17", Statement: [] });

describe("the AWS stand-in of IAM, S3, launch templates and lookups", () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });

  it("refuses a second role, policy, issuer, bucket or launch template with the same name", async () => {
    const issuer = { url: "https://oidc.test/id", clientIdLists: ["sts.amazonaws.com"] };
    const named: readonly (readonly [type: string, inputs: object, message: RegExp])[] = [
      [ROLE, { name: "same", assumeRolePolicy }, /EntityAlreadyExists: Role with name same already exists/],
      ["iam/policy:Policy", { name: "same", policy: empty }, /EntityAlreadyExists: A policy called same/],
      ["iam/openIdConnectProvider:OpenIdConnectProvider", issuer, /EntityAlreadyExists: Provider with url/],
      [BUCKET, { bucket: "same" }, /BucketAlreadyOwnedByYou/],
      [
        "ec2/launchTemplate:LaunchTemplate",
        { name: "same" },
        /AlreadyExistsException: Launch template name already in use/,
      ],
    ];
    for (const [type, inputs, message] of named) {
      await desk.make(type, inputs);
      await assert.rejects(desk.make(type, inputs), message);
    }
  });

  it("refuses a policy or a role that does not exist", async () => {
    const type = "iam/rolePolicyAttachment:RolePolicyAttachment";
    await desk.make(ROLE, { name: "r", assumeRolePolicy });
    const unknown = { role: "r", policyArn: "arn:aws:iam::aws:policy/Nothing" };
    await assert.rejects(
      desk.make(type, unknown),
      /NoSuchEntity: Policy arn:aws:iam::aws:policy\/Nothing does not exist/,
    );
    const nobody = { role: "x", policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy" };
    await assert.rejects(desk.make(type, nobody), /NoSuchEntity: The role with name x cannot be found/);
  });

  it("refuses the deletion of a role with policies, and of a policy that is attached to a role", async () => {
    const role = await desk.make(ROLE, { name: "r", assumeRolePolicy });
    const policy = await desk.make("iam/policy:Policy", { name: "p", policy: empty });
    const attached = { role: "r", policyArn: policy.id };
    const attachment = await desk.make("iam/rolePolicyAttachment:RolePolicyAttachment", attached);
    await assert.rejects(desk.remove(role), /DeleteConflict: Cannot delete entity, must detach all policies first/);
    await assert.rejects(desk.remove(policy), /DeleteConflict: Cannot delete a policy attached to entities/);
    await desk.remove(attachment);
    const inline = await desk.make("iam/rolePolicy:RolePolicy", { role: "r", name: "p", policy: empty });
    await assert.rejects(desk.remove(role), /DeleteConflict: Cannot delete entity, must delete policies first/);
    await desk.remove(inline);
    await desk.remove(policy);
    await desk.remove(role);
  });

  it("refuses the deletion of a bucket with objects, unless forceDestroy is set", async () => {
    const kept = await desk.make(BUCKET, { bucket: "kept" });
    const dropped = await desk.make(BUCKET, { bucket: "dropped", forceDestroy: true });
    for (const name of ["kept", "dropped"]) desk.account.objects.put(name, "model");
    await assert.rejects(desk.remove(kept), /BucketNotEmpty: The bucket you tried to delete is not empty/);
    await desk.remove(dropped);
    assert.deepEqual(desk.account.objects.keys("kept"), ["model"]);
    assert.equal(desk.account.find(`aws:${BUCKET}`, "dropped"), undefined);
  });

  it("counts the versions of a launch template, and makes the newest the default if updateDefaultVersion is set", async () => {
    const template = await desk.make("ec2/launchTemplate:LaunchTemplate", { name: "nodes" });
    await desk.change(template, { description: "one" });
    assert.deepEqual([template.outputs.latestVersion, template.outputs.defaultVersion], [2, 1]);
    await desk.change(template, { updateDefaultVersion: true });
    assert.deepEqual([template.outputs.latestVersion, template.outputs.defaultVersion], [3, 3]);
  });

  it("finds networks by ID, tag and filter, and refuses a lookup that matches nothing or too much", async () => {
    const vpc = await desk.make("ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16", tags: { Name: "ml" } });
    const vpcId = vpc.id;
    const first = await desk.make("ec2/subnet:Subnet", { vpcId, cidrBlock: "10.0.0.0/24" });
    const second = await desk.make("ec2/subnet:Subnet", { vpcId, cidrBlock: "10.0.1.0/24", tags: { a: "b" } });
    const gatewayId = (await desk.make("ec2/internetGateway:InternetGateway", { vpcId })).id;
    const routeTableId = (await desk.make("ec2/routeTable:RouteTable", { vpcId })).id;
    await desk.make("ec2/route:Route", { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId });
    await desk.make("ec2/routeTableAssociation:RouteTableAssociation", { routeTableId, subnetId: first.id });

    const filters = [{ name: "vpc-id", values: [vpcId] }];
    assert.equal((await desk.ask("ec2/getVpc:getVpc", { tags: { Name: "ml" } })).cidrBlock, "10.0.0.0/16");
    assert.deepEqual((await desk.ask("ec2/getSubnets:getSubnets", { filters })).ids, [first.id, second.id]);
    assert.equal((await desk.ask("ec2/getSubnet:getSubnet", { id: first.id })).availabilityZone, "us-east-1a");
    assert.deepEqual((await desk.ask("ec2/getSubnets:getSubnets", { tags: { a: "b" } })).ids, [second.id]);
    assert.deepEqual((await desk.ask("ec2/getRouteTables:getRouteTables", { vpcId })).ids, [routeTableId]);
    const table = await desk.ask("ec2/getRouteTable:getRouteTable", { subnetId: first.id });
    assert.equal(table.routeTableId, routeTableId);
    assert.deepEqual((table.routes as { gatewayId: string }[])[0]?.gatewayId, gatewayId);
    await assert.rejects(desk.ask("ec2/getVpc:getVpc", { id: "vpc-0" }), /no matching EC2 VPC found/);
    await assert.rejects(desk.ask("ec2/getSubnet:getSubnet", { filters }), /multiple EC2 Subnets matched/);
    await assert.rejects(desk.ask("ec2/getInstance:getInstance", {}), /the stand-in has no function/);
  });

  it("knows the versions of Kubernetes and of add-ons", async () => {
    const version = async (args: object) => (await desk.ask("eks/getAddonVersion:getAddonVersion", args)).version;
    assert.equal(await version({ addonName: "kube-proxy", kubernetesVersion: "1.35" }), "v1.35.0-eksbuild.2");
    assert.equal(
      await version({ addonName: "kube-proxy", kubernetesVersion: "1.36", mostRecent: true }),
      "v1.36.1-eksbuild.1",
    );
    const { clusterVersions } = await desk.ask("eks/getClusterVersions:getClusterVersions", { defaultOnly: true });
    assert.deepEqual(clusterVersions, [{ clusterVersion: "1.35", defaultVersion: true }]);
    await assert.rejects(desk.ask("eks/getCluster:getCluster", { name: "ml" }), /No cluster found for name: ml/);
  });
});
