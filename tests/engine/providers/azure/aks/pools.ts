import { isDeepStrictEqual } from "node:util";
import { type Properties, type Value } from "../../property-values";
import { ApiError } from "../../cloud/api-error";
import { nodesOf, relabelNodes, replaceNodes, scaleNodes, startNodes, stopNodes } from "../../cloud/in-cluster/nodes";
import { chosenAmong } from "../../cloud/live-inputs";
import type { CloudResource } from "../../cloud/resource-type";
import { flagAt, listAt, numberAt, textAt } from "../../cloud/values";
import type { AzureCloud } from "../azure-cloud";
import { poolOf } from "../in-cluster/nodes";
import { checkAddresses, checkFirstSize, checkPool, isSpot } from "./pool-checks";
import { FIXED_FIELDS, POOL_FIELDS } from "./pool-fields";
import { checkPoolVersion, patchOf } from "./versions";

export const POOL = "azure-native:containerservice:AgentPool";
/** AKS puts it on spot nodes by itself (AKS documentation, "Add an Azure Spot node pool"). */
const SPOT_TAINT = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule";

/** What a cluster is to its pools. */
export interface Cluster {
  readonly id: string;
  readonly location: string;
  /** The version that the control plane runs. */
  readonly version: string;
  readonly nodeResourceGroup: string;
}

/** The pools of a cluster, inline ones and others: AKS makes no difference between them. */
export const poolsOf = (cloud: AzureCloud, clusterId: string): CloudResource[] =>
  cloud.below(clusterId).filter(({ type }) => type === POOL);

/** What the program, or AKS, says of the pools of a cluster. */
const inputsOf = (cloud: AzureCloud, clusterId: string): Properties[] =>
  poolsOf(cloud, clusterId).map(({ inputs }) => inputs);

/** Refuses a new pool. */
export function checkNewPool(cloud: AzureCloud, cluster: Cluster, given: Properties): void {
  checkPool(given, inputsOf(cloud, cluster.id));
  checkFirstSize(given);
  checkPoolVersion(cluster.version, undefined, versionOf(cluster, given));
}

const versionOf = (cluster: Cluster, given: Properties): string =>
  textAt(given, "orchestratorVersion") || cluster.version;

/** Creates a pool with its nodes. The provider of an `AgentPool` adds the resource itself. */
export async function createPool(cloud: AzureCloud, cluster: Cluster, name: string, given: Properties) {
  checkNewPool(cloud, cluster, given);
  const version = versionOf(cluster, given);
  const inputs = { ...chosen(given), orchestratorVersion: version };
  const state = { ...given, ...inputs };
  checkAddresses(cloud, state, inputsOf(cloud, cluster.id));
  await startNodes(cloud, poolOf(cloud, cluster, name, state), numberAt(state, "count"));
  return { inputs, outputs: { ...outputsOf(version), eTag: cloud.guid() } };
}

/** Adds the pool that a cluster is created with. */
export async function addInlinePool(
  cloud: AzureCloud,
  cluster: Cluster,
  { name, ...given }: Properties,
): Promise<void> {
  const made = await createPool(cloud, cluster, name as string, given);
  const id = `${cluster.id}/agentPools/${name as string}`;
  const inputs = { ...given, ...made.inputs };
  cloud.add({ type: POOL, id, name: "", inputs, outputs: { ...made.outputs, name: name as string }, maker: "" });
}

