import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { recordProgram } from "../../../../../recorder/record-program";
import { AwsAutoscaling, InvalidArgs, MlCluster, type MlClusterArgs } from "../../../../../components";
import { changes, label } from "../../changes";
import { aws, clusterArgs, eksIn, existingNetwork } from "../eks";

const VPC = "aws:ec2/getVpc:getVpc";
const SUBNET = "aws:ec2/getSubnet:getSubnet";
const ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones";

/** Subnets of `existingNetwork` as AWS shows them, each with what a test says of it. */
const subnets =
  (said: Readonly<Record<string, object>>) =>
  ({ id }: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const found = aws().answers?.(SUBNET, { id: String(id) });
    return { ...found, ...said[String(id)] };
  };

const vpc = (said: object, ...more: string[]) => {
  const blocks = ["10.0.0.0/16", ...more];
  const cidrBlockAssociations = blocks.map((cidrBlock) => ({ cidrBlock, state: "associated" }));
  const dns = { enableDnsHostnames: true, enableDnsSupport: true };
  return () => ({ id: "vpc-1", cidrBlock: blocks[0], cidrBlockAssociations, ...dns, ...said });
};

type World = Parameters<typeof aws>[0];
type Row = readonly [world: World, args: Partial<MlClusterArgs>, ...problems: (readonly [string, string])[]];

const within = { aws: { existingNetwork } };
const PATH = "aws.existingNetwork";

