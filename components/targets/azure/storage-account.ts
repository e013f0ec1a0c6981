import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { getSubnetOutput } from "@pulumi/azure-native/network/getSubnet";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { StorageAccount, type StorageAccountArgs } from "@pulumi/azure-native/storage/storageAccount";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomString } from "@pulumi/random/randomString";
import type { Problem } from "../../shared/invalid-args";
import { refuseLate } from "../../shared/late-refusal";
import { componentName } from "../../shared/store-distance";
import type { Labels } from "../../shared/values";
import { warn } from "../../shared/warn";
import type { StoreRequest } from "../object-stores";
import type { AzureBlobStoreArgs } from "./bucket-args";
import { NO_LOCATION, subnetProblems, subscriptionProblems, type SubnetEndpoints } from "./problems/bucket";
import { locationSpec, SUBNET_ID } from "./spec";
import { accountReference, hasOwnGroup, type AccountReference } from "./storage-account-id";

/** Options of each resource: its parent and its Azure provider. */
export interface StoreOptions {
  readonly parent: pulumi.ComponentResource;
  readonly provider: pulumi.ProviderResource;
}

/** The name of a storage account, and the resource group that it is in. */
export interface AccountPlace {
  readonly resourceGroupName: pulumi.Output<string>;
  readonly accountName: pulumi.Output<string>;
}

type Request = StoreRequest<AzureBlobStoreArgs>;

/** Characters of a generated account name: those of the component, and the random ones after them. */
const NAME_LENGTH = 16;
const SUFFIX_LENGTH = 8;

/** The `tags` of a resource; nothing if there are no labels. */
export const tagged = (tags: Labels): { tags?: Labels } => (Object.keys(tags).length === 0 ? {} : { tags });

/** What is appended to the name of the component in the names of the account and what belongs to it. */
export const BLOBS_PART = "-blobs";

/** Options of what holds data. `path` is the path of its id below the id of the account. */
export function keptOptions(
  { block, adopt, keepData }: Request,
  opts: StoreOptions,
  path = "",
): pulumi.CustomResourceOptions {
  const imported = adopt && typeof block.accountId === "string" ? { import: `${block.accountId}${path}` } : {};
  return { ...opts, retainOnDelete: keepData, ...imported };
}

/** Creates a storage account, with a resource group of its own unless the block names one. */
export function createAccount(request: Request, opts: StoreOptions) {
  const location = locationOf(request, opts);
  const place = newPlace(request, location, opts);
  const account = new StorageAccount(
    `${request.name}${BLOBS_PART}`,
    { ...place, location, ...tagged(request.labels), ...accountInputs(request, location, opts) },
    {
      ...keptOptions(request, opts),
      // Azure fixes these when it creates an account. An import reads values for them, which the program does not write: without
      // this option, the next update would replace the account to remove them.
      ignoreChanges: ["isHnsEnabled", "enableNfsV3", "extendedLocation"],
    },
  );
  return { account, location, resourceGroupName: place.resourceGroupName };
}

/** Where the account is that `accountId` names. */
export function placeOf(request: Request, opts: StoreOptions): AccountPlace {
  const reference = checkedReference(request, opts);
  return {
    resourceGroupName: reference.apply(({ resourceGroup }) => resourceGroup),
    accountName: reference.apply(({ account }) => account),
  };
}

/** The provider works in its own subscription only, whatever an id says. */
const checkedReference = ({ name, block }: Request, opts: StoreOptions): pulumi.Output<AccountReference> =>
  pulumi.all([block.accountId ?? "", getClientConfigOutput(opts).subscriptionId]).apply(async ([id, own]) => {
    const reference = accountReference(id) ?? { subscription: own, resourceGroup: "", account: "" };
    await refuseLate(
      componentName(opts.parent, name),
      subscriptionProblems("azureBlob.accountId", reference.subscription, own),
    );
    return reference;
  });

/** Where the account is created. A resource group of its own is kept like the account, because deleting it would delete the account. */
function newPlace(request: Request, location: pulumi.Output<string>, opts: StoreOptions): AccountPlace {
  const { name, block } = request;
  const reference = typeof block.accountId === "string" ? accountReference(block.accountId) : undefined;
  const place =
    reference === undefined
      ? {
          accountName: pulumi.output(block.accountName ?? generatedName(name, opts)),
          resourceGroupName: block.resourceGroup,
        }
      : placeOf(request, opts);
  const isOwn = reference === undefined ? block.resourceGroup === undefined : hasOwnGroup(reference);
  if (!isOwn) return { ...place, resourceGroupName: pulumi.output(place.resourceGroupName ?? "") };
  const { import: accountId, ...kept } = keptOptions(request, opts);
  const group = new ResourceGroup(
    `${name}${BLOBS_PART}`,
    { resourceGroupName: place.resourceGroupName ?? place.accountName, location, ...tagged(request.labels) },
    { ...kept, ...(accountId !== undefined && { import: groupId(accountId) }) },
  );
  return { ...place, resourceGroupName: group.name };
}

