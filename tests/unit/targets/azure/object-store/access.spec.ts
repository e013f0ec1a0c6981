import assert from "node:assert/strict";
import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential";
import { deploy } from "../../../../helpers/deploy";
import { SUBSCRIPTION } from "../aks";
import { grantsIn } from "./access-problems";
import { accountId, IDENTITY, store } from "./store";

const roleDefinitionId = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe`;
const scope = `${accountId("pachydermx7k2p9ab")}/blobServices/default/containers/pachyderm`;
const principalId = "principal-of-pachyderm-blobs";
const AUDIENCE = "api://AzureADTokenExchange";

/** Exactly these: one role for the blobs of the container, and two service accounts that act as the identity. */
const EXPECTED = [
  `${roleDefinitionId} on ${scope} for ${principalId}`,
  ...["pachyderm", "pachyderm-worker"].map(
    (account) =>
      `system:serviceaccount:pachyderm:${account} of ${IDENTITY.oidcIssuer} for ${AUDIENCE} is pachyderm-blobs0a1b2c3d`,
  ),
];

describe("what pods may do in Azure", () => {
  it("is to use the blobs of the one container, for exactly two service accounts", async () => {
    assert.deepEqual(grantsIn(await store({ block: { workloadIdentity: true } })), EXPECTED);
  });

  it("is given by no role, if they log in with the key of the account", async () => {
    assert.deepEqual(grantsIn(await store()), []);
  });
});

describe("the check of what pods may do in Azure fails for", () => {
  const role = { roleDefinitionId, scope, principalId };
  const credential = {
    ...{ resourceGroupName: "ml", resourceName: "pachyderm-blobs0a1b2c3d", issuer: IDENTITY.oidcIssuer },
    ...{ subject: "system:serviceaccount:pachyderm:pachyderm", audiences: [AUDIENCE] },
  };
  const widened: Readonly<Record<string, () => unknown>> = {
    "a role with more permissions": () =>
      new RoleAssignment("x", {
        ...role,
        roleDefinitionId: roleDefinitionId.replace(/[^/]+$/, "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"),
      }),
    "the whole account": () => new RoleAssignment("x", { ...role, scope: accountId("pachydermx7k2p9ab") }),
    "the resource group": () => new RoleAssignment("x", { ...role, scope: `${SUBSCRIPTION}/resourceGroups/ml` }),
    "another principal": () => new RoleAssignment("x", { ...role, principalId: "somebody" }),
    "another service account": () =>
      new FederatedIdentityCredential("x", { ...credential, subject: "system:serviceaccount:default:default" }),
    "another issuer": () => new FederatedIdentityCredential("x", { ...credential, issuer: "https://oidc.example.org" }),
    "another audience": () => new FederatedIdentityCredential("x", { ...credential, audiences: ["everyone"] }),
  };
  for (const [title, program] of Object.entries(widened)) {
    it(title, async () => {
      const [grant = ""] = grantsIn(await deploy(program));
      assert.ok(grant !== "" && !EXPECTED.includes(grant), grant);
    });
  }
});
