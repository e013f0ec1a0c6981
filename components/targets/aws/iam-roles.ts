import * as eks from "@pulumi/aws/eks";
import { Role, RolePolicy, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceAccount } from "../dns-roles";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";
import type { PolicyDocument } from "./policies/document";
import { nodeTrust, podIdentityTrust } from "./policies/trust";

/** What a role may do: names of policies that AWS manages, and one policy document of ours. */
export interface Permissions {
  readonly managed?: readonly string[];
  readonly inline?: pulumi.Output<PolicyDocument>;
}

/** A role and its policies. What uses the role must depend on the policies. */
export interface RoleWithPolicies {
  readonly arn: pulumi.Output<string>;
  readonly policies: readonly pulumi.CustomResource[];
}

/** The role of the nodes. */
export const createNodeRole = (name: string, context: AwsContext): RoleWithPolicies =>
  createRole(`${name}-node`, context.partition.apply(nodeTrust), NODE_PERMISSIONS, context);

/** What kubelet, the CNI and the SSM agent of a node need, and pulling images. */
const NODE_PERMISSIONS: Permissions = {
  managed: [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
  ],
};

/** A role that the pods of one service account in this cluster may use through EKS Pod Identity. */
export function createPodRole(
  name: string,
  account: ServiceAccount,
  permissions: Permissions,
  cluster: ControlPlane,
  context: AwsContext,
): RoleWithPolicies {
  const trust = cluster.arn.apply((clusterArn) =>
    podIdentityTrust({ clusterArn, namespace: account.namespace, serviceAccount: account.name }),
  );
  return createRole(name, trust, permissions, context);
}

/** Gives a role to a service account that no EKS add-on creates. */
export function associate(
  name: string,
  account: ServiceAccount,
  role: RoleWithPolicies,
  cluster: ControlPlane,
  { opts, tagged }: AwsContext,
): eks.PodIdentityAssociation {
  const args = {
    clusterName: cluster.name,
    namespace: account.namespace,
    serviceAccount: account.name,
    roleArn: role.arn,
    tags: tagged(name),
  };
  return new eks.PodIdentityAssociation(name, args, { ...opts, dependsOn: [...role.policies] });
}

/** A role with this trust and these permissions. */
export function createRole(
  name: string,
  trust: pulumi.Output<PolicyDocument>,
  { managed = [], inline }: Permissions,
  { opts, partition, tagged }: Pick<AwsContext, "opts" | "partition" | "tagged">,
): RoleWithPolicies {
  const role = new Role(name, { assumeRolePolicy: pulumi.jsonStringify(trust), tags: tagged(name) }, opts);
  const attachments = managed.map((policy) => {
    const attachmentName = `${name}-${policy.split("/").at(-1) ?? policy}`;
    const policyArn = pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`;
    return new RolePolicyAttachment(attachmentName, { role: role.name, policyArn }, opts);
  });
  const own =
    inline === undefined ? [] : [new RolePolicy(name, { role: role.name, policy: pulumi.jsonStringify(inline) }, opts)];
  return { arn: role.arn, policies: [...attachments, ...own] };
}
