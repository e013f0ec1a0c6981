import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import * as pulumi from "@pulumi/pulumi";
import type { AzureContext } from "./context";
import { assignRole } from "./role-assignments";

/** The identities of a cluster. */
export interface ClusterIdentities {
  /** The identity of the control plane. */
  readonly controlPlane: UserAssignedIdentity;
  /** The identity of the nodes. */
  readonly nodes: UserAssignedIdentity;
  /** What the control plane may do; it must wait for that. */
  readonly grants: readonly pulumi.Resource[];
}

/**
 * Creates the identities. The control plane puts nodes and load balancers into the subnet, and gives the nodes their identity. The
 * nodes themselves may do nothing: pods have their own identities, which workload identity gives them.
 */
export function createIdentities(
  name: string,
  subnetId: pulumi.Output<string>,
  context: AzureContext,
): ClusterIdentities {
  const { opts, resourceGroupName, location, uniqueName, tags } = context;
  const identity = (part: string): UserAssignedIdentity =>
    new UserAssignedIdentity(
      `${name}-${part}`,
      { resourceGroupName, location, resourceName: pulumi.interpolate`${uniqueName}-${part}`, tags },
      opts,
    );
  const [controlPlane, nodes] = [identity("control-plane"), identity("nodes")];
  const principal = { principalId: controlPlane.principalId, principalType: "ServicePrincipal" };
  const grants = [
    assignRole(`${name}-control-plane-network`, { ...principal, role: "networkContributor", scope: subnetId }, opts),
    assignRole(`${name}-control-plane-nodes`, { ...principal, role: "managedIdentityOperator", scope: nodes.id }, opts),
  ];
  return { controlPlane, nodes, grants };
}
