import { Cluster, type ClusterArgs } from "@pulumi/gcp/container/cluster";
import { CryptoKeyIAMMember } from "@pulumi/gcp/kms/cryptoKeyIAMMember";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterSpec } from "../common-spec";
import { groupsConfig } from "./access";
import type { GcpContext } from "./context";
import { endpointsOf, type Endpoint } from "./endpoint";
import type { ClusterNetwork } from "./network";
import type { NodeAccount } from "./node-account";
import type { GcpSpec } from "./spec";

/** What a control plane is created from. */
export interface ControlPlaneRequest {
  readonly gcp: GcpSpec;
  readonly common: ClusterSpec;
  readonly network: ClusterNetwork;
  readonly nodes: NodeAccount;
  readonly context: GcpContext;
  /** The APIs that are turned on. */
  readonly enabled: readonly pulumi.Resource[];
}

/** A GKE control plane. */
export interface ControlPlane {
  readonly resource: Cluster;
  /** URL of the API server, and its CA certificate in base64 if no public authority signed it. */
  readonly endpoint: Endpoint;
}

/** Most characters of a cluster's name: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters. */
export const CLUSTER_NAME = { most: 40, suffix: 7 };

/** Creates the control plane. Its node pools are resources of their own, so that a changed pool changes nothing else. */
export function createControlPlane(name: string, request: ControlPlaneRequest): ControlPlane {
  const { gcp, common, network, nodes, context, enabled } = request;
  const { opts, project, suffix, labels } = context;
  const { inputs: endpoints, endpoint } = endpointsOf(common.apiAccess);
  const resource = new Cluster(
    name,
    {
      project,
      name: pulumi.interpolate`${name}-${suffix}`,
      location: gcp.location,
      network: network.network,
      subnetwork: network.subnetwork,
      networkingMode: "VPC_NATIVE",
      ipAllocationPolicy: {
        clusterSecondaryRangeName: network.podsRange,
        servicesSecondaryRangeName: network.servicesRange,
      },
      minMasterVersion: common.kubernetesVersion,
      releaseChannel: { channel: gcp.releaseChannel },
      ...endpoints,
      // Only health checks may ask without logging in.
      anonymousAuthenticationConfig: { mode: "LIMITED" },
      authenticatorGroupsConfig: groupsConfig(common),
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      maintenancePolicy: gcp.maintenanceWindow && { recurringWindow: { ...gcp.maintenanceWindow } },
      // Without this input, the provider would keep a key that is no longer written.
      databaseEncryption: encryption(gcp),
      loggingConfig: { enableComponents: LOGS },
      monitoringConfig: { enableComponents: ["SYSTEM_COMPONENTS"] },
      deletionProtection: common.deletionProtection,
      resourceLabels: labels,
      ...(gcp.isAutopilot ? autopilot(nodes) : standard(project, nodes)),
    },
    {
      ...opts,
      // The account of the first nodes needs its roles, and images come through the NAT.
      dependsOn: [...enabled, ...nodes.grants, ...network.connectivity, ...keyGrants(name, gcp, context, enabled)],
      protect: common.deletionProtection,
      // The inputs of the first node pool, which is removed at once.
      ignoreChanges: gcp.isAutopilot ? [] : ["nodeConfig"],
    },
  );
  return { resource, endpoint: endpoint(resource) };
}

const LOGS = ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"];

/** With Autopilot, GKE decides about nodes, data plane and Workload Identity itself. */
const autopilot = ({ email }: NodeAccount): Partial<ClusterArgs> => ({
  enableAutopilot: true,
  // Istio's sidecars redirect traffic with it.
  allowNetAdmin: true,
  clusterAutoscaling: { autoProvisioningDefaults: { serviceAccount: email, oauthScopes: SCOPES } },
});

const standard = (project: pulumi.Output<string>, { email }: NodeAccount): Partial<ClusterArgs> => ({
  removeDefaultNodePool: true,
  initialNodeCount: 1,
  // Without it, the first nodes need the default account of Compute Engine, which many organisations disable.
  nodeConfig: { serviceAccount: email, oauthScopes: SCOPES },
  // It enforces NetworkPolicies too; `networkPolicy` must not be set beside it.
  datapathProvider: "ADVANCED_DATAPATH",
  workloadIdentityConfig: { workloadPool: pulumi.interpolate`${project}.svc.id.goog` },
  enableShieldedNodes: true,
  addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: true } },
});

/** The roles of the account decide what nodes may do; scopes would only be a second, coarser limit. */
export const SCOPES = ["https://www.googleapis.com/auth/cloud-platform"];

const encryption = ({ kmsKeyName }: GcpSpec): ClusterArgs["databaseEncryption"] =>
  kmsKeyName === undefined ? { state: "DECRYPTED" } : { state: "ENCRYPTED", keyName: kmsKeyName };

/**
 * Lets GKE's own service account use the key. The grant is never removed: other clusters of the project may need it, and GKE
 * reads older Secrets with a former key.
 */
const keyGrants = (
  name: string,
  { kmsKeyName }: GcpSpec,
  { opts, projectNumber }: GcpContext,
  enabled: readonly pulumi.Resource[],
): pulumi.Resource[] =>
  kmsKeyName === undefined
    ? []
    : [
        new CryptoKeyIAMMember(
          `${name}-key`,
          {
            cryptoKeyId: kmsKeyName,
            role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
            member: pulumi.interpolate`serviceAccount:service-${projectNumber}@container-engine-robot.iam.gserviceaccount.com`,
          },
          { ...opts, dependsOn: [...enabled], retainOnDelete: true },
        ),
      ];
