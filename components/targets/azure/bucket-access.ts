import { FederatedIdentityCredential } from "@pulumi/azure-native/managedidentity/federatedIdentityCredential";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { listStorageAccountKeysOutput } from "@pulumi/azure-native/storage/listStorageAccountKeys";
import * as pulumi from "@pulumi/pulumi";
import type { CreatedStore, StoreRequest } from "../object-stores";
import type { UsedContainer } from "./bucket";
import type { AzureBlobStoreArgs } from "./bucket-args";
import { assignRole } from "./role-assignments";
import { BLOBS_PART, tagged, type StoreOptions } from "./storage-account";

/** How pods reach the container. */
type Access = Pick<CreatedStore, "account" | "annotations" | "podLabels" | "identities"> & {
  readonly grants: readonly pulumi.Resource[];
};

/** Pods log in with the first of the account's two keys. It opens the whole account, which holds nothing else. */
export function shareKey({ accountName, resourceGroupName }: UsedContainer, opts: StoreOptions): Access {
  const { keys } = listStorageAccountKeysOutput({ accountName, resourceGroupName }, opts);
  const key = pulumi.secret(keys.apply(([first]) => first?.value ?? ""));
  return { account: { name: accountName, key }, annotations: {}, podLabels: {}, identities: {}, grants: [] };
}

/** Creates an identity that may use the blobs of the container, and that exactly these service accounts log in as. */
export function shareIdentity(
  { name, identity, accounts, labels }: StoreRequest<AzureBlobStoreArgs>,
  container: UsedContainer,
  opts: StoreOptions,
): Access {
  const resourceGroupName = identity.apply(({ resourceGroup = "" }) => resourceGroup);
  const part = `${name}${BLOBS_PART}`;
  const own = new UserAssignedIdentity(part, { resourceGroupName, ...tagged(labels) }, opts);
  const credentials: FederatedIdentityCredential[] = [];
  for (const account of accounts) {
    credentials.push(
      new FederatedIdentityCredential(
        `${part}-${account.name}`,
        {
          resourceGroupName,
          resourceName: own.name,
          federatedIdentityCredentialResourceName: `${account.namespace}-${account.name}`,
          issuer: identity.apply(({ oidcIssuer = "" }) => oidcIssuer),
          subject: `system:serviceaccount:${account.namespace}:${account.name}`,
          audiences: ["api://AzureADTokenExchange"],
        },
        // Azure refuses two credentials of one identity at the same time.
        { ...opts, dependsOn: credentials.slice(-1) },
      ),
    );
  }
  const grant = assignRole(
    part,
    {
      role: "storageBlobDataContributor",
      scope: container.id,
      principalId: own.principalId,
      principalType: "ServicePrincipal",
      description: "Storage Blob Data Contributor",
    },
    opts,
  );
  return {
    account: { name: container.accountName },
    annotations: { "azure.workload.identity/client-id": own.clientId },
    podLabels: { "azure.workload.identity/use": "true" },
    identities: Object.fromEntries(accounts.map((account) => [account.name, own.clientId])),
    grants: [...credentials, grant],
  };
}
