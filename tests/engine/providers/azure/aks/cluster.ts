import { type Properties, objectAt } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import type { CloudResource } from "../../cloud/resource-type";
import { flagAt, objectsAt, textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { azureType, named } from "../azure-type";
import { addStorageClasses, removeStorageClasses } from "../in-cluster/storage-classes";
import { CLUSTER, clusterOf } from "./cluster-facts";
import { checkIdentities, checkLogins } from "./cluster-identity";
import { CLUSTER_INPUTS } from "./cluster-inputs";
import { checkAccess, checkNetwork } from "./cluster-network";
import { addInlinePool, changePool, checkNewPool, type Cluster, emptyPool, inlineView, poolsOf } from "./pools";
import { poolNameRule } from "./pool-checks";
import { checkUpgrade, DEFAULT_VERSION, patchOf } from "./versions";

const GROUP = "azure-native:resources:ResourceGroup";

export const managedCluster = azureType({
  title: "AKS Managed Cluster",
  path: "resourceGroups/{resourceGroupName}/providers/Microsoft.ContainerService/managedClusters/{resourceName}",
  name: named(/^[A-Za-z0-9]$|^[A-Za-z0-9][\w-]{0,61}[A-Za-z0-9]$/, "write 1 to 63 letters, digits, _ and -"),
  inputs: CLUSTER_INPUTS,
  outputs: [
    "agentPoolProfiles",
    "azurePortalFQDN",
    "currentKubernetesVersion",
    "eTag",
    "fqdn",
    "identityProfile",
    "maxAgentPools",
    "oidcIssuerProfile",
    "powerState",
    "provisioningState",
    "resourceUID",
  ],
  async create(cloud, inputs, asked) {
    if (cloud.resources(CLUSTER).length > 0)
      throw new Error("the test's cloud has one API server, and another cluster has it");
    // Azure answers with `resourcegroups`.
    const id = asked.replace("/resourceGroups/", "/resourcegroups/");
    const kubernetesVersion = textAt(inputs, "kubernetesVersion") || DEFAULT_VERSION;
    const filled = { ...inputs, ...chosen(inputs), kubernetesVersion };
    const cluster: Cluster = {
      id,
      location: textAt(inputs, "location"),
      version: patchOf(kubernetesVersion),
      nodeResourceGroup: textAt(filled, "nodeResourceGroup"),
    };
    check(cloud, filled);
    await checkIdentities(cloud, inputs);
    const profiles = objectsAt(inputs, "agentPoolProfiles");
    checkPools(profiles);
    for (const profile of profiles) checkNewPool(cloud, cluster, profile);
    addNodeResourceGroup(cloud, cluster);
    for (const profile of profiles) await addInlinePool(cloud, cluster, profile);
    await addStorageClasses(cloud);
    return {
      id,
      inputs: { ...chosen(inputs), kubernetesVersion },
      outputs: { ...answer(cloud, cluster, inputs), agentPoolProfiles: poolsOf(cloud, id).map(inlineView) },
    };
  },
  async update(cloud, cluster, news) {
    const { inputs: olds } = cluster;
    check(cloud, news, olds);
    if (
      flagAt(olds.oidcIssuerProfile, "enabled") &&
      news.oidcIssuerProfile !== undefined &&
      !flagAt(news.oidcIssuerProfile, "enabled")
    ) {
      throw new ApiError("OIDCIssuerFeatureCannotBeDisabled", "OIDC issuer feature cannot be disabled.");
    }
    const version = textAt(news, "kubernetesVersion");
    checkUpgrade(textAt(cluster.outputs, "currentKubernetesVersion"), version);
    const facts = { ...clusterOf(cluster), version: patchOf(version) };
    cluster.outputs = { ...cluster.outputs, currentKubernetesVersion: facts.version, eTag: cloud.guid() };
    await changeInlinePools(cloud, facts, objectsAt(news, "agentPoolProfiles"));
    showPools(cloud, cluster);
  },
  refresh: showPools,
  async delete(cloud, cluster) {
    const facts = clusterOf(cluster);
    for (const pool of poolsOf(cloud, cluster.id)) await emptyPool(cloud, facts, pool);
    await removeStorageClasses(cloud);
    // The node resource group goes with all that is in it: load balancers, and disks whatever their claims say (AKS FAQ, "Why are
    // two resource groups created with AKS?").
    cloud.loadBalancers.clear();
    cloud.volumes.clear();
    const group = cloud.resources(GROUP).find(({ outputs }) => outputs.name === facts.nodeResourceGroup);
    if (group) cloud.remove(group);
  },
});

function check(cloud: AzureCloud, inputs: Properties, olds?: Properties): void {
  const prefix = textAt(inputs, "dnsPrefix");
  if (!/^[A-Za-z0-9]$|^[A-Za-z0-9][A-Za-z0-9-]{0,52}[A-Za-z0-9]$/.test(prefix)) {
    throw new ApiError(
      "DnsPrefixInvalid",
      `The DNS prefix ${JSON.stringify(prefix)} must have 1 to 54 letters, digits and hyphens.`,
    );
  }
  checkSupport(inputs);
  checkLogins(inputs);
  checkAccess(inputs, olds);
  checkNetwork(cloud, inputs);
}

/** AKS documentation, "Long-term support for AKS versions". */
function checkSupport(inputs: Properties): void {
  if (textAt(inputs, "supportPlan") !== "AKSLongTermSupport" || textAt(inputs.sku, "tier") === "Premium") return;
  throw new ApiError("InvalidParameter", "The support plan AKSLongTermSupport requires the tier Premium.");
}

/** AKS documentation, "Manage system node pools" (Azure/AKS #1602). */
function checkPools(profiles: readonly Properties[]): void {
  for (const profile of profiles) {
    const reason = poolNameRule(textAt(profile, "name"));
    if (reason !== undefined) throw new ApiError("InvalidParameter", `agentPoolProfile.name: ${reason}`);
  }
  if (!profiles.some((profile) => textAt(profile, "mode") === "System")) {
    throw new ApiError("InvalidParameter", "Must define at least one system pool.");
  }
}

/**
 * What a PUT of the cluster does to pools: changes those that it lists, whoever made them, adds none (pulumi-azure-native #579 and
 * #2719), and leaves those that it does not list (#1686).
 */
async function changeInlinePools(cloud: AzureCloud, cluster: Cluster, profiles: readonly Properties[]): Promise<void> {
  for (const { name, ...profile } of profiles) {
    const pool = poolsOf(cloud, cluster.id).find(({ outputs }) => outputs.name === name);
    if (!pool) {
      const reason = `A new agent pool was introduced. Adding agent pools to an existing cluster is not allowed through managed cluster operations. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api`;
      throw new ApiError("BadRequest", reason);
    }
    await changePool(cloud, cluster, pool, profile);
  }
}

/** A cluster shows all its pools, not only those that it was created with. */
function showPools(cloud: AzureCloud, cluster: CloudResource): void {
  cluster.outputs = { ...cluster.outputs, agentPoolProfiles: poolsOf(cloud, cluster.id).map(inlineView) };
}

/** What AKS takes where the program leaves it the choice. */
function chosen(inputs: Properties): Properties {
  const [group, name, location] = ["resourceGroupName", "resourceName", "location"].map((key) => textAt(inputs, key));
  return {
    dnsPrefix: textAt(inputs, "dnsPrefix") || `${name ?? ""}-dns`,
    enableRBAC: inputs.enableRBAC ?? true,
    nodeResourceGroup:
      textAt(inputs, "nodeResourceGroup") || `MC_${group ?? ""}_${name ?? ""}_${location ?? ""}`.slice(0, 80),
    sku: { name: "Base", tier: "Free", ...objectAt(inputs, "sku") },
    networkProfile: {
      dnsServiceIP: "10.0.0.10",
      networkPlugin: "azure",
      outboundType: "loadBalancer",
      serviceCidr: "10.0.0.0/16",
      loadBalancerSku: "standard",
      ...objectAt(inputs, "networkProfile"),
    },
  };
}

function answer(cloud: AzureCloud, cluster: Cluster, inputs: Properties): Properties {
  const host = `${textAt(inputs, "dnsPrefix")}-${cloud.digits(8)}`;
  const kubelet = objectAt(inputs.identityProfile, "kubeletidentity");
  const own = {
    clientId: cloud.guid(),
    objectId: cloud.newPrincipal(),
    resourceId: `${cluster.nodeResourceGroup}/agentpool`,
  };
  return {
    azurePortalFQDN: `${host}.portal.hcp.${cluster.location}.azmk8s.io`,
    currentKubernetesVersion: cluster.version,
    eTag: cloud.guid(),
    fqdn: `${host}.hcp.${cluster.location}.azmk8s.io`,
    identityProfile: { kubeletidentity: Object.keys(kubelet).length > 0 ? kubelet : own },
    maxAgentPools: 100,
    oidcIssuerProfile: {
      enabled: true,
      issuerURL: `https://${cluster.location}.oic.prod-aks.azure.com/${cloud.tenant}/${cloud.guid()}/`,
    },
    powerState: { code: "Running" },
    provisioningState: "Succeeded",
    resourceUID: cloud.digits(24),
  };
}

/** AKS makes a group for machines, load balancers and disks, of which no program knows. */
function addNodeResourceGroup(cloud: AzureCloud, { id, location, nodeResourceGroup }: Cluster): void {
  const groupId = `${id.split("/resourcegroups/")[0] ?? ""}/resourceGroups/${nodeResourceGroup}`;
  if (cloud.find(GROUP, groupId)) {
    throw new ApiError(
      "NodeResourceGroupAlreadyExists",
      `The node resource group ${nodeResourceGroup} already exists.`,
    );
  }
  const inputs = { resourceGroupName: nodeResourceGroup, location };
  cloud.add({ type: GROUP, id: groupId, name: "", inputs, outputs: { name: nodeResourceGroup }, maker: "" });
}
