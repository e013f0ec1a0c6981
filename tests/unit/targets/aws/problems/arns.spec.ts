import assert from "node:assert/strict";
import type { Check } from "../../../../../components/shared/checks";
import * as arns from "../../../../../components/targets/aws/problems/arns";
import { partitionOf } from "../../../../../components/targets/aws/problems/arns";

const NO_ROLE = "is not the ARN of an IAM role, such as arn:aws:iam::111122223333:role/admin";
const NO_PRINCIPAL = "is not the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/admin";
const NO_KEY =
  "is not the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const identityOf = (region: string, partition: string): string =>
  `is not in the partition of the region; write the ARN of an identity in the partition of ${region}, which starts with arn:${partition}:`;

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Values that a check accepts, and values that it refuses with the rule they break. */
const table: Record<string, { check: Check; fine: string[]; wrong: Record<string, string> }> = {
  roleArn: {
    check: arns.roleArn(),
    fine: [
      "arn:aws:iam::111122223333:role/admin",
      "arn:aws-cn:iam::111122223333:role/admin",
      "arn:aws-us-gov:iam::111122223333:role/teams/ml/admin",
      "arn:aws-eusc:iam::111122223333:role/a+b=c,d.e@f-g_h",
      `arn:aws:iam::111122223333:role/${"x".repeat(64)}`,
    ],
    wrong: {
      "arn:aws:sts::111122223333:assumed-role/admin/me@example.org":
        "is the ARN of a session; write the ARN of its role, arn:aws:iam::111122223333:role/admin (with its path, if it has one)",
      "arn:aws-cn:sts::111122223333:assumed-role/admin/i-0123":
        "is the ARN of a session; write the ARN of its role, arn:aws-cn:iam::111122223333:role/admin (with its path, if it has one)",
      "arn:aws:iam::111122223333:user/me": NO_ROLE,
      "arn:aws:iam::1111:role/admin": NO_ROLE,
      "arn:aws:iam:us-east-1:111122223333:role/admin": NO_ROLE,
      "arn:gcp:iam::111122223333:role/admin": NO_ROLE,
      [`arn:aws:iam::111122223333:role/${"x".repeat(65)}`]: NO_ROLE,
      "arn:aws:iam::111122223333:role/": NO_ROLE,
      admin: NO_ROLE,
    },
  },
  principalArn: {
    check: arns.principalArn(),
    fine: ["arn:aws:iam::111122223333:role/admin", "arn:aws:iam::111122223333:user/people/me"],
    wrong: {
      "arn:aws:sts::111122223333:assumed-role/admin/me":
        "is the ARN of a session; write the ARN of its role, arn:aws:iam::111122223333:role/admin (with its path, if it has one)",
      "arn:aws:iam::111122223333:root": NO_PRINCIPAL,
      "arn:aws:iam::111122223333:group/admins": NO_PRINCIPAL,
      "": NO_PRINCIPAL,
    },
  },
  "roleArn in a partition that is known": {
    check: arns.roleArn("cn-north-1"),
    fine: ["arn:aws-cn:iam::111122223333:role/admin"],
    wrong: {
      "arn:aws:iam::111122223333:role/admin": identityOf("cn-north-1", "aws-cn"),
      "arn:aws-us-gov:iam::111122223333:role/admin": identityOf("cn-north-1", "aws-cn"),
      admin: NO_ROLE,
    },
  },
  "principalArn in a partition that is known": {
    check: arns.principalArn("us-gov-east-1"),
    fine: ["arn:aws-us-gov:iam::111122223333:user/me"],
    wrong: {
      "arn:aws:iam::111122223333:user/me": identityOf("us-gov-east-1", "aws-us-gov"),
    },
  },
  "principalArn in a partition that nobody knows": {
    check: arns.principalArn("xx-moon-1"),
    fine: ["arn:aws:iam::111122223333:user/me", "arn:aws-moon:iam::111122223333:user/me"],
    wrong: {},
  },
  kmsKeyArn: {
    check: arns.kmsKeyArn("us-east-1"),
    fine: [KEY, `arn:aws:kms:us-east-1:111122223333:key/mrk-${"0123456789abcdef".repeat(2)}`],
    wrong: {
      "arn:aws:kms:us-east-1:111122223333:alias/ml":
        "is the ARN of an alias, which can later point to another key; write the ARN of the key",
      "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab":
        "is a key of another region than the cluster; write a key in us-east-1",
      "1234abcd-12ab-34cd-56ef-1234567890ab": NO_KEY,
      "alias/ml": NO_KEY,
      "arn:aws:kms:us-east-1:111122223333:key/ml": NO_KEY,
    },
  },
  "kmsKeyArn where the region is the provider's": {
    check: arns.kmsKeyArn(),
    fine: [KEY, "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    wrong: {
      "": NO_KEY,
      "arn:aws:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab":
        "is not in the partition of the region; write the ARN of a key in the partition of us-gov-west-1, which starts with arn:aws-us-gov:",
    },
  },
};

describe("a check of ARNs", () => {
  for (const [name, { check, fine, wrong }] of Object.entries(table)) {
    for (const value of fine) it(`${name} accepts "${value}"`, () => assert.equal(check(value), undefined));
    for (const [value, rule] of Object.entries(wrong)) {
      it(`${name} refuses "${value}"`, () => assert.equal(check(value), rule));
    }
  }
});

describe("the partition of a region", () => {
  const partitions: [region: string | undefined, partition: string | undefined][] = [
    ["us-east-1", "aws"],
    ["ap-southeast-7", "aws"],
    ["mx-central-1", "aws"],
    ["cn-northwest-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["eusc-de-east-1", "aws-eusc"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eu-isoe-west-1", "aws-iso-e"],
    ["us-isof-south-1", "aws-iso-f"],
    ["xx-moon-1", undefined],
    [undefined, undefined],
  ];
  for (const [region, partition] of partitions) {
    it(`${String(region)} is in ${String(partition)}`, () => assert.equal(partitionOf(region), partition));
  }
});
