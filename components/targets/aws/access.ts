import { AccessEntry, AccessPolicyAssociation } from "@pulumi/aws/eks";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";

/** Gives access to the API server. Objects in the cluster must depend on this, or nobody could delete them. */
export const createAccess = (
  name: string,
  { admins, viewers, apiAccess }: ClusterSpec,
  cluster: ControlPlane,
  context: AwsContext,
): pulumi.CustomResource[] => [
  ...admins.flatMap((arn) => accessEntry(`${name}-admin`, arn, "AmazonEKSClusterAdminPolicy", cluster, context)),
  ...viewers.flatMap((arn) => accessEntry(`${name}-viewer`, arn, "AmazonEKSViewPolicy", cluster, context)),
  ...apiAccess.privateCidrs.map((cidr) => ingressRule(`${name}-api-${cidr}`, cidr, cluster, context)),
];

function accessEntry(
  kind: string,
  principalArn: string,
  policy: string,
  cluster: ControlPlane,
  { opts, partition, tagged }: AwsContext,
): pulumi.CustomResource[] {
  const name = `${kind}-${principalName(principalArn)}`;
  const principal = { clusterName: cluster.name, principalArn };
  // An ARN may contain characters that a tag may not, so the name in the tag has no ARN.
  const entry = new AccessEntry(name, { ...principal, type: "STANDARD", tags: tagged(kind) }, opts);
  const policyArn = pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/${policy}`;
  const args = { ...principal, policyArn, accessScope: { type: "cluster" } };
  return [entry, new AccessPolicyAssociation(name, args, { ...opts, dependsOn: entry })];
}

/** `111122223333:role/admin`: unique, and the same after other principals are added or removed. */
const principalName = (arn: string): string => arn.replace(/^arn:[^:]*:iam::/, "");

/** Allows a private block to reach the private endpoint of the API server. */
function ingressRule(
  name: string,
  cidrIpv4: string,
  cluster: ControlPlane,
  { opts, tagged }: AwsContext,
): SecurityGroupIngressRule {
  const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  const args = { securityGroupId: cluster.securityGroupId, cidrIpv4, ...https, tags: tagged(name) };
  return new SecurityGroupIngressRule(name, args, opts);
}
