import { type Properties, objectAt } from "../../property-values";
import { parseCidr } from "../../cloud/cidr";
import { stopNodes, nodesOf } from "../../cloud/in-cluster/nodes";
import type { CloudResource } from "../../cloud/resource-type";
import { flagAt, numberAt, textAt } from "../../cloud/values";
import { networkId, neededNetwork } from "../compute/network";
import { FIREWALL, type GcpCloud, GcpError } from "../gcp-cloud";
import { gcpType } from "../gcp-type";
import { isAccount } from "../iam/service-account";
import { NODES } from "../in-cluster/nodes";
import { checkEndpoints, checkKey, checkRanges, checkWindow } from "./cluster-rules";
import { clusterInputs } from "./cluster-inputs";
import { configOf } from "./machines";
import { checkUpgrade, isOlder, offered } from "./versions";

export const CLUSTER = "gcp:container/cluster:Cluster";
export const NODE_POOL = "gcp:container/nodePool:NodePool";

export const cluster = gcpType(
  {
    title: "Cluster",
    inputs: clusterInputs,
    outputs: ["endpoint", "masterVersion", "nodeVersion", "selfLink", "servicesIpv4Cidr"],
    refuse(inputs) {
      // ConflictsWith of the provider.
      const others = ["enableShieldedNodes", "removeDefaultNodePool", "workloadIdentityConfig"];
      const conflict = others.find((key) => flagAt(inputs, "enableAutopilot") && inputs[key] !== undefined);
      return conflict === undefined ? [] : [{ property: conflict, reason: `conflicts with enable_autopilot` }];
    },
    async create(cloud, inputs, settings) {
      const location = textAt(inputs, "location") || settings.zone || settings.region;
      if (!location) throw new Error("Cannot determine location: set location in this resource");
      const id = `projects/${textAt(inputs, "project")}/locations/${location}/clusters/${textAt(inputs, "name")}`;
      if (cloud.find(CLUSTER, id)) throw new GcpError(409, `Already exists: ${id}.`);
      if (cloud.resources(CLUSTER).length > 0) {
        throw new Error("the test's cloud has one API server, and another cluster has it");
      }
      const version = offered(channelOf(inputs), textAt(inputs, "minMasterVersion"));
      await check(cloud, { ...inputs, location });
      addFirewalls(cloud, textAt(inputs, "name"), neededNetwork(cloud, textAt(inputs, "network")));
      if (!flagAt(inputs, "enableAutopilot") && !flagAt(inputs, "removeDefaultNodePool"))
        addDefaultPool(cloud, id, version);
      return {
        id,
        inputs: {
          location,
          releaseChannel: { channel: "REGULAR" },
          networkingMode: "VPC_NATIVE",
          // A real one is a name such as gke-0123abcd-123456789012.us-central1.gke.goog.
          controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint: host(cloud) } },
          masterAuth: { clusterCaCertificate: cloud.kubernetes.certificateAuthority },
          datapathProvider: flagAt(inputs, "enableAutopilot") ? "ADVANCED_DATAPATH" : "LEGACY_DATAPATH",
        },
        outputs: {
          endpoint: host(cloud),
          masterVersion: version,
          nodeVersion: version,
          selfLink: `https://container.googleapis.com/v1/${id}`,
          servicesIpv4Cidr: "",
        },
      };
    },
    // The importer protects what it takes over, and waits until it is made; a mere read does neither
    // (terraform-provider-google 7, resourceContainerClusterStateImporter). It does not know what the API does not.
    async imported(cloud, resource) {
      await cloud.made(resource);
      const { removeDefaultNodePool: _, minMasterVersion: __, ...known } = resource.inputs;
      resource.inputs = { ...known, deletionProtection: true };
    },
    async update(cloud, resource, news) {
      const { id, inputs: olds, outputs } = resource;
      await check(cloud, news);
      const [wanted, current] = [textAt(news, "minMasterVersion"), textAt(outputs, "masterVersion")];
      // The provider asks for nothing if the control plane is newer already.
      if (wanted !== textAt(olds, "minMasterVersion") && wanted !== "" && isOlder(current, wanted)) {
        const version = offered(channelOf(news), wanted);
        checkUpgrade(
          current,
          version,
          poolsOf(cloud, id).map(({ inputs }) => textAt(inputs, "version")),
        );
        resource.outputs = { ...outputs, masterVersion: version };
      }
      if (flagAt(news, "removeDefaultNodePool") && !flagAt(olds, "removeDefaultNodePool")) {
        cloud.remove({ type: NODE_POOL, id: `${id}/nodePools/default-pool` });
      }
    },
    async delete(cloud, { id, inputs }) {
      if (flagAt(inputs, "deletionProtection", true)) {
        // terraform-provider-google 7, resourceContainerClusterDelete: the state decides, so an update has to lift it first.
        throw new Error(
          "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
        );
      }
      for (const pool of poolsOf(cloud, id)) cloud.remove(pool);
      await stopNodes(cloud, await nodesOf(cloud, { selector: NODES }));
      // Its own firewall rules go with it. Those of load balancers stay (pulumi-kubernetes #1787), as do the disks of claims.
      for (const rule of cloud.resources(FIREWALL)) {
        if (rule.id.includes(`/gke-${textAt(inputs, "name")}-`)) cloud.remove(rule);
      }
    },
  },
  "container",
);

