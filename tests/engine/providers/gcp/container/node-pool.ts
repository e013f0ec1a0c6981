import { type Properties, objectAt } from "../../property-values";
import { CreationFailed } from "../../cloud/api-error";
import { nodesOf, relabelNodes, replaceNodes, startNodes, stopNodes } from "../../cloud/in-cluster/nodes";
import type { CloudResource } from "../../cloud/resource-type";
import { between, flag, matching, number, object, oneOf, set, text } from "../../cloud/shape";
import { flagAt, listAt, numberAt, textAt } from "../../cloud/values";
import { networkId } from "../compute/network";
import { natOf } from "../compute/router";
import { SUBNETWORK, subnetworkId } from "../compute/subnetwork";
import { type GcpCloud, GcpError } from "../gcp-cloud";
import { gcpType } from "../gcp-type";
import { hasRole } from "../iam/members";
import { isAccount } from "../iam/service-account";
import { poolOf } from "../in-cluster/nodes";
import { CLUSTER, NODE_POOL, poolsOf, roomFor } from "./cluster";
import { nodeConfig } from "./cluster-inputs";
import { secondaryRange } from "./cluster-rules";
import { checkMachines, configOf } from "./machines";
import { checkNodeVersion } from "./versions";

const count = number({ rule: between(0) });

/** Fields that replace: terraform-provider-google 7, resource_container_node_pool.go. */
export const nodePool = gcpType(
  {
    title: "NodePool",
    inputs: {
      name: text({
        computed: true,
        replaces: true,
        rule: matching(
          /^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$/,
          "expected at most 40 lowercase letters, numbers and hyphens",
        ),
      }),
      cluster: text({ required: true, replaces: true }),
      location: text({ computed: true, replaces: true }),
      version: text({ computed: true }),
      nodeLocations: set(text(), { computed: true }),
      initialNodeCount: number({ computed: true, replaces: true }),
      nodeCount: number({ computed: true }),
      autoscaling: object({
        minNodeCount: count,
        maxNodeCount: count,
        totalMinNodeCount: count,
        totalMaxNodeCount: count,
        locationPolicy: oneOf(["BALANCED", "ANY"], { computed: true }),
      }),
      management: object(
        { autoRepair: flag({ default: true }), autoUpgrade: flag({ default: true }) },
        { computed: true },
      ),
      upgradeSettings: object(
        { strategy: oneOf(["SURGE", "BLUE_GREEN"], { default: "SURGE" }), maxSurge: count, maxUnavailable: count },
        { computed: true },
      ),
      nodeConfig: nodeConfig(),
    },
    outputs: ["instanceGroupUrls", "managedInstanceGroupUrls"],
    async create(cloud, inputs) {
      const cluster = neededCluster(cloud, inputs);
      const id = `${cluster.id}/nodePools/${textAt(inputs, "name")}`;
      if (cloud.find(NODE_POOL, id)) throw new GcpError(409, `Already exists: ${id}.`);
      const location = textAt(cluster.inputs, "location");
      const nodeLocations = zonesOf(cloud, inputs, location);
      const full: Properties = {
        ...inputs,
        location,
        nodeLocations,
        version: textAt(inputs, "version") || textAt(cluster.outputs, "masterVersion"),
        nodeCount: numberAt(inputs, "initialNodeCount"),
      };
      checkPool(cloud, cluster, full, true);
      const nodes = numberAt(inputs, "initialNodeCount") * nodeLocations.length;
      checkRoom(cloud, cluster, nodes);
      const made = { id, inputs: full, outputs: { instanceGroupUrls: [], managedInstanceGroupUrls: [] } };
      // GKE documentation, "Troubleshoot node registration".
      const isHealthy = () => nodes === 0 || whyNodesFail(cloud, cluster, inputs) === undefined;
      if (!(await cloud.eventually(isHealthy))) {
        const cause = whyNodesFail(cloud, cluster, inputs) ?? "";
        throw new CreationFailed(
          made,
          `Error waiting for creating GKE NodePool: All cluster resources were brought up, but: only 0 nodes out of ${nodes} have registered; ${cause}`,
        );
      }
      await startNodes(cloud, poolOf(cloud, cluster.inputs, full), nodes);
      return made;
    },
    // The importer waits until the pool is made, and knows its cluster by the name only (terraform-provider-google 7,
    // resourceContainerNodePoolStateImporter).
    async imported(cloud, resource) {
      await cloud.made(resource);
      const [, location = "", cluster = ""] = /\/locations\/([^/]+)\/clusters\/([^/]+)\//.exec(resource.id) ?? [];
      resource.inputs = { ...resource.inputs, location, cluster };
    },
    async update(cloud, { inputs: olds }, news) {
      const cluster = neededCluster(cloud, news);
      checkPool(cloud, cluster, news, false);
      const [before, after] = [olds, news].map((inputs) => poolOf(cloud, cluster.inputs, inputs));
      if (before === undefined || after === undefined) return;
      const isNewImage = olds.version !== news.version || hasOtherMachines(olds, news);
      // One node more, before one is removed (GKE documentation, "Surge upgrades").
      if (isNewImage) checkRoom(cloud, cluster, numberAt(news.upgradeSettings, "maxSurge"));
      await relabelNodes(cloud, before, after);
      if (isNewImage) await replaceNodes(cloud, after);
    },
    async delete(cloud, { inputs }) {
      const cluster = cloud.find(CLUSTER, clusterId(inputs));
      if (cluster) await stopNodes(cloud, await nodesOf(cloud, poolOf(cloud, cluster.inputs, inputs)));
    },
  },
  "container",
);