function generatedName(name: string, { parent }: StoreOptions): pulumi.Output<string> {
  const random = new RandomProvider(`${name}${BLOBS_PART}-random`, {}, { parent });
  const { result: suffix } = new RandomString(
    `${name}${BLOBS_PART}-suffix`,
    { length: SUFFIX_LENGTH, special: false, upper: false },
    { parent, provider: random },
  );
  const start = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  return pulumi.interpolate`${start.slice(0, NAME_LENGTH)}${suffix}`;
}

/** The location of the block, else the cluster's region. */
const locationOf = ({ name, block, region }: Request, opts: StoreOptions): pulumi.Output<string> =>
  pulumi.all([block.location, region]).apply(async ([written, ofCluster]) => {
    const known = written ?? ofCluster;
    const problems = known === undefined ? [{ path: "azureBlob.location", reason: NO_LOCATION }] : [];
    await refuseLate(componentName(opts.parent, name), problems);
    return locationSpec(known);
  });

/** What a new account is, besides its name and place. */
const accountInputs = (
  request: Request,
  location: pulumi.Output<string>,
  opts: StoreOptions,
): Omit<StorageAccountArgs, "resourceGroupName"> => ({
  ...(request.block.premium === false
    ? { kind: "StorageV2", sku: { name: "Standard_ZRS" } }
    : { kind: "BlockBlobStorage", sku: { name: "Premium_LRS" } }),
  minimumTlsVersion: "TLS1_2",
  enableHttpsTrafficOnly: true,
  allowBlobPublicAccess: false,
  allowCrossTenantReplication: false,
  isLocalUserEnabled: false,
  allowSharedKeyAccess: request.block.workloadIdentity !== true,
  encryption: {
    keySource: "Microsoft.Storage",
    requireInfrastructureEncryption: true,
    services: { blob: { enabled: true, keyType: "Account" } },
  },
  networkRuleSet: networkRules(request, location, opts),
});

/** If the subnets of the cluster are known, nothing else reaches the account; and everything that logs in, if they are not. */
const networkRules = (
  { name, subnetIds, region }: Request,
  location: pulumi.Output<string>,
  opts: StoreOptions,
): StorageAccountArgs["networkRuleSet"] =>
  pulumi.all([subnetIds, location, region]).apply(([ids, own, ofCluster]) => {
    if (ids.length === 0) return pulumi.output({ bypass: "AzureServices", defaultAction: "Allow" as const });
    const isSameRegion = ofCluster === undefined || locationSpec(ofCluster) === own;
    const subnets = getClientConfigOutput(opts).apply(({ subscriptionId }) =>
      pulumi.all(ids.map((id) => readSubnet(id, subscriptionId, opts))),
    );
    return subnets.apply(async (found) => {
      await checkSubnets(name, subnetProblems("azureBlob", found.flat(), isSameRegion), opts);
      return {
        bypass: "AzureServices",
        defaultAction: "Deny" as const,
        virtualNetworkRules: ids.map((virtualNetworkResourceId) => ({
          virtualNetworkResourceId,
          action: "Allow" as const,
        })),
      };
    });
  });

/** Refuses subnets that cannot reach the account. A preview only warns, because the run may be about to add what is missing. */
async function checkSubnets(name: string, problems: readonly Problem[], { parent }: StoreOptions): Promise<void> {
  const component = componentName(parent, name);
  if (!pulumi.runtime.isDryRun()) return refuseLate(component, problems);
  for (const { path, reason } of problems) warn(component, `${path}: ${reason}`);
}

/** A subnet, unless it is in another subscription, which the provider cannot read. */
function readSubnet(id: string, own: string, opts: StoreOptions): pulumi.Output<SubnetEndpoints[]> {
  const [, subscription, resourceGroupName = "", virtualNetworkName = "", subnetName = ""] = SUBNET_ID.exec(id) ?? [];
  if (subscription?.toLowerCase() !== own.toLowerCase()) return pulumi.output([]);
  return getSubnetOutput({ resourceGroupName, virtualNetworkName, subnetName }, opts).apply(({ serviceEndpoints }) => [
    { id, ...(serviceEndpoints !== undefined && { serviceEndpoints }) },
  ]);
}

const groupId = (accountId: string): string => accountId.replace(/\/providers\/.*$/i, "");