/** Changes a pool as a PUT of it, or of its cluster, does. */
export async function changePool(
  cloud: AzureCloud,
  cluster: Cluster,
  pool: CloudResource,
  given: Properties,
): Promise<void> {
  const { inputs: olds } = pool;
  const { resourceGroupName, resourceName, agentPoolName } = olds;
  const place = resourceName === undefined ? {} : ({ resourceGroupName, resourceName, agentPoolName } as Properties);
  const news: Properties = { ...place, ...chosenAmong(POOL_FIELDS, olds), vmSize: textAt(olds, "vmSize"), ...given };
  const name = textAt(pool.outputs, "name");
  checkPool(news, inputsOf(cloud, cluster.id));
  const changed = FIXED_FIELDS.find(
    (field) => given[field] !== undefined && !isDeepStrictEqual(olds[field], given[field]),
  );
  if (changed !== undefined) throw notAllowed(changed);
  news.count = sizeAfter(name, olds, news);
  if (isSpot(news) && !listAt(given, "nodeTaints").includes(SPOT_TAINT)) throw notAllowed("nodeTaints");
  const [from, to] = [textAt(olds, "orchestratorVersion"), textAt(news, "orchestratorVersion")];
  checkPoolVersion(cluster.version, from, to);
  const nodes = poolOf(cloud, cluster, name, news);
  await relabelNodes(cloud, poolOf(cloud, cluster, name, olds), nodes);
  if (patchOf(from) !== patchOf(to)) await replaceNodes(cloud, nodes);
  await scaleNodes(cloud, nodes, numberAt(news, "count"));
  pool.inputs = news;
  pool.outputs = { ...pool.outputs, ...outputsOf(to), eTag: cloud.guid() };
}

/**
 * How many nodes a pool has after a change. While the autoscaler decides, AKS takes no other number (terraform-provider-azurerm #4543),
 * and itself brings the pool within new bounds.
 */
function sizeAfter(name: string, olds: Properties, news: Properties): number {
  const [before, after] = [numberAt(olds, "count"), numberAt(news, "count")];
  if (!flagAt(olds, "enableAutoScaling") || !flagAt(news, "enableAutoScaling")) return after;
  if (before !== after) {
    const reason = `Cannot manually scale AgentPool '${name}' of an AKS cluster with cluster autoscaler enabled. Please disable cluster autoscaler in the cluster to manually scale.`;
    throw new ApiError("InvalidParameter", reason);
  }
  return Math.min(Math.max(after, numberAt(news, "minCount")), numberAt(news, "maxCount"));
}

/** Terminates the nodes of a pool. */
export async function emptyPool(cloud: AzureCloud, cluster: Cluster, pool: CloudResource): Promise<void> {
  await stopNodes(cloud, await nodesOf(cloud, poolOf(cloud, cluster, textAt(pool.outputs, "name"), pool.inputs)));
}

/** A pool as AKS shows it in its cluster. */
export const inlineView = ({ inputs, outputs }: CloudResource): Properties => {
  const { resourceGroupName: _, resourceName: __, agentPoolName: ___, ...fields } = inputs;
  return { ...fields, ...outputs };
};

const notAllowed = (field: string): ApiError =>
  new ApiError("PropertyChangeNotAllowed", `Changing property 'properties.${field}' is not allowed.`);

function chosen(given: Properties): Properties {
  const spot: Properties = isSpot(given)
    ? { nodeTaints: [...new Set([...listAt(given, "nodeTaints"), SPOT_TAINT])], spotMaxPrice: -1 }
    : {};
  const defaults: Properties = {
    count: numberAt(given, "minCount", 1),
    enableAutoScaling: false,
    enableEncryptionAtHost: false,
    enableFIPS: false,
    enableNodePublicIP: false,
    kubeletDiskType: "OS",
    maxPods: 250,
    mode: "User",
    osDiskSizeGB: 128,
    osDiskType: "Managed",
    osSKU: "Ubuntu",
    osType: "Linux",
    scaleDownMode: "Delete",
    type: "VirtualMachineScaleSets",
  };
  const missing = Object.entries(defaults).filter(([key]) => given[key] === undefined);
  return { ...Object.fromEntries(missing), ...spot };
}

const outputsOf = (version: string): Record<string, Value> => ({
  currentOrchestratorVersion: patchOf(version),
  nodeImageVersion: "AKSUbuntu-2204gen2containerd-202611.01.0",
  powerState: { code: "Running" },
  provisioningState: "Succeeded",
});
