import type { Properties } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { flag, list, object, oneOf, text } from "../../cloud/shape";
import { objectsAt, textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { azureType, named } from "../azure-type";
import { networkOf, SUBNET } from "../network/virtual-network";

export const ACCOUNT = "azure-native:storage:StorageAccount";
export const ACCOUNT_PATH =
  "resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}";

/** Azure Storage documentation, "Storage account overview": which kind has which redundancy. */
const SKUS: Readonly<Record<string, readonly string[]>> = {
  BlockBlobStorage: ["Premium_LRS", "Premium_ZRS"],
  StorageV2: ["Standard_LRS", "Standard_ZRS", "Standard_GRS", "Standard_RAGRS", "Standard_GZRS"],
};

/** Inputs that the API takes only when it creates an account replace it (pulumi-azure-native, missing in the body of PATCH). */
export const storageAccount = azureType({
  title: "Storage Account",
  path: ACCOUNT_PATH,
  name: named(/^[a-z0-9]{3,24}$/, "write 3 to 24 characters of a-z and 0-9"),
  inputs: {
    kind: oneOf(Object.keys(SKUS), { required: true }),
    sku: object({ name: text({ required: true }) }, { required: true }),
    accessTier: oneOf(["Hot", "Cool", "Premium"]),
    isHnsEnabled: flag({ replaces: true }),
    enableNfsV3: flag({ replaces: true }),
    minimumTlsVersion: oneOf(["TLS1_2", "TLS1_3"]),
    enableHttpsTrafficOnly: flag(),
    allowBlobPublicAccess: flag(),
    allowCrossTenantReplication: flag(),
    isLocalUserEnabled: flag(),
    allowSharedKeyAccess: flag(),
    encryption: object({
      keySource: oneOf(["Microsoft.Storage", "Microsoft.Keyvault"]),
      requireInfrastructureEncryption: flag(),
      services: object({ blob: object({ enabled: flag(), keyType: oneOf(["Account", "Service"]) }) }),
    }),
    networkRuleSet: object({
      bypass: text(),
      defaultAction: oneOf(["Allow", "Deny"], { required: true }),
      virtualNetworkRules: list(
        object({ virtualNetworkResourceId: text({ required: true }), action: oneOf(["Allow"]) }),
      ),
    }),
  },
  outputs: ["primaryLocation", "provisioningState"],
  create(cloud, inputs) {
    const name = textAt(inputs, "accountName");
    const isTaken =
      cloud.foreignAccounts.has(name) || cloud.resources(ACCOUNT).some((one) => one.outputs.name === name);
    if (isTaken)
      throw new ApiError("StorageAccountAlreadyTaken", `The storage account named ${name} is already taken.`);
    check(cloud, inputs);
    // What every answer has, and a program does not write: an import finds it.
    return {
      inputs: { accessTier: "Hot", isHnsEnabled: false },
      outputs: { primaryLocation: textAt(inputs, "location"), provisioningState: "Succeeded" },
    };
  },
  update(cloud, { inputs }, news) {
    if (textAt(inputs, "kind") !== textAt(news, "kind")) {
      throw new ApiError(
        "AccountPropertyCannotBeUpdated",
        "The property 'kind' was specified in the input, but it cannot be updated.",
      );
    }
    check(cloud, news);
  },
  delete(cloud, { id }) {
    cloud.forgetBlobs(id);
  },
});

function check(cloud: AzureCloud, inputs: Properties): void {
  const [kind, sku] = [textAt(inputs, "kind"), textAt(inputs.sku, "name")];
  if (!SKUS[kind]?.includes(sku)) {
    throw new ApiError(
      "InvalidValuesForRequestParameters",
      `Values for request parameters are invalid: kind ${kind} with sku ${sku}.`,
    );
  }
  for (const rule of objectsAt(inputs.networkRuleSet, "virtualNetworkRules")) {
    checkSubnet(cloud, textAt(rule, "virtualNetworkResourceId"), textAt(inputs, "location"));
  }
}

/** Azure Storage documentation, "Create a virtual network rule": the endpoint is one for the region of the account, or for all. */
function checkSubnet(cloud: AzureCloud, id: string, location: string): void {
  const { inputs } = cloud.referred(SUBNET, id);
  const endpoints = objectsAt(inputs, "serviceEndpoints").map((one) => textAt(one, "service"));
  const isNear = textAt(networkOf(cloud, id).inputs, "location") === location;
  const fits = endpoints.includes("Microsoft.Storage.Global") || (isNear && endpoints.includes("Microsoft.Storage"));
  if (fits) return;
  const [network, subnet] = [id.split("/").at(-3) ?? "", id.split("/").at(-1) ?? ""];
  const reason = `Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured:Subnets ${subnet} of virtual network ${network} do not have ServiceEndpoints for Microsoft.Storage resources configured.`;
  throw new ApiError("NetworkAclsValidationFailure", reason);
}

/** A storage account by its name and resource group. */
export const neededAccount = (
  cloud: AzureCloud,
  args: Properties,
  settings: Parameters<AzureCloud["subscriptionOf"]>[0],
) => {
  const [group, name] = [textAt(args, "resourceGroupName"), textAt(args, "accountName")];
  const id = `/subscriptions/${cloud.subscriptionOf(settings)}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${name}`;
  const reason = `The Resource 'Microsoft.Storage/storageAccounts/${name}' under resource group '${group}' was not found.`;
  return cloud.needed(ACCOUNT, id, "ResourceNotFound", reason);
};
