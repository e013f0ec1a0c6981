import type { Deployed } from "../../../../helpers/deploy";

/** The only identity provider by which pods may log in, and the only audience. */
interface Login {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** What a program lets whom do in Azure, as text that one can compare: roles with their scope, and who acts as an identity. */
export const grantsIn = (graph: Deployed): string[] =>
  graph.resources
    .flatMap((resource) => {
      const inputs = graph.revealInputs(resource) as Record<string, string>;
      if (resource.type.startsWith("azure-native:authorization:")) {
        const { roleDefinitionId, scope, principalId } = inputs;
        return [`${roleDefinitionId ?? ""} on ${scope ?? ""} for ${principalId ?? ""}`];
      }
      if (!resource.type.endsWith(":FederatedIdentityCredential")) return [];
      const { issuer, subject, audiences } = inputs as unknown as Login;
      return [`${subject} of ${issuer} for ${audiences.join()} is ${inputs["resourceName"] ?? ""}`];
    })
    .sort();
