import * as eks from "@pulumi/aws/eks";
import { Role, RolePolicy, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";
import type { PolicyDocument } from "./policies/document";
import { nodeTrust, podIdentityTrust } from "./policies/trust";

/** Pods of one service account. */
export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** What a role may do: policies that AWS keeps, by their names, and one of our own. */
export interface Permissions {
  readonly managed?: readonly string[];
  readonly inline?: pulumi.Output<PolicyDocument>;
}

/** A role, and what it may do: whatever uses the role has to come after that, and to go before it. */
export interface GrantedRole {
  readonly arn: pulumi.Output<string>;
  readonly granted: readonly pulumi.CustomResource[];
}

/** The role of the nodes. */
export const createNodeRole = (name: string, context: AwsContext): GrantedRole =>
  createRole(`${name}-node`, context.partition.apply(nodeTrust), NODE_PERMISSIONS, context);

/** What kubelet, the CNI and the SSM agent of a node do; pulling images is all a node may do beyond its own cluster. */
const NODE_PERMISSIONS: Permissions = {
  managed: [
    "AmazonEKSWorkerNodePolicy",
    "AmazonEC2ContainerRegistryPullOnly",
    "AmazonEKS_CNI_Policy",
    "AmazonSSMManagedInstanceCore",
  ],
};

/** A role that pods of one service account, in this cluster alone, may use through EKS Pod Identity. */
export function createPodRole(
  name: string,
  account: ServiceAccount,
  permissions: Permissions,
  cluster: ControlPlane,
  context: AwsContext,
): GrantedRole {
  const trust = cluster.arn.apply((clusterArn) =>
    podIdentityTrust({ clusterArn, namespace: account.namespace, serviceAccount: account.name }),
  );
  return createRole(name, trust, permissions, context);
}

/** Gives a service account a role, where no add-on of EKS does it. */
export function associate(
  name: string,
  account: ServiceAccount,
  role: GrantedRole,
  cluster: ControlPlane,
  { opts, tagged }: AwsContext,
): eks.PodIdentityAssociation {
  const who = { namespace: account.namespace, serviceAccount: account.name };
  const args = { clusterName: cluster.name, ...who, roleArn: role.arn, tags: tagged(name) };
  return new eks.PodIdentityAssociation(name, args, { ...opts, dependsOn: [...role.granted] });
}

function createRole(
  name: string,
  trust: pulumi.Output<PolicyDocument>,
  { managed = [], inline }: Permissions,
  { opts, partition, tagged }: AwsContext,
): GrantedRole {
  const role = new Role(name, { assumeRolePolicy: pulumi.jsonStringify(trust), tags: tagged(name) }, opts);
  const attachments = managed.map((policy) => {
    const own = `${name}-${policy.split("/").at(-1) ?? policy}`;
    const policyArn = pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}`;
    return new RolePolicyAttachment(own, { role: role.name, policyArn }, opts);
  });
  const own =
    inline === undefined ? [] : [new RolePolicy(name, { role: role.name, policy: pulumi.jsonStringify(inline) }, opts)];
  return { arn: role.arn, granted: [...attachments, ...own] };
}
