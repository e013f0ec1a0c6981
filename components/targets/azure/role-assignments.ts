import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import * as pulumi from "@pulumi/pulumi";
import { RandomUuid } from "@pulumi/random/randomUuid";

/** Ids of the built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles, of 2026-11. */
export const ROLES = {
  reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  networkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
  managedIdentityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
  dnsZoneContributor: "befefa01-2a29-4197-83a8-272ff33ce314",
  /** Lets a principal fetch the kubeconfig, which holds no credential. */
  clusterUser: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  /** Lets a principal do everything in the cluster. */
  clusterAdmin: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  /** Lets a principal read most objects in namespaces, but not secrets. */
  clusterReader: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
} as const;

/** Who gets a role, and where. */
export interface Assignment {
  readonly role: keyof typeof ROLES;
  /** Object id of the principal. */
  readonly principalId: pulumi.Output<string> | string;
  /** Kind of the principal; absent for one that exists, because Azure then looks it up. */
  readonly principalType?: string;
  /** Id of the resource for which the role counts. */
  readonly scope: pulumi.Output<string>;
}

/** Providers and parent of the resources of an assignment. */
export interface AssignmentContext {
  readonly opts: pulumi.CustomResourceOptions;
  readonly random: pulumi.CustomResourceOptions;
  readonly subscriptionId: pulumi.Output<string>;
}

/**
 * Gives a role to a principal. The name of an assignment must be a UUID, and an assignment with that name cannot be given to another
 * principal, so another principal gets another UUID.
 */
export function assignRole(
  name: string,
  { role, scope, principalId, principalType }: Assignment,
  { opts, random, subscriptionId }: AssignmentContext,
): RoleAssignment {
  const isCreator = principalType === undefined;
  const uuid = new RandomUuid(name, isCreator ? {} : { keepers: { principalId, scope } }, random);
  return new RoleAssignment(
    name,
    {
      roleAssignmentName: uuid.result,
      roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`,
      principalId,
      principalType,
      scope,
    },
    opts,
  );
}
