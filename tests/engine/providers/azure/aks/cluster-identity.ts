import { type Properties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { flagAt, listAt, textAt } from "../../cloud/values";
import { type AzureCloud } from "../azure-cloud";
import { IDENTITY } from "../identity/managed-identity";
import { hasRole, ROLES } from "../identity/role-assignment";
import { subnetIdsOf } from "./cluster-network";

/** The principal of the control plane, if its identity is one that the program made. */
export function controlPrincipal(cloud: AzureCloud, inputs: Properties): string | undefined {
  const [id] = listAt(inputs.identity, "userAssignedIdentities");
  return id === undefined ? undefined : textAt(cloud.referred(IDENTITY, id).outputs, "principalId");
}

/**
 * Refuses identities without the roles that they need (AKS documentation, "Use a managed identity in AKS"): to assign the identity
 * of the kubelets to machines, and to let machines join a subnet. A role takes a while to be known, which the AKS resource provider
 * waits for.
 */
export async function checkIdentities(cloud: AzureCloud, inputs: Properties): Promise<void> {
  const kubelet = textAt(objectAt(inputs.identityProfile, "kubeletidentity"), "resourceId");
  const principal = controlPrincipal(cloud, inputs);
  if (principal === undefined) {
    if (kubelet !== "")
      refuse(
        "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster",
        "A custom kubelet identity requires a user-assigned identity of the control plane.",
      );
    return;
  }
  const may = (role: string, scope: string) => cloud.eventually(() => hasRole(cloud, principal, role, scope));
  if (kubelet !== "") {
    cloud.referred(IDENTITY, kubelet);
    if (!(await may(ROLES.managedIdentityOperator, kubelet))) {
      const reason = `The cluster user assigned identity must be given permission to assign kubelet identity ${kubelet}. Check access result not allowed for action Microsoft.ManagedIdentity/userAssignedIdentities/assign/action.`;
      refuse("CustomKubeletIdentityMissingPermissionError", reason);
    }
  }
  for (const subnetId of subnetIdsOf(inputs)) {
    if (await may(ROLES.networkContributor, subnetId)) continue;
    const reason = `The client with object id '${principal}' does not have authorization to perform action 'Microsoft.Network/virtualNetworks/subnets/join/action' over scope '${subnetId}'.`;
    refuse("LinkedAuthorizationFailed", reason);
  }
}

/** Refuses logins that do not go together (AKS documentation, "Manage local accounts with AKS-managed Microsoft Entra integration"). */
export function checkLogins(inputs: Properties): void {
  const isManaged = flagAt(inputs.aadProfile, "managed");
  if (flagAt(inputs, "disableLocalAccounts") && !isManaged) {
    refuse("InvalidParameter", "disableLocalAccounts requires a cluster with managed Microsoft Entra integration.");
  }
  if (flagAt(inputs.aadProfile, "enableAzureRBAC") && !isManaged) {
    refuse("InvalidParameter", "enableAzureRBAC requires a cluster with managed Microsoft Entra integration.");
  }
}

function refuse(code: string, reason: string): never {
  throw new ApiError(code, reason);
}
