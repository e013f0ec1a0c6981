import { AccessEntry, AccessPolicyAssociation } from "@pulumi/aws/eks";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../target";
import type { ControlPlane } from "./cluster";
import type { AwsContext } from "./context";

/** Lets people in. What is in the cluster goes before this, or nobody could delete it any more. */
export const createAccess = (
  name: string,
  { admins, viewers }: ClusterSpec,
  cluster: ControlPlane,
  context: AwsContext,
): pulumi.CustomResource[] => [
  ...admins.flatMap((arn) => grant(`${name}-admin`, arn, "AmazonEKSClusterAdminPolicy", cluster, context)),
  ...viewers.flatMap((arn) => grant(`${name}-viewer`, arn, "AmazonEKSViewPolicy", cluster, context)),
];

function grant(
  role: string,
  principalArn: string,
  policy: string,
  cluster: ControlPlane,
  { opts, partition, tagged }: AwsContext,
): pulumi.CustomResource[] {
  const name = `${role}-${principalName(principalArn)}`;
  const who = { clusterName: cluster.name, principalArn };
  // What an ARN may hold is more than a tag may, so the name in the tag is that of the role alone.
  const entry = new AccessEntry(name, { ...who, type: "STANDARD", tags: tagged(role) }, opts);
  const policyArn = pulumi.interpolate`arn:${partition}:eks::aws:cluster-access-policy/${policy}`;
  const scope = { accessScope: { type: "cluster" } };
  return [entry, new AccessPolicyAssociation(name, { ...who, policyArn, ...scope }, { ...opts, dependsOn: entry })];
}

/** `111122223333:role/admin`: the ARN's own words, so no two have one name, and none moves when another comes or goes. */
const principalName = (arn: string): string => arn.replace(/^arn:[^:]*:iam::/, "");
