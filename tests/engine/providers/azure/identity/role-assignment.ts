import { ApiError } from "../../cloud/api-error";
import { oneOf, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import { type AzureCloud, isSame } from "../azure-cloud";
import { azureType, named } from "../azure-type";

const TYPE = "azure-native:authorization:RoleAssignment";

/** Azure's own roles that clusters need (Azure documentation, "Azure built-in roles"). */
export const ROLES = {
  acrPull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
  clusterAdmin: "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
  clusterReader: "7f6c6a51-bcf8-42ba-9220-52d62157d7db",
  clusterUser: "4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  clusterWriter: "a7ffa36f-339b-4b5c-8bdf-e2c188b2c0eb",
  dnsZoneContributor: "befefa01-2a29-4197-83a8-272ff33ce314",
  managedIdentityOperator: "f1a07417-d97a-45cb-824c-7a7467783830",
  networkContributor: "4d97b98b-1d4f-4787-a291-c67834d212e7",
  privateDnsZoneContributor: "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
  storageBlobDataContributor: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
} as const;

const DEFINITION = /\/providers\/Microsoft\.Authorization\/roleDefinitions\/([0-9a-f-]{36})$/i;

export const roleAssignment = azureType({
  title: "Role Assignment",
  path: "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
  name: named(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, "write a GUID"),
  naming: "guid",
  tracked: false,
  inputs: {
    principalId: text({ required: true, replaces: true }),
    principalType: oneOf(["User", "Group", "ServicePrincipal", "ForeignGroup", "Device"], { computed: true }),
    roleDefinitionId: text({ required: true }),
    description: text(),
    condition: text(),
    conditionVersion: text(),
  },
  outputs: ["createdOn"],
  create(cloud, inputs) {
    const principalId = textAt(inputs, "principalId");
    cloud.checkPrincipal(principalId, textAt(inputs, "principalType") || undefined);
    const role = roleOf(inputs);
    if (role === undefined || !Object.values<string>(ROLES).includes(role)) {
      const reason = `The specified role definition with ID '${textAt(inputs, "roleDefinitionId")}' does not exist.`;
      throw new ApiError("RoleDefinitionDoesNotExist", reason);
    }
    const isThere = cloud
      .resources(TYPE)
      .some(
        (other) =>
          isSame(textAt(other.inputs, "scope"), textAt(inputs, "scope")) &&
          isSame(textAt(other.inputs, "principalId"), principalId) &&
          roleOf(other.inputs) === role,
      );
    if (isThere) throw new ApiError("RoleAssignmentExists", "The role assignment already exists.");
    const { type } = cloud.directory.get(principalId) ?? { type: "ServicePrincipal" };
    return { inputs: { principalType: type }, outputs: { createdOn: new Date().toISOString() } };
  },
  update(_cloud, { inputs }, news) {
    // The provider does not replace it for another role, and Azure refuses that.
    if (roleOf(inputs) !== roleOf(news)) {
      const reason = "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.";
      throw new ApiError("RoleAssignmentUpdateNotPermitted", reason);
    }
  },
});

const roleOf = (inputs: Parameters<typeof textAt>[0]): string | undefined =>
  DEFINITION.exec(textAt(inputs, "roleDefinitionId"))?.[1]?.toLowerCase();

/** Whether a principal has a role for something: there, or for what it lies in. Groups count for their members. */
export function hasRole(cloud: AzureCloud, principalId: string, role: string, scope: string): boolean {
  const groups = [...cloud.members].filter(([, members]) => members.includes(principalId)).map(([group]) => group);
  return cloud.resources(TYPE).some(({ inputs }) => {
    const assigned = textAt(inputs, "scope").toLowerCase();
    const covers = `${scope.toLowerCase()}/`.startsWith(`${assigned}/`);
    return covers && roleOf(inputs) === role && [principalId, ...groups].includes(textAt(inputs, "principalId"));
  });
}
