import { ApiError } from "../../cloud/api-error";
import { document, matching, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { documentRule } from "./policy-document";

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const INLINE = "aws:iam/rolePolicy:RolePolicy";
const POLICY = "aws:iam/policy:Policy";
const NAME = matching(/^[\w+=,.@-]{1,128}$/, "expected 1 to 128 letters, digits and _+=,.@-");

/** The policies of AWS that a role may have; what is not here does not exist, as far as tests go. */
const MANAGED = [
  "AmazonEKSClusterPolicy",
  "AmazonEKSVPCResourceController",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonSSMManagedInstanceCore",
  "service-role/AmazonEBSCSIDriverPolicy",
  "service-role/AmazonEBSCSIDriverPolicyV2",
];

export const policy = awsType(
  {
    title: "IAM Policy",
    inputs: {
      name: text({ replaces: true, rule: NAME }),
      description: text({ replaces: true }),
      path: text({ default: "/", replaces: true }),
      policy: document({ required: true, rule: documentRule }),
    },
    autoname: { property: "name", maxLength: 128 },
    outputs: ["arn", "attachmentCount", "policyId"],
    create(cloud, inputs) {
      const arn = cloud.arn("iam", "", `policy${textAt(inputs, "path")}${textAt(inputs, "name")}`);
      if (cloud.find(POLICY, arn)) {
        throw new ApiError("EntityAlreadyExists", `A policy called ${textAt(inputs, "name")} already exists.`);
      }
      return { id: arn, outputs: { arn, attachmentCount: 0, policyId: cloud.newId("ANPA") } };
    },
    delete(cloud, { id }) {
      if (cloud.resources(ATTACHMENT).some(({ inputs }) => textAt(inputs, "policyArn") === id)) {
        throw new ApiError("DeleteConflict", "Cannot delete a policy attached to entities.");
      }
    },
  },
  { global: true },
);

export const rolePolicyAttachment = awsType(
  {
    title: "IAM Role Policy Attachment",
    inputs: { policyArn: text({ required: true, replaces: true }), role: text({ required: true, replaces: true }) },
    outputs: [],
    create(cloud, inputs) {
      const [role, arn] = [neededRoleName(cloud, textAt(inputs, "role")), textAt(inputs, "policyArn")];
      const managed = MANAGED.some((name) => arn === `arn:${cloud.partition}:iam::aws:policy/${name}`);
      if (!managed && !cloud.find(POLICY, arn)) {
        throw new ApiError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`);
      }
      return { id: `${role}/${arn}`, outputs: {} };
    },
  },
  { global: true, untagged: true },
);

export const rolePolicy = awsType(
  {
    title: "IAM Role Policy",
    inputs: {
      name: text({ replaces: true, rule: NAME }),
      policy: document({ required: true, rule: documentRule }),
      role: text({ required: true, replaces: true }),
    },
    autoname: { property: "name", maxLength: 128 },
    outputs: [],
    create: (cloud, inputs) => ({
      id: `${neededRoleName(cloud, textAt(inputs, "role"))}:${textAt(inputs, "name")}`,
      outputs: {},
    }),
  },
  { global: true, untagged: true },
);

function neededRoleName(cloud: AwsCloud, name: string): string {
  const missing = `The role with name ${name} cannot be found.`;
  return cloud.needed("aws:iam/role:Role", name, "NoSuchEntity", missing).id;
}

/** The ARNs of the policies that are attached to a role. */
export function attachmentsOf(cloud: AwsCloud, role: string): string[] {
  const attached = cloud.resources(ATTACHMENT).filter(({ inputs }) => textAt(inputs, "role") === role);
  return attached.map(({ inputs }) => textAt(inputs, "policyArn"));
}

/** The policies that are written into a role. */
export function inlinePoliciesOf(cloud: AwsCloud, role: string) {
  return cloud.resources(INLINE).filter(({ inputs }) => textAt(inputs, "role") === role);
}
