import type { ClusterArgs } from "@pulumi/gcp/container/cluster";
import { IAMMember } from "@pulumi/gcp/projects/iammember";
import { ClusterRoleBinding } from "@pulumi/kubernetes/rbac/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import type { GcpContext } from "./context";
import { groupDomains, principalOf } from "./principals";

/**
 * Lets a principal find the clusters of the project and reach their API servers, also by the DNS endpoint: it contains
 * `container.clusters.get`, `list` and `connect`. It gives no right inside a cluster.
 */
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
  const { type, email } = principalOf(member);
  const own = `${name}-${kind}-${member}`;
  return [
    // It is one grant for all clusters of the project, so others may need it after this cluster, or this input, is gone.
    new IAMMember(own, { project, role: FIND_AND_CONNECT, member }, { ...opts, retainOnDelete: true }),
    new ClusterRoleBinding(
      own,
      {
        metadata: { name: own },
        roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: CLUSTER_ROLES[kind] },
        subjects: [{ apiGroup: RBAC, kind: type === "group" ? "Group" : "User", name: email }],
      },
      inCluster,
    ),
  ];
}

/**
 * Lets RBAC name Google groups: those in the group `gke-security-groups` of the domain. Without it, a group in a role binding has
 * no members.
 */
export function groupsConfig({ admins, viewers }: ClusterSpec): ClusterArgs["authenticatorGroupsConfig"] {
  const [first] = groupDomains([...admins, ...viewers]);
  return first === undefined ? undefined : { securityGroup: `gke-security-groups@${first.domain}` };
}

const RBAC = "rbac.authorization.k8s.io";
