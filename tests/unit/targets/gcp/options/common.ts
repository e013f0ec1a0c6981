import { ReclaimPolicy } from "../../../../../components";
import type { Row } from "../../option-row";
import { existingNetwork } from "../gke";

const CI = "ci@ml-prod-123456.iam.gserviceaccount.com";

const upgrade = [
  "~ Cluster ml: minMasterVersion",
  "~ MlCluster ml: facts, kubernetesVersion",
  "~ NodePool ml-general: version",
];
const anotherEndpoint = [
  "~ Cluster ml: controlPlaneEndpointsConfig, masterAuthorizedNetworksConfig, privateClusterConfig",
  "~ MlCluster ml: endpoint",
  "~ kubernetes ml-internal: kubeconfig",
  "~ kubernetes ml: kubeconfig",
];
const ownClass = ["+ StorageClass ml-storage", "~ MlCluster ml: facts, storageClass"];

/** What the common options change on Google Cloud. */
export const commonRows: readonly Row[] = [
  {
    option: "kubernetesVersion",
    args: { kubernetesVersion: "1.36" },
    than: { kubernetesVersion: "1.35" },
    expected: upgrade,
  },
  {
    option: "allowUntestedVersions",
    args: { kubernetesVersion: "1.34", allowUntestedVersions: true },
    than: { kubernetesVersion: "1.35" },
    expected: upgrade,
  },
  { option: "apiAccess.cidrs", args: { apiAccess: { cidrs: ["203.0.113.0/24"] } }, expected: anotherEndpoint },
  {
    option: "apiAccess.privateOnly",
    args: { gcp: { existingNetwork }, apiAccess: { privateOnly: true, cidrs: ["10.200.0.0/16"] } },
    than: { gcp: { existingNetwork } },
    expected: anotherEndpoint,
  },
  { option: "apiAccess.allowPublic", args: { apiAccess: { allowPublic: true } }, expected: anotherEndpoint },
  {
    option: "admins",
    args: { admins: ["user:ada@example.org"] },
    expected: ["+ ClusterRoleBinding ml-admin-user:ada@example.org", "+ IAMMember ml-admin-user:ada@example.org"],
  },
  {
    option: "admins (a group)",
    args: { admins: ["group:ml@example.org"] },
    expected: [
      "+ ClusterRoleBinding ml-admin-group:ml@example.org",
      "+ IAMMember ml-admin-group:ml@example.org",
      "~ Cluster ml: authenticatorGroupsConfig",
    ],
  },
  {
    option: "viewers",
    args: { viewers: [`serviceAccount:${CI}`] },
    expected: [`+ ClusterRoleBinding ml-viewer-serviceAccount:${CI}`, `+ IAMMember ml-viewer-serviceAccount:${CI}`],
  },
  {
    option: "deletionProtection",
    args: { deletionProtection: false },
    expected: ["~ Cluster ml: deletionProtection, opts.protect"],
  },
  { option: "storage.className", args: { storage: { className: "fast" } }, expected: ownClass },
  {
    option: "storage.reclaimPolicy",
    args: { storage: { reclaimPolicy: ReclaimPolicy.Retain } },
    expected: ownClass,
  },
  {
    option: "tags",
    args: { tags: { team: "ml" } },
    expected: ["~ Cluster ml: resourceLabels", "~ NodePool ml-general: nodeConfig"],
  },
];
