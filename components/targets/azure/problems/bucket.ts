import { checked, checkedCount } from "../../../shared/checks";
import type { WorkloadIdentity } from "../../../shared/facts";
import { isDeferred, problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { plainFact } from "../../../shared/known-facts";
import { filled } from "../../../shared/one-of";
import type { StoreCheck } from "../../object-stores";
import type { AzureBlobStoreArgs } from "../bucket-args";
import * as formats from "./formats";
import { labelProblems } from "./tags";

/** The most days for which Azure keeps deleted objects: https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview. */
const MOST_DAYS = 365;

/** The name of an identity is that of the component, `-blobs` and eight characters that Pulumi adds. */
const IDENTITY_SUFFIX = "-blobs".length + 8;

/** The form of each input. */
export const fieldProblems = (path: string, block: AzureBlobStoreArgs): Problem[] => [
  ...checked(`${path}.container`, block.container, formats.container),
  ...checked(`${path}.accountName`, block.accountName, formats.storageAccount),
  ...checked(`${path}.resourceGroup`, block.resourceGroup, formats.resourceGroup),
  ...checked(`${path}.accountId`, block.accountId, formats.storageAccountId),
  ...checked(`${path}.location`, block.location, formats.location),
  ...checkedCount(`${path}.noncurrentDays`, block.noncurrentDays, 1, MOST_DAYS),
];

/** Missing inputs, and inputs that do not fit together. */
export const ruleProblems = (check: StoreCheck<AzureBlobStoreArgs>): Problem[] => [
  ...accountProblems(check),
  ...(check.block.create === false ? existingProblems(check) : newProblems(check)),
  ...(check.block.workloadIdentity === true ? checked("name", check.name, formats.identityName(IDENTITY_SUFFIX)) : []),
  // Nothing has tags if an account that exists is opened with its key.
  ...(check.block.create === false && check.block.workloadIdentity !== true ? [] : labelProblems(check.labels)),
];

/** The account is named once. */
function accountProblems({ block, path }: StoreCheck<AzureBlobStoreArgs>): Problem[] {
  const { accountId, accountName, resourceGroup } = block;
  return [
    ...(accountId === undefined ? [] : filled({ accountName, resourceGroup })).map((input) => ({
      path: `${path}.${input}`,
      reason: "repeats what accountId says; leave one of them out.",
    })),
    ...problemIf(
      typeof resourceGroup === "string" && resourceGroup === accountName,
      `${path}.resourceGroup`,
      "is the name of the account, but only a group that the component creates may have this name. Leave it out, or use another group.",
    ),
  ];
}

function existingProblems({ block, path }: StoreCheck<AzureBlobStoreArgs>): Problem[] {
  const { accountId, container, location, premium, noncurrentDays } = block;
  return [
    ...missing({ accountId, container }, path, "and create is false. Name the account and the container that exist."),
    ...filled({ location, premium, noncurrentDays }).map((input) => ({
      path: `${path}.${input}`,
      reason: "has no effect on an account that exists. Leave it out.",
    })),
  ];
}

function newProblems({ name, block, path, cluster, adopt }: StoreCheck<AzureBlobStoreArgs>): Problem[] {
  const { accountId, container, location } = block;
  const region = plainFact(cluster, "region");
  return [
    ...(container === undefined ? checked("name", name, formats.container) : []),
    ...(adopt
      ? missing(
          { accountId },
          path,
          "and adopt takes an account back by its id. Write the id of the account that was kept.",
        )
      : []),
    ...problemIf(
      isDeferred(accountId),
      `${path}.accountId`,
      "is an output, and decides which resources are created. Write the id as text.",
    ),
    ...problemIf(
      adopt && isDeferred(container),
      `${path}.container`,
      "is an output, and adopt needs a name that is known before anything runs. Write the name as text.",
    ),
    ...problemIf(location === undefined && region.known && region.value === undefined, `${path}.location`, NO_LOCATION),
    ...problemIf(
      location === undefined &&
        region.known &&
        region.value !== undefined &&
        formats.location(region.value) !== undefined,
      `${path}.location`,
      `is missing, and the cluster is in ${shown(region.known ? region.value : undefined)}, which is no region of Azure. Write the region of the account, such as centralus.`,
    ),
  ];
}

/** Why an account has no location. */
export const NO_LOCATION =
  "is missing, and the facts of the cluster name no region. Write the region of the cluster, such as centralus.";

const missing = (inputs: Record<string, unknown>, path: string, why: string): Problem[] =>
  Object.keys(inputs)
    .filter((input) => inputs[input] === undefined)
    .map((input) => ({ path: `${path}.${input}`, reason: `is missing, ${why}` }));

/** An account is created in the provider's subscription only, and so is what is read of one. */
export const subscriptionProblems = (path: string, written: string | undefined, own: string): Problem[] =>
  problemIf(
    written !== undefined && written.toLowerCase() !== own.toLowerCase(),
    path,
    `is in the subscription ${written ?? ""}, but the azure-native provider is for ${own}. Pass a provider for that subscription.`,
  );

/** The parts of a subnet that say which accounts it reaches. */
export interface SubnetEndpoints {
  readonly id: string;
  readonly serviceEndpoints?: readonly { readonly service?: string }[];
}

const REGIONAL = "Microsoft.Storage";
const GLOBAL = "Microsoft.Storage.Global";

/**
 * An account that only some subnets may reach needs a service endpoint in each of them, and one for all regions if the account is in
 * another one: https://learn.microsoft.com/azure/storage/common/storage-network-security, of 2026-11.
 */
export function subnetProblems(path: string, subnets: readonly SubnetEndpoints[], isSameRegion: boolean): Problem[] {
  const [needed, enough] = isSameRegion ? [REGIONAL, [REGIONAL, GLOBAL]] : [GLOBAL, [GLOBAL]];
  return subnets
    .filter(({ serviceEndpoints = [] }) => !serviceEndpoints.some(({ service = "" }) => enough.includes(service)))
    .map(({ id }) => ({
      path,
      reason: `cannot be reached from ${id}, in which the cluster has its nodes: the subnet has no service endpoint ${needed}. Add it to the subnet${isSameRegion ? "" : ", or leave out location"}.`,
    }));
}

/** What the identity of the cluster lacks. */
export const identityProblems = (
  path: string,
  { workloadIdentity = false }: AzureBlobStoreArgs,
  { oidcIssuer, resourceGroup }: WorkloadIdentity = {},
): Problem[] =>
  problemIf(
    workloadIdentity && (oidcIssuer === undefined || resourceGroup === undefined),
    `${path}.workloadIdentity`,
    "cannot be used: cluster.identity has no oidcIssuer with a resourceGroup for identities. Write both, or leave it out: then pods log in with the account's key.",
  );