const host = (cloud: GcpCloud): string => cloud.kubernetes.endpoint.replace("https://", "");

const channelOf = (inputs: Properties): string => textAt(inputs.releaseChannel, "channel") || "REGULAR";

/** The node pools of a cluster. */
export const poolsOf = (cloud: GcpCloud, cluster: string): CloudResource[] =>
  cloud.resources(NODE_POOL).filter(({ id }) => id.startsWith(`${cluster}/nodePools/`));

/** GKE makes a pool that no program declares, unless the provider removes it at once. */
export function addDefaultPool(cloud: GcpCloud, cluster: string, version: string): void {
  const inputs = { name: "default-pool", cluster, version, nodeConfig: { machineType: "e2-medium" } };
  cloud.add({ type: NODE_POOL, id: `${cluster}/nodePools/default-pool`, name: "", inputs, outputs: {}, maker: "" });
}

/** GKE documentation, "Automatically created firewall rules". */
function addFirewalls(cloud: GcpCloud, name: string, network: string): void {
  for (const use of ["all", "vms", "exkubelet"]) {
    const id = `projects/${cloud.project}/global/firewalls/gke-${name}-${cloud.hash()}-${use}`;
    cloud.add({ type: FIREWALL, id, name: "", inputs: { network }, outputs: {}, maker: "" });
  }
}

async function check(cloud: GcpCloud, inputs: Properties): Promise<void> {
  networkId(cloud, textAt(inputs, "network"));
  checkRanges(cloud, inputs);
  checkEndpoints(inputs);
  checkWindow(inputs);
  await checkKey(cloud, inputs);
  const pool = textAt(inputs.workloadIdentityConfig, "workloadPool");
  if (pool !== "" && pool !== `${cloud.project}.svc.id.goog`) {
    throw new GcpError(400, `Workload pool "${pool}" must be ${cloud.project}.svc.id.goog`);
  }
  await checkFirstNodes(cloud, inputs);
}

/** The first nodes exist for a moment even where the provider removes them, and need an account that exists. */
async function checkFirstNodes(cloud: GcpCloud, inputs: Properties): Promise<void> {
  const isAutopilot = flagAt(inputs, "enableAutopilot");
  if (!isAutopilot && numberAt(inputs, "initialNodeCount") < 1) {
    throw new GcpError(400, "Cluster.initial_node_count must be greater than zero.");
  }
  const defaults = objectAt(inputs.clusterAutoscaling, "autoProvisioningDefaults");
  const account = textAt(isAutopilot ? defaults : configOf(inputs), "serviceAccount");
  // The project's default account is disabled, as organisations demand.
  const email = account || `${cloud.projectNumber}-compute@developer.gserviceaccount.com`;
  if (await cloud.eventually(() => isAccount(cloud, email))) return;
  throw new GcpError(400, `Service account "${email}" does not exist.`);
}

/** How many nodes a range of pods has room for, each with a block of its own (GKE documentation, "VPC-native clusters"). */
export const roomFor = (podsCidr: string): number => 2 ** (24 - (parseCidr(podsCidr)?.prefix ?? 24));
