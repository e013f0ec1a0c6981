import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";

/** Ids of the built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles, of 2026-11. */
const ROLES = {
  reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  networkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
  managedIdentityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
  dnsZoneContributor: "befefa01-2a29-4197-83a8-272ff33ce314",
  /** Lets a principal read, write and delete blobs. */
  storageBlobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  /** Lets a principal fetch the kubeconfig, which holds no credential. */
  clusterUser: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  /** Lets a principal do everything in the cluster. */
  clusterAdmin: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  /** Lets a principal read most objects in namespaces, but not secrets. */
  clusterReader: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
} as const;

/** A built-in role. */
export type Role = keyof typeof ROLES;

/** Who gets a role, and where. */
export interface Assignment {
  readonly role: Role;
  /** Object id of the principal. */
  readonly principalId: pulumi.Input<string>;
  /** Kind of the principal. Without it Azure looks the principal up, which fails for one that was just created. */
  readonly principalType: string | undefined;
  /** Id of the resource for which the role counts. */
  readonly scope: pulumi.Output<string>;
  /** What a plan and Azure's portal show. */
  readonly description?: string;
}

/** Gives a role to a principal. */
export const assignRole = (
  name: string,
  { role, principalId, principalType, scope, description }: Assignment,
  opts: pulumi.CustomResourceOptions,
): RoleAssignment =>
  new RoleAssignment(
    name,
    {
      roleAssignmentName: pulumi
        .all([scope, principalId])
        .apply(([place, principal]) => assignmentName(place, principal, role)),
      // The roles are those of every subscription; an id has to name the one of the scope.
      roleDefinitionId: scope.apply((place) => {
        const [subscription = ""] = /^\/subscriptions\/[^/]+/i.exec(place) ?? [];
        return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[role]}`;
      }),
      principalId,
      // An output, because the SDK would write `User` in place of an absent value, which Azure refuses for any other principal.
      principalType: pulumi.output(principalType),
      scope,
      ...(description !== undefined && { description }),
    },
    opts,
  );

/**
 * The name of an assignment, which must be a UUID. Azure allows one assignment with the same contents, and gives one with the same
 * name to no other principal. So the name is made from the contents, as version 5 of RFC 9562 makes it from a name.
 */
function assignmentName(...contents: readonly string[]): string {
  const hash = createHash("sha1").update(contents.join("\n").toLowerCase()).digest("hex");
  const variant = "89ab"[parseInt(hash[16] ?? "0", 16) % 4] ?? "8";
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join("-");
}
