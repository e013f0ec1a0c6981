import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import type { AzureContext } from "./context";
import { assignRole, type Role } from "./role-assignments";

/** How Azure spells the kinds of principals. */
const TYPES: Readonly<Record<string, string>> = {
  user: "User",
  group: "Group",
  servicePrincipal: "ServicePrincipal",
};

/** The parts of a principal as it is written: `user:<object id>`. Azure ignores the case of object ids. */
export function principalOf(member: string): { readonly type: string; readonly id: string } {
  const [type = "", id = ""] = member.split(":");
  return { type, id: id.toLowerCase() };
}

/** Gives the listed principals access to the cluster. It counts after up to five minutes, which nothing here waits for. */
export function createAccess(
  name: string,
  { admins, viewers }: ClusterSpec,
  cluster: ManagedCluster,
  context: AzureContext,
): pulumi.CustomResource[] {
  const give = (part: string, principalId: string, role: Role, type: string): pulumi.CustomResource =>
    assignRole(`${name}-${part}`, { role, principalId, principalType: TYPES[type], scope: cluster.id }, context.opts);
  const members = (kind: string, list: readonly string[], role: Role): pulumi.CustomResource[] =>
    list.flatMap((member) => {
      const { type, id } = principalOf(member);
      return [give(`${kind}-${id}`, id, role, type), give(`${kind}-${id}-login`, id, "clusterUser", type)];
    });
  return [...members("admin", admins, "clusterAdmin"), ...members("viewer", viewers, "clusterReader")];
}

/**
 * Makes whoever creates the cluster its administrator, who stays that also if somebody else runs Pulumi later. Pulumi itself creates
 * objects in the cluster with this role, and the API server answers 403 until it knows the role, up to five minutes later. With the
 * cluster's own resource group as scope, the role is assigned before the cluster, and is known when the first node pool is ready. In a
 * group that was given, that scope would include other clusters, so the scope is the cluster: then the role is only as old as the node
 * pools take, about three minutes, and the first run may fail.
 */
export const createCreatorAccess = (
  name: string,
  scope: pulumi.Output<string>,
  { creatorId, opts }: AzureContext,
): pulumi.CustomResource =>
  assignRole(
    `${name}-creator`,
    // Pulumi does not know whether a person or a program runs it, but both exist already.
    { role: "clusterAdmin", principalId: creatorId, principalType: undefined, scope },
    { ...opts, ignoreChanges: ["principalId", "roleAssignmentName"] },
  );
