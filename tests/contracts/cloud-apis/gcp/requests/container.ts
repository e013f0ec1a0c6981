import type { ResourceMappings } from "../../requests";
import { each, renamed, written } from "../../writers";

/** A cluster is created in a project and a location. */
const parent = written(
  "parent",
  (_, { project, location }) => `projects/${String(project)}/locations/${String(location)}`,
);

/** A node pool is created in a cluster. */
const parentOfPool = written(
  "parent",
  (name, { project, location }) => `projects/${String(project)}/locations/${String(location)}/clusters/${String(name)}`,
);

const cluster = (path: string) => `body.cluster.${path}`;
const pool = (path: string) => `body.nodePool.${path}`;

/** Nodes, as a cluster and a pool have them. */
const nodeConfig = renamed({
  guestAccelerators: written("accelerators", each(renamed({ count: "acceleratorCount", type: "acceleratorType" }))),
});

/** Clusters and node pools. */
export const container: ResourceMappings = {
  "gcp:container/cluster:Cluster": {
    requests: [
      {
        operation: "container.projects.locations.clusters.create",
        fields: {
          addonsConfig: cluster("addonsConfig"),
          allowNetAdmin: cluster("autopilot.workloadPolicyConfig.allowNetAdmin"),
          anonymousAuthenticationConfig: cluster("anonymousAuthenticationConfig"),
          authenticatorGroupsConfig: cluster("authenticatorGroupsConfig"),
          clusterAutoscaling: written(
            cluster("autoscaling"),
            renamed({ autoProvisioningDefaults: "autoprovisioningNodePoolDefaults" }),
          ),
          controlPlaneEndpointsConfig: cluster("controlPlaneEndpointsConfig"),
          databaseEncryption: cluster("databaseEncryption"),
          datapathProvider: cluster("networkConfig.datapathProvider"),
          enableAutopilot: cluster("autopilot.enabled"),
          enableShieldedNodes: cluster("shieldedNodes.enabled"),
          initialNodeCount: cluster("initialNodeCount"),
          ipAllocationPolicy: cluster("ipAllocationPolicy"),
          location: parent,
          loggingConfig: cluster("loggingConfig.componentConfig"),
          maintenancePolicy: written(
            cluster("maintenancePolicy.window"),
            renamed({
              recurringWindow: written("recurringWindow", (window) => {
                const { startTime, endTime, ...rest } = window as Record<string, unknown>;
                return { ...rest, window: { startTime, endTime } };
              }),
            }),
          ),
          masterAuth: cluster("masterAuth"),
          masterAuthorizedNetworksConfig: cluster("masterAuthorizedNetworksConfig"),
          minMasterVersion: cluster("initialClusterVersion"),
          monitoringConfig: cluster("monitoringConfig.componentConfig"),
          name: cluster("name"),
          network: cluster("network"),
          nodeConfig: written(cluster("nodeConfig"), nodeConfig),
          privateClusterConfig: cluster("privateClusterConfig"),
          project: parent,
          releaseChannel: cluster("releaseChannel"),
          resourceLabels: cluster("resourceLabels"),
          subnetwork: cluster("subnetwork"),
          workloadIdentityConfig: cluster("workloadIdentityConfig"),
        },
      },
    ],
    notSent: {
      deletionProtection: "lets the provider itself refuse to delete the cluster",
      networkingMode: "tells the provider which of the fields of ipAllocationPolicy it sends",
      removeDefaultNodePool: "makes the provider delete the first pool",
    },
  },
  "gcp:container/nodePool:NodePool": {
    requests: [
      {
        operation: "container.projects.locations.clusters.nodePools.create",
        fields: {
          autoscaling: pool("autoscaling"),
          cluster: parentOfPool,
          initialNodeCount: pool("initialNodeCount"),
          management: pool("management"),
          name: pool("name"),
          nodeConfig: written(pool("config"), nodeConfig),
          nodeLocations: pool("locations"),
          upgradeSettings: pool("upgradeSettings"),
          version: pool("version"),
        },
      },
    ],
    notSent: { location: "is in the id of the cluster", project: "is in the id of the cluster" },
  },
};
