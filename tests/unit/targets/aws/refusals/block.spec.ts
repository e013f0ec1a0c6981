import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { AwsAutoscaling, AwsVolumeType, type MlClusterArgs } from "../../../../../components";
import { aws, eksIn, existingNetwork, clusterArgs } from "../eks";
import { KEY } from "../options/block";
import { refusalsOf, untyped } from "../../refused";

const itRefuses = refusalsOf(clusterArgs);

const ROLE = "arn:aws:iam::111122223333:role/admin";
const NO_KEY =
  "is not the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.";

describe("the block aws refuses as its region", () => {
  itRefuses({
    "a zone where a region is meant": [
      { aws: { region: "us-east-1a" } },
      ["aws.region", '"us-east-1a" is a zone, not a region; write us-east-1.'],
    ],
    "a region of another cloud": [
      { aws: { region: "us-central1" } },
      ["aws.region", '"us-central1" is not an AWS region, such as us-east-1.'],
    ],
    "a region that does not exist": [
      { aws: { region: "us-esat-1" } },
      [
        "aws.region",
        '"us-esat-1" is not an AWS region that the installed @pulumi/aws knows; write us-east-1, or install a newer version of it.',
      ],
    ],
    "an input of another cloud": [
      untyped({ aws: { location: "eastus" } }),
      [
        "aws.location",
        'unknown input "location"; the inputs are region, network, existingNetwork, serviceCidr, kmsKeyArn, diskKmsKeyArn, vpcCni, autoscaling, metricsServer, volumeType, login.',
      ],
    ],
  });
});

describe("the block aws refuses as its network", () => {
  itRefuses({
    "a VPC that is too large": [
      { aws: { network: { cidr: "10.0.0.0/8" } } },
      [
        "aws.network.cidr",
        '"10.0.0.0/8" is a /8; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16.',
      ],
    ],
    "a VPC that cannot be divided": [
      { aws: { network: { cidr: "10.0.0.0/26" } } },
      [
        "aws.network.cidr",
        '"10.0.0.0/26" is a /26; a VPC that is divided into subnets must be a /16 to /24, such as 10.0.0.0/16.',
      ],
    ],
    "four zones": [{ aws: { network: { zones: 4 } } }, ["aws.network.zones", "4 is not allowed; write 2 or 3."]],
    "one zone": [{ aws: { network: { zones: 1 } } }, ["aws.network.zones", "1 is not allowed; write 2 or 3."]],
    "a kind of NAT that there is not": [
      untyped({ aws: { network: { nat: "regional" } } }),
      ["aws.network.nat", '"regional" is not one of single, per-zone.'],
    ],
    "two networks": [
      { aws: { network: {}, existingNetwork } },
      ["aws", "2 were given (network, existingNetwork); fill exactly one."],
    ],
    "Services in the VPC": [
      { aws: { serviceCidr: "10.0.0.0/16" } },
      ["aws.serviceCidr", '"10.0.0.0/16" overlaps the VPC (10.0.0.0/16); write a block outside of it.'],
    ],
    "a VPC where Services have their addresses by default": [
      { aws: { network: { cidr: "172.20.0.0/16" } } },
      ["aws.serviceCidr", '"172.20.0.0/16" overlaps the VPC (172.20.0.0/16); write a block outside of it.'],
    ],
    "Services with public addresses": [
      { aws: { serviceCidr: "100.64.0.0/16" } },
      [
        "aws.serviceCidr",
        '"100.64.0.0/16" is not private; write a block within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.',
      ],
    ],
  });
});

