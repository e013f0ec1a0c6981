import type { Check } from "../../../shared/checks";
import { locationSpec, SUBNET_ID } from "../spec";
import { accountReference } from "../storage-account-id";
import { sizeName, whyUnusable } from "../vm-sizes";

/** A region by its name in Azure's API, or by its display name. Other clouds write dashes in the names of regions. */
export const location: Check = (value) => {
  const isNamed = /^[a-z]{4,}\d?(?:euap|stg)?$/.test(locationSpec(value)) && /^[a-z0-9]+(?: [a-z0-9]+)*$/i.test(value);
  return isNamed && !AREAS.includes(locationSpec(value))
    ? undefined
    : "is not a region of Azure, such as centralus or Central US";
};

/** What Azure lists as locations beside its regions, in `az account list-locations` of 2026-11: no cluster can be there. */
const AREAS = [
  ...[
    "global",
    "asia",
    "asiapacific",
    "australia",
    "austria",
    "brazil",
    "canada",
    "chile",
    "europe",
    "france",
    "germany",
  ],
  ...[
    "india",
    "indonesia",
    "israel",
    "italy",
    "japan",
    "korea",
    "malaysia",
    "mexico",
    "newzealand",
    "norway",
    "poland",
  ],
  ...["qatar", "singapore", "southafrica", "spain", "sweden", "switzerland", "taiwan", "unitedkingdom"],
  ...["unitedarabemirates", "unitedstates", "unitedstateseuap"],
];

/** Name of a resource group: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules. */
export const resourceGroup: Check = (value) => {
  if (/^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$/u.test(value)) {
    // AKS forms names from it, and cuts none.
    return value.length <= 63 ? undefined : "is too long; use at most 63 characters";
  }
  return "is not the name of a resource group; use letters, digits, '-', '_', '.' and parentheses, without '.' at the end";
};

/** Id of a subnet. */
export const subnetId: Check = (value) =>
  SUBNET_ID.test(value)
    ? undefined
    : "is not the id of a subnet: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>";

/** A VM size whose nodes work in an AKS cluster without further parts. */
export const vmSize: Check = (value) => {
  if (sizeName(value) !== undefined) return whyUnusable(value);
  const guess = `Standard_${value.replace(/^standard_/i, "")}`;
  return `is not a VM size of Azure; write ${sizeName(guess) === undefined ? "one such as Standard_D8ds_v5" : guess}`;
};

/** Name of a pool: AKS allows no dash. `added` characters are appended to what the caller wrote. */
export const poolName =
  (added = 0): Check =>
  (value) => {
    if (!/^[a-z][a-z0-9]*$/.test(value)) {
      const guess = value.replace(/[^a-z0-9]/g, "").replace(/^\d+/, "");
      const example = guess === "" ? "general" : guess.slice(0, 12 - added);
      return `is not a name for a node pool of AKS, which has only a-z and 0-9 and starts with a letter; write ${example}`;
    }
    return value.length + added <= 12
      ? undefined
      : `is too long for a node pool of AKS; write at most ${String(12 - added)} characters, such as ${value.slice(0, 12 - added)}`;
  };

/** The name of the component, with which names of cloud resources start. `most` includes the `added` characters after it. */
export const clusterName =
  (most: number, added: number): Check =>
  (value) => {
    if (!/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/i.test(value)) {
      return "is not a name for an AKS cluster; use letters, digits and '-', with a letter or digit at both ends";
    }
    // https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-reserved-resource-name, of 2026-11: names of
    // what has a host name, as an API server has.
    const [reserved] = /microsoft|windows|^login/i.exec(value) ?? [];
    if (reserved !== undefined) return `has the word ${reserved}, which Azure reserves; use another name`;
    return value.length + added <= most
      ? undefined
      : `is too long for the name of an AKS cluster; use at most ${String(most - added)} characters`;
  };

/** The start of the name of a managed identity, to which `added` characters are appended. */
export const identityName =
  (added: number): Check =>
  (value) => {
    if (!/^[a-z0-9][a-z0-9_-]*$/i.test(value)) {
      return "is not a name for a managed identity; use letters, digits, '-' and '_', with a letter or digit first";
    }
    return value.length + added <= 128
      ? undefined
      : `is too long for the name of a managed identity; use at most ${String(128 - added)} characters`;
  };

