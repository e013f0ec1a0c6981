import { type Properties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { between, document, flag, matching, number, text } from "../../cloud/shape";
import { objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { awsType } from "../aws-type";
import { attachmentsOf, inlinePoliciesOf } from "./policies";
import { documentRule } from "./policy-document";

const TYPE = "aws:iam/role:Role";

export const role = awsType(
  {
    title: "IAM Role",
    inputs: {
      // IAM User Guide, "IAM and AWS STS quotas": role names have 64 characters.
      name: text({
        replaces: true,
        rule: matching(/^[\w+=,.@-]{1,64}$/, "expected 1 to 64 letters, digits and _+=,.@-"),
      }),
      assumeRolePolicy: document({ required: true, rule: documentRule }),
      description: text(),
      forceDetachPolicies: flag({ default: false }),
      maxSessionDuration: number({ default: 3600, rule: between(3600, 43200) }),
      path: text({ default: "/", replaces: true }),
      permissionsBoundary: text(),
    },
    autoname: { property: "name", maxLength: 64 },
    outputs: ["arn", "createDate", "uniqueId"],
    create(cloud, inputs) {
      const name = textAt(inputs, "name");
      if (cloud.find(TYPE, name)) throw new ApiError("EntityAlreadyExists", `Role with name ${name} already exists.`);
      return {
        id: name,
        outputs: {
          arn: cloud.arn("iam", "", `role${textAt(inputs, "path")}${name}`),
          createDate: new Date().toISOString(),
          uniqueId: cloud.newId("AROA"),
        },
      };
    },
    delete(cloud, { id, outputs }) {
      // IAM API reference, DeleteRole.
      if (attachmentsOf(cloud, id).length > 0) {
        throw new ApiError("DeleteConflict", "Cannot delete entity, must detach all policies first.");
      }
      if (inlinePoliciesOf(cloud, id).length > 0) {
        throw new ApiError("DeleteConflict", "Cannot delete entity, must delete policies first.");
      }
      // Stricter than IAM, which lets it go; the cluster or node group then cannot be deleted (EKS User Guide, "Troubleshooting":
      // NodeInstanceProfileNotFound, IamNodeRoleNotFound).
      const user = usersOf(cloud, textAt(outputs, "arn"))[0];
      if (user) throw new ApiError("DeleteConflict", `Cannot delete entity, ${user.id} uses it.`);
    },
  },
  { global: true },
);

function usersOf(cloud: AwsCloud, arn: string) {
  return [
    ...cloud.resources("aws:eks/cluster:Cluster").filter(({ inputs }) => textAt(inputs, "roleArn") === arn),
    ...cloud.resources("aws:eks/nodeGroup:NodeGroup").filter(({ inputs }) => textAt(inputs, "nodeRoleArn") === arn),
  ];
}

/** The role of that ARN, which must exist and let a service assume it (EKS API reference, InvalidParameterException). */
export function neededRole(cloud: AwsCloud, arn: string, service: string) {
  const found = cloud.resources(TYPE).find(({ outputs }) => textAt(outputs, "arn") === arn);
  if (!found) throw new ApiError("InvalidParameterException", `roleArn, ${arn}, does not exist`);
  if (!trusts(found.inputs, service)) {
    const reason = `Role with arn: ${arn}, could not be assumed because it does not exist or the trusted entity is not correct`;
    throw new ApiError("InvalidParameterException", reason);
  }
  return found;
}

function trusts(inputs: Properties, service: string): boolean {
  const statements = objectsAt(JSON.parse(textAt(inputs, "assumeRolePolicy")) as Properties, "Statement");
  return statements.some((statement) => [objectAt(statement, "Principal").Service].flat().includes(service));
}