describe("the block aws refuses an existing network", () => {
  const { vpcId, privateSubnetIds, publicSubnetIds } = existingNetwork;
  const [A, B] = ["subnet-private-a", "subnet-private-b"];
  const PATH = "aws.existingNetwork";
  const within = (said: object): Partial<MlClusterArgs> =>
    untyped({ aws: { existingNetwork: { vpcId, privateSubnetIds, ...said } } });
  const TWO_PRIVATE = "must contain private subnets in at least two zones, for the nodes.";
  itRefuses({
    "without private subnets": [within({ privateSubnetIds: [] }), [`${PATH}.privateSubnetIds`, TWO_PRIVATE]],
    "with one private subnet": [within({ privateSubnetIds: [A] }), [`${PATH}.privateSubnetIds`, TWO_PRIVATE]],
    "with one private subnet and what is none": [
      within({ privateSubnetIds: [A, 3] }),
      [`${PATH}.privateSubnetIds[1]`, "3 is a number, not text."],
    ],
    "with one public subnet": [
      within({ publicSubnetIds: ["subnet-public-a"] }),
      [
        `${PATH}.publicSubnetIds`,
        "must contain public subnets in at least two zones, for load balancers. Add one, or leave the list out; load balancers are then internal only.",
      ],
    ],
    "with what is no id": [
      within({ vpcId: "10.0.0.0/16", privateSubnetIds: [A, "vpc-1"], publicSubnetIds: ["Subnet-1", "subnet-1 "] }),
      [`${PATH}.vpcId`, '"10.0.0.0/16" is not the id of a VPC, such as vpc-0a1b2c3d4e5f67890.'],
      [`${PATH}.privateSubnetIds[1]`, '"vpc-1" is not the id of a subnet, such as subnet-0a1b2c3d4e5f67890.'],
      [`${PATH}.publicSubnetIds[0]`, '"Subnet-1" is not the id of a subnet, such as subnet-0a1b2c3d4e5f67890.'],
      [`${PATH}.publicSubnetIds[1]`, '"subnet-1 " is not the id of a subnet, such as subnet-0a1b2c3d4e5f67890.'],
    ],
    "with one subnet twice, which leaves enough or not": [
      within({ privateSubnetIds: [A, B, A], publicSubnetIds: ["subnet-public-a", "subnet-public-a"] }),
      [`${PATH}.privateSubnetIds[2]`, `"${A}" is listed twice. Remove one.`],
      [`${PATH}.publicSubnetIds[1]`, '"subnet-public-a" is listed twice. Name a subnet in another zone.'],
    ],
    "with a subnet that is private and public": [
      within({ publicSubnetIds: ["subnet-public-a", B] }),
      [
        `${PATH}.publicSubnetIds[1]`,
        `"${B}" is also in privateSubnetIds. Name a subnet with a route to an internet gateway.`,
      ],
    ],
  });

  it("but accepts ids that are outputs", async () => {
    const ids = publicSubnetIds.map((id) => pulumi.output(id));
    const graph = await eksIn(aws(), within({ vpcId: pulumi.output(vpcId), publicSubnetIds: ids }));
    assert.deepEqual(graph.byName("eks:index:Cluster", "ml").inputs.values["publicSubnetIds"], publicSubnetIds);
  });
});

describe("the block aws refuses networks of pods", () => {
  const pods = (vpcCni: object, more: object = {}) => untyped({ aws: { vpcCni, ...more } });
  itRefuses({
    "a block that is no second block of every VPC": [
      pods({ podCidr: "10.1.0.0/16" }),
      ["aws.vpcCni.podCidr", '"10.1.0.0/16" is not within 100.64.0.0/10; write 100.64.0.0/16.'],
    ],
    "a block that is too large": [
      pods({ podCidr: "100.64.0.0/12" }),
      ["aws.vpcCni.podCidr", '"100.64.0.0/12" is a /12; a block for pods must be a /16 to /24, such as 100.64.0.0/16.'],
    ],
    "a block that overlaps the VPC": [
      pods({ podCidr: "100.64.0.0/16" }, { network: { cidr: "100.64.0.0/16" } }),
      ["aws.vpcCni.podCidr", '"100.64.0.0/16" overlaps the VPC (100.64.0.0/16). Write a block outside of it.'],
    ],
    "a block for a VPC that exists": [
      pods({ podCidr: "100.64.0.0/16" }, { existingNetwork }),
      [
        "aws.vpcCni.podCidr",
        "is for a VPC that is created, and aws.existingNetwork names one that exists. Write podSubnetIds instead.",
      ],
    ],
    "subnets for a VPC that is created": [
      pods({ podSubnetIds: ["subnet-pods-a"] }),
      ["aws.vpcCni.podSubnetIds", "needs aws.existingNetwork, to whose VPC the subnets belong. Write podCidr instead."],
    ],
    "no subnet": [
      pods({ podSubnetIds: [] }, { existingNetwork }),
      ["aws.vpcCni.podSubnetIds", "is empty. Name subnets, or leave it out."],
    ],
    "a subnet twice": [
      pods({ podSubnetIds: ["subnet-pods-a", "subnet-pods-b", "subnet-pods-a"] }, { existingNetwork }),
      ["aws.vpcCni.podSubnetIds[2]", '"subnet-pods-a" is listed twice. Remove one.'],
    ],
    "what is no subnet": [
      pods({ podSubnetIds: ["eni-1"] }, { existingNetwork }),
      ["aws.vpcCni.podSubnetIds[0]", '"eni-1" is not the id of a subnet, such as subnet-0a1b2c3d4e5f67890.'],
    ],
    "what Auto Mode does itself": [
      untyped({
        aws: { autoscaling: AwsAutoscaling.AutoMode, diskKmsKeyArn: KEY, vpcCni: { prefixDelegation: true } },
      }),
      [
        "aws.diskKmsKeyArn",
        "has no effect with Auto Mode, which encrypts the disks of its nodes with a key of its own. Leave it out.",
      ],
      ["aws.vpcCni", "has no effect with Auto Mode, which has its own network plugin. Leave it out."],
    ],
    "a pool in each zone if the number of subnets is known later": [
      {
        aws: {
          existingNetwork: { ...existingNetwork, privateSubnetIds: pulumi.output(existingNetwork.privateSubnetIds) },
        },
        nodePools: { general: { perZone: true } },
      },
      [
        "nodePools.general.zones",
        "is missing: perZone needs the zones, because the subnets of the network are known only later. Write the zones.",
      ],
    ],
  });
});