const rows: Readonly<Record<string, Row>> = {
  "a VPC without DNS": [
    { [VPC]: vpc({ enableDnsHostnames: false, enableDnsSupport: false }) },
    within,
    [`${PATH}.vpcId`, "vpc-1 has DNS hostnames and DNS resolution turned off. Turn it on."],
  ],
  "a VPC without names for its machines": [
    { [VPC]: vpc({ enableDnsHostnames: false }) },
    within,
    [`${PATH}.vpcId`, "vpc-1 has DNS hostnames turned off. Turn it on."],
  ],
  "a VPC that Services would overlap": [
    { [VPC]: vpc({ cidrBlock: "172.16.0.0/12" }) },
    within,
    ["aws.serviceCidr", '"172.20.0.0/16" overlaps the VPC (172.16.0.0/12); write a block outside of it.'],
  ],
  "a VPC that Services would overlap in a block that came later": [
    { [VPC]: vpc({}, "172.20.128.0/17") },
    within,
    ["aws.serviceCidr", '"172.20.0.0/16" overlaps the VPC (172.20.128.0/17); write a block outside of it.'],
  ],
  "subnets without the tags by which Auto Mode finds them": [
    {
      [SUBNET]: subnets({
        "subnet-private-a": { tags: {} },
        "subnet-private-b": { tags: { team: "ml" } },
        "subnet-public-b": { tags: { "kubernetes.io/role/elb": "0" } },
      }),
    },
    { aws: { existingNetwork, autoscaling: AwsAutoscaling.AutoMode } },
    [
      `${PATH}.privateSubnetIds[0]`,
      "subnet-private-a has no tag kubernetes.io/role/internal-elb = 1, so load balancers do not find it. Add the tag.",
    ],
    [
      `${PATH}.privateSubnetIds[1]`,
      "subnet-private-b has no tag kubernetes.io/role/internal-elb = 1, so load balancers do not find it. Add the tag.",
    ],
    [
      `${PATH}.publicSubnetIds[1]`,
      "subnet-public-b has no tag kubernetes.io/role/elb = 1, so load balancers do not find it. Add the tag.",
    ],
  ],
  "subnets in zones where EKS runs no control planes": [
    {
      [SUBNET]: subnets({
        "subnet-private-a": { availabilityZoneId: "use1-az3" },
        "subnet-public-b": { availabilityZone: "us-west-2-lax-1a", availabilityZoneId: "usw2-lax1-az1" },
      }),
    },
    within,
    [
      `${PATH}.privateSubnetIds[0]`,
      "subnet-private-a is in use1-az3, where EKS runs no control planes. Name a subnet in another zone.",
    ],
    [
      `${PATH}.publicSubnetIds[1]`,
      "subnet-public-b is in us-west-2-lax-1a, where EKS runs no control planes. Name a subnet in another zone.",
    ],
  ],
  "subnets without enough free addresses": [
    {
      [SUBNET]: subnets({
        "subnet-private-b": { availableIpAddressCount: 1 },
        "subnet-public-a": { availableIpAddressCount: 0 },
      }),
    },
    within,
    [
      `${PATH}.privateSubnetIds[1]`,
      "subnet-private-b has 1 free address, but EKS needs 6 in each subnet, and nodes and pods need more. Name a larger subnet.",
    ],
    [
      `${PATH}.publicSubnetIds[0]`,
      "subnet-public-a has 0 free addresses, but EKS needs 6 in each subnet, and nodes and pods need more. Name a larger subnet.",
    ],
  ],
  "a subnet without IPv4": [
    { [SUBNET]: subnets({ "subnet-private-a": { ipv6Native: true } }) },
    within,
    [
      `${PATH}.privateSubnetIds[0]`,
      "subnet-private-a has no IPv4 addresses, but the cluster has IPv4 only. Name another subnet.",
    ],
  ],
  "a list of subnets that turns out to name one twice": [
    {},
    {
      aws: {
        existingNetwork: {
          ...existingNetwork,
          privateSubnetIds: pulumi.output(["subnet-private-a", "subnet-private-b", "subnet-private-a"]),
        },
      },
    },
    [`${PATH}.privateSubnetIds[2]`, '"subnet-private-a" is listed twice. Remove one.'],
  ],
  "a list of subnets that turns out to be too short": [
    {},
    { aws: { existingNetwork: { ...existingNetwork, privateSubnetIds: pulumi.output(["subnet-private-a"]) } } },
    [`${PATH}.privateSubnetIds`, "are in 1 zone, but EKS needs at least two. Add a subnet in another zone."],
  ],
  "a list of public subnets that turns out to be empty": [
    {},
    { aws: { existingNetwork: { ...existingNetwork, publicSubnetIds: pulumi.output([] as string[]) } } },
    [`${PATH}.publicSubnetIds`, "are in 0 zones, but EKS needs at least two. Add a subnet in another zone."],
  ],
  "subnets for pods of another VPC, twice in a zone, and not where nodes run": [
    { [SUBNET]: subnets({ "subnet-pods-c": { vpcId: "vpc-9", availabilityZone: "us-east-1a" } }) },
    { aws: { existingNetwork, vpcCni: { podSubnetIds: ["subnet-pods-a", "subnet-pods-c"] } } },
    ["aws.vpcCni.podSubnetIds[1]", "subnet-pods-c is in vpc-9, not in vpc-1."],
    ["aws.vpcCni.podSubnetIds[1]", "subnet-pods-c is the second subnet in us-east-1a. Name one subnet in each zone."],
    [
      "aws.vpcCni.podSubnetIds",
      "have none in us-east-1b, where nodes run. Name a subnet in each zone of privateSubnetIds.",
    ],
  ],
  "a key of disks that turns out to be an alias": [
    {},
    { aws: { diskKmsKeyArn: pulumi.output("arn:aws:kms:us-east-1:111122223333:alias/ml") } },
    [
      "aws.diskKmsKeyArn",
      '"arn:aws:kms:us-east-1:111122223333:alias/ml" is the ARN of an alias, which can later point to another key; write the ARN of the key.',
    ],
  ],
  "a public subnet where a private one is meant": [
    { [SUBNET]: subnets({ "subnet-private-b": { mapPublicIpOnLaunch: true } }) },
    within,
    [
      `${PATH}.privateSubnetIds[1]`,
      "subnet-private-b gives its machines public addresses, so it is not private. Name another subnet.",
    ],
  ],
  "private subnets in one zone": [
    { [SUBNET]: subnets({ "subnet-private-b": { availabilityZone: "us-east-1a" } }) },
    within,
    [`${PATH}.privateSubnetIds`, "are in 1 zone, but EKS needs at least two. Add a subnet in another zone."],
  ],
  "a subnet of another VPC": [
    { [SUBNET]: subnets({ "subnet-public-a": { vpcId: "vpc-9" } }) },
    within,
    [`${PATH}.publicSubnetIds[0]`, "subnet-public-a is in vpc-9, not in vpc-1."],
  ],
  "fewer zones than were asked for": [
    { [ZONES]: () => ({ names: ["us-east-1a", "us-east-1b"] }) },
    {},
    ["aws.network.zones", "3 zones are too many: us-east-1 has 2. Write a lower number."],
  ],
  "a pool in a zone without a subnet": [
    {},
    { nodePools: { general: { zones: ["us-east-1a", "us-east-1d"] } } },
    [
      "nodePools.general.zones",
      "the cluster has no subnet in us-east-1d; write zones of us-east-1a, us-east-1b, us-east-1c.",
    ],
  ],
  "a key that turns out to be an alias": [
    {},
    { aws: { kmsKeyArn: pulumi.output("arn:aws:kms:us-east-1:111122223333:alias/ml") } },
    [
      "aws.kmsKeyArn",
      '"arn:aws:kms:us-east-1:111122223333:alias/ml" is the ARN of an alias, which can later point to another key; write the ARN of the key.',
    ],
  ],
  "a login that turns out to be a user": [
    {},
    { aws: { login: { roleArn: pulumi.output("arn:aws:iam::111122223333:user/me") } } },
    [
      "aws.login.roleArn",
      '"arn:aws:iam::111122223333:user/me" is not the ARN of an IAM role, such as arn:aws:iam::111122223333:role/admin.',
    ],
  ],
  "a login that turns out to be of another partition": [
    {},
    { aws: { region: "cn-north-1", login: { roleArn: pulumi.output("arn:aws:iam::111122223333:role/me") } } },
    [
      "aws.login.roleArn",
      '"arn:aws:iam::111122223333:role/me" is not in the partition of the region; write the ARN of an identity in the partition of cn-north-1, which starts with arn:aws-cn:.',
    ],
  ],
};

