import { setTimeout as delay } from "node:timers/promises";
import { ApiError } from "../../cloud/api-error";
import { list, text } from "../../cloud/shape";
import { textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { azureType, named } from "../azure-type";

export const IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
const CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential";
const PATH =
  "resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}";

export const userAssignedIdentity = azureType({
  title: "User Assigned Identity",
  path: PATH,
  name: named(/^[A-Za-z0-9][\w-]{2,127}$/, "write 3 to 128 letters, digits, _ and -"),
  inputs: {},
  outputs: ["clientId", "principalId", "tenantId"],
  create: (cloud) => ({
    outputs: { clientId: cloud.guid(), principalId: cloud.newPrincipal(), tenantId: cloud.tenant },
  }),
  delete(cloud, { outputs }) {
    cloud.directory.delete(textAt(outputs, "principalId"));
  },
});

/** Workload identity documentation: at most 20 for each identity. */
const MOST_CREDENTIALS = 20;
/** How long Azure takes to write one. */
const WRITE_MS = 10;

export const federatedIdentityCredential = azureType({
  title: "Federated Identity Credential",
  path: `${PATH}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}`,
  name: named(/^[A-Za-z0-9][\w-]{2,119}$/, "write 3 to 120 letters, digits, _ and -"),
  naming: "copy",
  tracked: false,
  inputs: {
    audiences: list(text(), { required: true }),
    issuer: text({ required: true }),
    subject: text({ required: true }),
  },
  outputs: [],
  async create(cloud, inputs, id) {
    await writing(cloud, id, () => {
      check(cloud, inputs, id);
    });
    return { outputs: {} };
  },
  update: (cloud, { id }, news) =>
    writing(cloud, id, () => {
      check(cloud, news, id);
    }),
  delete: (cloud, { id }) => writing(cloud, id, () => undefined),
});

const identityOf = (id: string): string => id.split("/").slice(0, -2).join("/").toLowerCase();

/**
 * Azure refuses a second write to one identity at the same time. The provider tries again after 20 s, 60 s and 120 s
 * (pulumi-azure-native #4343 and #4421), for which nobody should wait, so that here it does not.
 */
async function writing({ busyIdentities: busy }: AzureCloud, id: string, write: () => void): Promise<void> {
  const identity = identityOf(id);
  if (busy.has(identity)) {
    const reason = `Too many Federated Identity Credentials are written concurrently for the managed identity '${identity}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`;
    throw new ApiError("ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity", reason);
  }
  busy.add(identity);
  try {
    write();
    await delay(WRITE_MS);
  } finally {
    busy.delete(identity);
  }
}

function check(cloud: AzureCloud, inputs: Parameters<typeof textAt>[0], id: string): void {
  const others = cloud
    .resources(CREDENTIAL)
    .filter((other) => other.id !== id && identityOf(other.id) === identityOf(id))
    .map((other) => other.inputs);
  if (others.length >= MOST_CREDENTIALS) {
    const reason = `The managed identity already has ${MOST_CREDENTIALS} federated identity credentials.`;
    throw new ApiError("FederatedIdentityCredentialLimitReached", reason);
  }
  const key = (values: typeof inputs) => `${textAt(values, "issuer")} ${textAt(values, "subject")}`;
  if (others.some((other) => key(other) === key(inputs))) {
    const reason = "Issuer and subject combination already exists for this Managed Identity.";
    throw new ApiError("BadRequest", reason);
  }
}