describe("the block aws refuses keys, logins and disks", () => {
  itRefuses({
    "a key's alias": [
      { aws: { kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:alias/ml" } },
      [
        "aws.kmsKeyArn",
        '"arn:aws:kms:us-east-1:111122223333:alias/ml" is the ARN of an alias, which can later point to another key; write the ARN of the key.',
      ],
    ],
    "a key of another region": [
      { aws: { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" } },
      [
        "aws.kmsKeyArn",
        '"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34c... is a key of another region than the cluster; write a key in us-east-1.',
      ],
    ],
    "a key whose partition is not its region's": [
      {
        aws: {
          region: "cn-north-1",
          kmsKeyArn: "arn:aws:kms:cn-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        },
      },
      [
        "aws.kmsKeyArn",
        '"arn:aws:kms:cn-north-1:111122223333:key/1234abcd-12ab-34... is not in the partition of the region; write the ARN of a key in the partition of cn-north-1, which starts with arn:aws-cn:.',
      ],
    ],
    "a key of another region for disks": [
      { aws: { diskKmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" } },
      [
        "aws.diskKmsKeyArn",
        '"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34c... is a key of another region than the cluster; write a key in us-east-1.',
      ],
    ],
    "a key's id alone": [{ aws: { kmsKeyArn: "1234abcd" } }, ["aws.kmsKeyArn", `"1234abcd" ${NO_KEY}`]],
    "a login as the session of a role": [
      { aws: { login: { roleArn: "arn:aws:sts::111122223333:assumed-role/admin/me" } } },
      [
        "aws.login.roleArn",
        `"arn:aws:sts::111122223333:assumed-role/admin/me" is the ARN of a session; write the ARN of its role, ${ROLE} (with its path, if it has one).`,
      ],
    ],
    "a login as a user": [
      { aws: { login: { roleArn: "arn:aws:iam::111122223333:user/me" } } },
      ["aws.login.roleArn", `"arn:aws:iam::111122223333:user/me" is not the ARN of an IAM role, such as ${ROLE}.`],
    ],
    "a storage class that EKS has already": [
      { storage: { className: "gp2" } },
      [
        "storage.className",
        '"gp2" is a class that every EKS cluster has already, without encryption. Use another name. If you want disks of that kind, write aws.volumeType: AwsVolumeType.Gp2.',
      ],
    ],
    "the same, with disks of that kind": [
      { aws: { volumeType: AwsVolumeType.Gp2 }, storage: { className: "gp2" } },
      [
        "storage.className",
        '"gp2" is a class that every EKS cluster has already, without encryption. Use another name.',
      ],
    ],
    "a storage class that is none": [
      { storage: { className: "Fast" } },
      [
        "storage.className",
        "\"Fast\" is not a DNS-1123 subdomain; use at most 253 characters: a-z, 0-9, '-' and '.', each part with a letter or digit at both ends.",
      ],
    ],
    "a kind of disk that there is not": [
      untyped({ aws: { volumeType: "io2" } }),
      ["aws.volumeType", '"io2" is not one of gp3, gp2; write AwsVolumeType.Gp2 ("gp2").'],
    ],
    "an autoscaler that there is not": [
      untyped({ aws: { autoscaling: "karpenter" } }),
      ["aws.autoscaling", '"karpenter" is not one of cluster-autoscaler, auto-mode, none.'],
    ],
  });
});