describe("a value that is known only when AWS has answered is refused at that time", () => {
  for (const [title, [world, args, ...problems]] of Object.entries(rows)) {
    it(title, async () => {
      const { error, graph } = await recordProgram(() => new MlCluster("ml", clusterArgs(args)), {
        ...{ project: "proj", stack: "test", preview: false },
        ...aws(world),
        outputs: (type, name, inputs) => aws().outputs?.(type, name, inputs) ?? { id: `${name}-id` },
      });
      assert.ok(error instanceof InvalidArgs, String(error));
      assert.equal(error.component, 'MlCluster "ml"');
      assert.deepEqual(
        error.problems.map(({ path, reason }) => [path, reason]),
        problems,
      );
      // Whatever would use the wrong value waits for the verdict.
      const made = graph.resources.map(label);
      assert.ok(!made.includes("NodeGroup ml-general"));
      if (!String(problems[0]?.[0]).startsWith("nodePools.")) assert.ok(!made.includes("Cluster ml"));
    });
  }

  it("but subnets of a cluster that exists may be full", async () => {
    const world = {
      [SUBNET]: subnets({ "subnet-private-a": { availableIpAddressCount: 0 } }),
      "aws:ec2/getNetworkInterfaces:getNetworkInterfaces": () => ({ ids: ["eni-1"] }),
    };
    const graph = await eksIn(aws(world), within);
    graph.byName("eks:index:Cluster", "ml");
  });

  it("but subnets without tags are only warned about where the controller finds them by their routes", async () => {
    const world = { [SUBNET]: subnets({ "subnet-private-a": { tags: {} }, "subnet-public-b": { tags: {} } }) };
    const graph = await eksIn(aws(world), within);
    graph.byName("eks:index:Cluster", "ml");
    const rest = "The load-balancer controller uses it only if no other subnet has the tag. Add the tag.";
    assert.deepEqual(
      graph.log.filter(({ severity }) => severity === "warning").map(({ message }) => message),
      [
        `MlCluster "ml": ${PATH}.privateSubnetIds[0]: subnet-private-a has no tag kubernetes.io/role/internal-elb = 1. ${rest}`,
        `MlCluster "ml": ${PATH}.publicSubnetIds[1]: subnet-public-b has no tag kubernetes.io/role/elb = 1. ${rest}`,
      ],
    );
  });

  it("and lists of subnets may be outputs", async () => {
    const { vpcId, privateSubnetIds, publicSubnetIds } = existingNetwork;
    const listed = await eksIn(aws(), within);
    const later = await eksIn(aws(), {
      aws: {
        existingNetwork: {
          vpcId,
          privateSubnetIds: pulumi.output(privateSubnetIds),
          publicSubnetIds: pulumi.output(publicSubnetIds),
        },
      },
    });
    assert.deepEqual(changes(listed, later), []);
  });

  it("and is accepted if it is correct: an empty tag is enough, and a key may be an output", async () => {
    const tags = { "kubernetes.io/role/internal-elb": "" };
    const world = { [SUBNET]: subnets({ "subnet-private-a": { tags } }) };
    const kmsKeyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const graph = await eksIn(aws(world), { aws: { existingNetwork, kmsKeyArn: pulumi.output(kmsKeyArn) } });
    assert.equal(graph.byName("eks:index:Cluster", "ml").inputs.values["encryptionConfigKeyArn"], kmsKeyArn);
  });
});
