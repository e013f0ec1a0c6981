import { Grant } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import type { AwsContext } from "./context";
import type { RoleWithPolicies } from "./iam-roles";
import { permit, policy, type PolicyDocument } from "./policies/document";

/**
 * Lets EC2 Auto Scaling start machines whose disks are encrypted with a key of the caller:
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html, of 2026-11. Without it,
 * machines stop as soon as they are started.
 */
export const letNodesDecrypt = (
  name: string,
  key: pulumi.Input<string>,
  nodeRole: RoleWithPolicies,
  { opts, partition }: AwsContext,
): Grant => {
  const account = nodeRole.arn.apply((arn) => arn.split(":")[4] ?? "");
  const role = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  return new Grant(
    `${name}-disks`,
    {
      keyId: key,
      granteePrincipal: pulumi.interpolate`arn:${partition}:iam::${account}:${role}`,
      operations: [
        ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey"],
        ...["GenerateDataKeyWithoutPlaintext", "DescribeKey", "CreateGrant"],
      ],
    },
    opts,
  );
};

/**
 * What the disk driver needs to create disks with a key of the caller: "Encryption" in the documentation of the
 * aws-ebs-csi-driver, of 2026-11.
 */
export const diskKeyPolicy = (key: string): PolicyDocument =>
  policy(
    permit(["kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant"], key, {
      Bool: { "kms:GrantIsForAWSResource": "true" },
    }),
    permit(["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"], key),
  );
