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

/**
 * Gives access to the cluster. AKS learns of a new role within about five minutes; by then the first node pool is ready, for which
 * workloads wait.
 */
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
  return [
    createCreator(`${name}-creator`, cluster, context),
    ...members("admin", admins, "clusterAdmin"),
    ...members("viewer", viewers, "clusterReader"),
  ];
}

/** Whoever creates the cluster stays its administrator, also if somebody else runs Pulumi later. */
const createCreator = (
  name: string,
  cluster: ManagedCluster,
  { creatorId, opts }: AzureContext,
): pulumi.CustomResource =>
  assignRole(
    name,
    // Pulumi does not know whether a person or a program runs it, but both exist already.
    { role: "clusterAdmin", principalId: creatorId, principalType: undefined, scope: cluster.id },
    { ...opts, ignoreChanges: ["principalId", "roleAssignmentName"] },
  );
