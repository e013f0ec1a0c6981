import { ReclaimPolicy } from "../../../../../components";
import type { Row } from "../../option-row";

const ROLE = "arn:aws:iam::111122223333:role/team";

const addOnVersions = ["coredns", "ebs-csi", "metrics-server", "pod-identity"].map(
  (part) => `~ Addon ml-${part}: addonVersion`,
);
const upgrade = [
  ...addOnVersions,
  "~ Cluster ml: kubeProxyAddonOptions, version, vpcCniOptions",
  "~ MlCluster ml: facts, kubernetesVersion",
  "~ NodeGroup ml-general: version",
];

/** What the common options change on AWS; `tags` has a spec of its own. */
export const commonRows: readonly Row[] = [
  { option: "kubernetesVersion", args: { kubernetesVersion: "1.36" }, expected: upgrade },
  {
    option: "allowUntestedVersions",
    args: { kubernetesVersion: "1.34", allowUntestedVersions: true },
    than: { kubernetesVersion: "1.35" },
    expected: upgrade,
  },
  {
    option: "apiAccess.cidrs",
    args: { apiAccess: { cidrs: ["198.51.100.0/24"] } },
    expected: ["~ Cluster ml: publicAccessCidrs"],
  },
  {
    option: "apiAccess.privateOnly",
    args: { apiAccess: { privateOnly: true, cidrs: ["10.8.0.0/16"] } },
    expected: [
      "+ SecurityGroupIngressRule ml-api-10.8.0.0/16",
      "~ Cluster ml: endpointPublicAccess, publicAccessCidrs",
    ],
  },
  {
    option: "apiAccess.allowPublic",
    args: { apiAccess: { allowPublic: true } },
    expected: ["~ Cluster ml: publicAccessCidrs"],
  },
  {
    option: "admins",
    args: { admins: [ROLE] },
    expected: [
      "+ AccessEntry ml-admin-111122223333:role/team",
      "+ AccessPolicyAssociation ml-admin-111122223333:role/team",
    ],
  },
  {
    option: "viewers",
    args: { viewers: [ROLE] },
    expected: [
      "+ AccessEntry ml-viewer-111122223333:role/team",
      "+ AccessPolicyAssociation ml-viewer-111122223333:role/team",
    ],
  },
  {
    option: "deletionProtection",
    args: { deletionProtection: false },
    expected: ["~ Cluster ml: deletionProtection, opts.protect"],
  },
  {
    option: "storage.className",
    args: { storage: { className: "fast" } },
    expected: ["~ MlCluster ml: facts, storageClass", "~ StorageClass ml-storage: metadata"],
  },
  {
    option: "storage.reclaimPolicy",
    args: { storage: { reclaimPolicy: ReclaimPolicy.Retain } },
    expected: ["~ StorageClass ml-storage: reclaimPolicy"],
  },
  { option: "logRetentionDays", args: { logRetentionDays: 30 }, expected: ["~ LogGroup ml-logs: retentionInDays"] },
  {
    option: "charts.*.version",
    args: { charts: { "cluster-autoscaler": { version: "9.60.0" } }, allowUntestedVersions: true },
    expected: ["~ Release ml-autoscaler: version"],
  },
  {
    option: "charts.*.mirror",
    args: { charts: { "cluster-autoscaler": { mirror: "https://charts.example.org" } } },
    expected: ["~ Release ml-autoscaler: repositoryOpts"],
  },
  {
    option: "charts.*.values.*",
    args: { charts: { "aws-load-balancer-controller": { values: { replicaCount: 3 } } } },
    expected: ["~ Release ml-load-balancers: values"],
  },
  {
    option: "mirror",
    args: { mirror: "https://charts.example.org" },
    expected: ["~ Release ml-autoscaler: repositoryOpts", "~ Release ml-load-balancers: repositoryOpts"],
  },
  {
    option: "imageRegistry",
    args: { imageRegistry: "registry.example.org" },
    expected: ["~ Release ml-autoscaler: values", "~ Release ml-load-balancers: values"],
  },
];