/** Name of a storage account: https://learn.microsoft.com/azure/storage/common/storage-account-overview, of 2026-11. */
export const storageAccount: Check = (value) => {
  if (/^[a-z0-9]{3,24}$/.test(value)) return undefined;
  const guess = value.toLowerCase().replace(/[^a-z0-9]/g, "");
  const example = guess.length < 3 ? "pachyderm2026" : guess.slice(0, 24);
  return `is not the name of a storage account, which has 3 to 24 characters of a-z and 0-9; write ${example}`;
};

/** Name of a container of blobs: https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata. */
export const container: Check = (value) =>
  /^(?=.{3,63}$)[a-z0-9]+(?:-[a-z0-9]+)*$/.test(value)
    ? undefined
    : "is not the name of a container; use 3 to 63 characters of a-z, 0-9 and '-', with a letter or digit at both ends and after each '-'";

/** Id of a storage account. */
export const storageAccountId: Check = (value) => {
  const reference = accountReference(value);
  return reference === undefined || storageAccount(reference.account) !== undefined
    ? "is not the id of a storage account: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Storage/storageAccounts/<account>"
    : undefined;
};

/** A version that AKS accepts. */
export const kubernetesVersion: Check = (value) =>
  /^1\.\d{2}(?:\.\d+)?$/.test(value) ? undefined : "is not a Kubernetes version of AKS, such as 1.35 or 1.35.2";

/** Availability zones have numbers, also in the labels of nodes: `centralus-1`. */
export const zone: Check = (value) => {
  if (/^[1-3]$/.test(value)) return undefined;
  const [, number] = /^[a-z0-9]+-([1-3])$/.exec(value) ?? [];
  return `is not an availability zone of Azure; write ${number ?? "1, 2 or 3"}`;
};

/** A principal of Entra ID. */
export const principal: Check = (value) => {
  const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  const [type = "", id = "", ...rest] = value.split(":");
  if (["user", "group", "servicePrincipal"].includes(type) && uuid.test(id) && rest.length === 0) return undefined;
  return uuid.test(value)
    ? `has no type; write user:${value}, group:${value} or servicePrincipal:${value}`
    : "is not a principal of Entra ID; write user:, group: or servicePrincipal: and its object id, a UUID";
};

/** Prefixes of labels that only AKS, or only Kubernetes, may set: https://learn.microsoft.com/azure/aks/use-labels, of 2026-11. */
export const nodeLabelKey: Check = (value) => {
  const [, prefix = ""] = /^([^/]*)\//.exec(value) ?? [];
  if (/(?:^|\.)kubernetes\.azure\.com$/.test(prefix)) return "has a prefix that only AKS may use";
  const isReserved =
    /(?:^|\.)(?:kubernetes|k8s)\.io$/.test(prefix) && !/(?:^|\.)(?:node|kubelet)\.kubernetes\.io$/.test(prefix);
  return isReserved ? "has a prefix that nodes may not set; write another prefix, or none" : undefined;
};

/** Key of a taint. */
export const taintKey: Check = (value) =>
  /(?:^|\.)kubernetes\.azure\.com\//.test(value) ? "has a prefix that only AKS may use" : undefined;

/** Key of a tag: https://learn.microsoft.com/azure/aks/use-tags, of 2026-11. */
export const tagKey: Check = (value) => {
  if (/^(?:microsoft|azure|windows|aks-managed)/i.test(value)) return "starts with a word that is reserved for Azure";
  return /^[^<>%&\\?/\p{Cc}]{1,512}$/u.test(value)
    ? undefined
    : "is not the key of a tag of Azure; use at most 512 characters without < > % & \\ ? and /, all on one line";
};

/** Value of a tag. */
export const tagValue: Check = (value) => {
  if (/\p{Cc}/u.test(value)) return "has a control character, such as a line break; use text on one line";
  return value.length <= 256 ? undefined : "is too long; use at most 256 characters";
};

/** A time of the day in UTC. */
export const time: Check = (value) =>
  /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(value) ? undefined : "is not a time in UTC, such as 02:00";
