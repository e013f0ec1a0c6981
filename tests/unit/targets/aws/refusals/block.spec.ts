import { AwsVolumeType } from "../../../../../components";
import { existingNetwork } from "../eks";
import { itRefuses, untyped } from "./table";

const ROLE = "arn:aws:iam::111122223333:role/admin";
const NO_KEY =
  "is not the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab.";

describe("the block of AWS: where the cluster is", () => {
  itRefuses({
    "a zone where a region is meant": [
      { aws: { region: "us-east-1a" } },
      ["aws.region", '"us-east-1a" is a zone where its region is meant; write us-east-1.'],
    ],
    "a region of another cloud": [
      { aws: { region: "us-central1" } },
      ["aws.region", '"us-central1" is not an AWS region, such as us-east-1.'],
    ],
    "an input of another cloud": [
      untyped({ aws: { location: "eastus" } }),
      [
        "aws.location",
        "is no input here; there are region, network, existingNetwork, serviceCidr, kmsKeyArn, autoscaling, metricsServer, volumeType, login.",
      ],
    ],
  });
});

describe("the block of AWS: the network", () => {
  itRefuses({
    "a VPC that is too large": [
      { aws: { network: { cidr: "10.0.0.0/8" } } },
      ["aws.network.cidr", '"10.0.0.0/8" is a /8; a VPC takes /16 to /28, such as 10.0.0.0/16.'],
    ],
    "a VPC that cannot be divided": [
      { aws: { network: { cidr: "10.0.0.0/26" } } },
      [
        "aws.network.cidr",
        '"10.0.0.0/26" is too small to divide: its public subnets would be /30, and AWS has none below /28; use /24 or larger.',
      ],
    ],
    "four zones": [{ aws: { network: { zones: 4 } } }, ["aws.network.zones", "4 is neither 2 nor 3."]],
    "one zone": [{ aws: { network: { zones: 1 } } }, ["aws.network.zones", "1 is neither 2 nor 3."]],
    "a kind of NAT that there is not": [
      untyped({ aws: { network: { nat: "regional" } } }),
      ["aws.network.nat", '"regional" is none of single, per-zone.'],
    ],
    "two networks": [
      { aws: { network: {}, existingNetwork } },
      ["aws", "2 were given (network, existingNetwork); fill exactly one."],
    ],
    "a VPC without private subnets": [
      { aws: { existingNetwork: { vpcId: "vpc-1", privateSubnetIds: [] } } },
      ["aws.existingNetwork.privateSubnetIds", "has to name private subnets in two zones at least, for the nodes."],
    ],
    "a VPC with one private subnet": [
      { aws: { existingNetwork: { vpcId: "vpc-1", privateSubnetIds: ["subnet-private-a"] } } },
      ["aws.existingNetwork.privateSubnetIds", "has to name private subnets in two zones at least, for the nodes."],
    ],
    "Services in the VPC": [
      { aws: { serviceCidr: "10.0.0.0/16" } },
      ["aws.serviceCidr", '"10.0.0.0/16" overlaps the VPC (10.0.0.0/16); take a block outside of it.'],
    ],
    "a VPC where Services have their addresses by default": [
      { aws: { network: { cidr: "172.20.0.0/16" } } },
      ["aws.serviceCidr", '"172.20.0.0/16" overlaps the VPC (172.20.0.0/16); take a block outside of it.'],
    ],
    "Services with public addresses": [
      { aws: { serviceCidr: "100.64.0.0/16" } },
      [
        "aws.serviceCidr",
        '"100.64.0.0/16" is not private; take a block within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16.',
      ],
    ],
  });
});

describe("the block of AWS: keys, logins and disks", () => {
  itRefuses({
    "a key's alias": [
      { aws: { kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:alias/ml" } },
      [
        "aws.kmsKeyArn",
        '"arn:aws:kms:us-east-1:111122223333:alias/ml" names an alias, which may come to mean another key; write the ARN of the key itself.',
      ],
    ],
    "a key of another region": [
      { aws: { kmsKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab" } },
      [
        "aws.kmsKeyArn",
        "\"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34c... is a key of eu-west-1, and the cluster is in us-east-1; use a key of the cluster's region.",
      ],
    ],
    "a key's id alone": [{ aws: { kmsKeyArn: "1234abcd" } }, ["aws.kmsKeyArn", `"1234abcd" ${NO_KEY}`]],
    "a login as the session of a role": [
      { aws: { login: { roleArn: "arn:aws:sts::111122223333:assumed-role/admin/me" } } },
      [
        "aws.login.roleArn",
        `"arn:aws:sts::111122223333:assumed-role/admin/me" is a session of a role; write the role's own ARN, ${ROLE} (with its path, if it has one).`,
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
        '"gp2" is a class that every EKS cluster has already, without encryption. Use another name. For disks of that kind, write aws.volumeType: AwsVolumeType.Gp2.',
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
        "\"Fast\" is not a DNS-1123 subdomain; use at most 253 of a-z, 0-9, '-' and '.', each part with a letter or digit at both ends.",
      ],
    ],
    "a kind of disk that there is not": [
      untyped({ aws: { volumeType: "io2" } }),
      ["aws.volumeType", '"io2" is none of gp3, gp2; write AwsVolumeType.Gp2 ("gp2").'],
    ],
    "an autoscaler that there is not": [
      untyped({ aws: { autoscaling: "karpenter" } }),
      ["aws.autoscaling", '"karpenter" is none of cluster-autoscaler, auto-mode, none.'],
    ],
  });
});
