import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import type { GcpContext } from "./context";

/** Lets a principal find the clusters of the project and reach their API servers. It gives no right inside a cluster. */
const FIND_AND_CONNECT = "roles/container.clusterViewer";

/** The roles that the members get in the cluster. */
const CLUSTER_ROLES = { admin: "cluster-admin", viewer: "view" };

/** Gives access to the cluster: IAM lets the members reach it, RBAC decides what they may do in it. */
export const createAccess = (
  name: string,
  { admins, viewers }: ClusterSpec,
  context: GcpContext,
  inCluster: pulumi.CustomResourceOptions,
): pulumi.CustomResource[] => [
  ...admins.flatMap((member) => accessOf(name, "admin", member, context, inCluster)),
  ...viewers.flatMap((member) => accessOf(name, "viewer", member, context, inCluster)),
];

function accessOf(
  name: string,
  kind: keyof typeof CLUSTER_ROLES,
  member: string,
  { opts, project }: GcpContext,
  inCluster: pulumi.CustomResourceOptions,
): pulumi.CustomResource[] {
  const [type, email = ""] = member.split(":");
  const own = `${name}-${kind}-${member}`;
  return [
    new IAMMember(own, { project, role: FIND_AND_CONNECT, member }, opts),
    new ClusterRoleBinding(
      own,
      {
        metadata: { name: `${name}-${kind}-${email.replace(/[^a-z0-9.-]/gi, "-").toLowerCase()}` },
        roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: CLUSTER_ROLES[kind] },
        subjects: [{ apiGroup: RBAC, kind: type === "group" ? "Group" : "User", name: email }],
      },
      inCluster,
    ),
  ];
}

const RBAC = "rbac.authorization.k8s.io";