const hasOtherMachines = (olds: Properties, news: Properties): boolean =>
  ["machineType", "diskType", "diskSizeGb"].some((key) => configOf(olds)[key] !== configOf(news)[key]);

/** The cluster of a pool is written as an id, or as a name beside a project and a location. */
export function clusterId(pool: Properties): string {
  const cluster = textAt(pool, "cluster");
  return cluster.includes("/")
    ? cluster
    : `projects/${textAt(pool, "project")}/locations/${textAt(pool, "location")}/clusters/${cluster}`;
}

function neededCluster(cloud: GcpCloud, pool: Properties): CloudResource {
  const id = clusterId(pool);
  const found = cloud.find(CLUSTER, id);
  if (!found) throw new GcpError(404, `Not found: ${id}.`);
  return found;
}

/** GKE spreads a pool over three zones of a region unless it names some. */
function zonesOf(cloud: GcpCloud, inputs: Properties, location: string): string[] {
  const named = listAt(inputs, "nodeLocations");
  if (named.length > 0) return named;
  return /-[a-z]$/.test(location) ? [location] : cloud.zones(location).slice(0, 3);
}

function checkPool(cloud: GcpCloud, cluster: CloudResource, pool: Properties, isNew: boolean): void {
  if (flagAt(cluster.inputs, "enableAutopilot")) {
    throw new GcpError(400, "Autopilot clusters do not support mutating node pools.");
  }
  const region = textAt(cluster.inputs, "location").replace(/-[a-z]$/, "");
  const zones = listAt(pool, "nodeLocations");
  const strange = zones.find((zone) => !cloud.zones(region).includes(zone));
  if (strange !== undefined) {
    throw new GcpError(400, `Invalid value for field "node_pool.locations": zone "${strange}" is not in ${region}`);
  }
  checkAutoscaling(pool, zones.length, isNew);
  const config = configOf(pool);
  checkMachines(config, zones);
  const reserved = Object.keys(objectAt(config, "labels")).find((key) =>
    /^(?:[^/]*\.)?(?:kubernetes|k8s)\.io\//.test(key),
  );
  if (reserved !== undefined) throw new GcpError(400, `Node label "${reserved}" uses a reserved prefix`);
  const upgrade = pool.upgradeSettings;
  if (upgrade !== undefined && numberAt(upgrade, "maxSurge") + numberAt(upgrade, "maxUnavailable") < 1) {
    throw new GcpError(400, "max_surge and max_unavailable cannot both be 0");
  }
  checkNodeVersion(textAt(cluster.outputs, "masterVersion"), textAt(pool, "version"));
}

/** GKE API reference, NodePoolAutoscaling. */
function checkAutoscaling({ autoscaling, initialNodeCount }: Properties, zones: number, isNew: boolean): void {
  if (autoscaling === undefined) return;
  const isPerZone = ["minNodeCount", "maxNodeCount"].some((key) => numberAt(autoscaling, key) > 0);
  const [least, most] = [numberAt(autoscaling, "totalMinNodeCount"), numberAt(autoscaling, "totalMaxNodeCount")];
  if (isPerZone && most > 0) {
    throw new GcpError(400, "Autoscaling limits per zone and total limits cannot be used together");
  }
  if (least > most)
    throw new GcpError(400, `total_min_node_count ${least} must not exceed total_max_node_count ${most}`);
  const first = numberAt({ initialNodeCount } as Properties, "initialNodeCount") * zones;
  if (isNew && (first > most || first < least)) {
    throw new GcpError(
      400,
      `Initial number of nodes ${first} is outside of the autoscaling limits [${least}, ${most}]`,
    );
  }
}

/** GKE documentation, "VPC-native clusters": each node takes a /24 of the pods' range, and an address of the nodes' range. */
function checkRoom(cloud: GcpCloud, cluster: CloudResource, added: number): void {
  const others = poolsOf(cloud, cluster.id).reduce(
    (sum, { inputs }) => sum + numberAt(inputs, "nodeCount") * Math.max(1, listAt(inputs, "nodeLocations").length),
    0,
  );
  const room = roomFor(secondaryRange(cloud, cluster.inputs, "clusterSecondaryRangeName") ?? "");
  if (others + added > room) {
    throw new GcpError(400, `IP_SPACE_EXHAUSTED: the range of pods has room for ${room} nodes, not ${others + added}`);
  }
}

/** Why machines do not become nodes; undefined if they do. */
function whyNodesFail(cloud: GcpCloud, cluster: CloudResource, pool: Properties): string | undefined {
  const account = textAt(configOf(pool), "serviceAccount");
  if (!isAccount(cloud, account)) return `service account ${account} does not exist`;
  if (!hasRole(cloud, `serviceAccount:${account}`, "roles/container.defaultNodeServiceAccount")) {
    return `service account ${account} has no roles/container.defaultNodeServiceAccount`;
  }
  const subnetwork = cloud.find(SUBNETWORK, subnetworkId(cloud, cluster.inputs));
  const network = networkId(cloud, textAt(cluster.inputs, "network"));
  const region = textAt(cluster.inputs, "location").replace(/-[a-z]$/, "");
  const reachesGoogle =
    flagAt(subnetwork?.inputs, "privateIpGoogleAccess") || natOf(cloud, network, region) !== undefined;
  return reachesGoogle ? undefined : "nodes have no access to Google's APIs";
}
