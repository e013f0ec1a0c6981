import { ReclaimPolicy, type NodePoolArgs } from "../../../../../components";
import type { Row } from "../../option-row";
import { existingNetwork } from "../aks";

const ID = "00000000-0000-4000-8000-0000000000bb";
const PRINCIPAL = `group:${ID}`;
const general: NodePoolArgs = { min: 3, max: 6 };
const T4 = { instanceType: "Standard_NC4as_T4_v3", gpu: { type: "nvidia-t4" } };
const withGpu = { nodePools: { general, gpu: T4 } };

const upgrade = [
  "~ AgentPool ml-general: opts.ignoreChanges, orchestratorVersion",
  "~ ManagedCluster ml: agentPoolProfiles, kubernetesVersion, opts.ignoreChanges",
  "~ MlCluster ml: facts, kubernetesVersion",
];

/** What the common options change. */
export const commonRows: readonly Row[] = [
  { option: "kubernetesVersion", args: { kubernetesVersion: "1.36" }, expected: upgrade },
  {
    option: "allowUntestedVersions",
    args: { kubernetesVersion: "1.34", allowUntestedVersions: true },
    expected: upgrade,
  },
  {
    option: "apiAccess.cidrs",
    args: { apiAccess: { cidrs: ["198.51.100.0/24"] } },
    expected: ["~ ManagedCluster ml: apiServerAccessProfile"],
  },
  {
    option: "apiAccess.privateOnly",
    args: { azure: { existingNetwork }, apiAccess: { privateOnly: true } },
    than: { azure: { existingNetwork } },
    expected: ["~ ManagedCluster ml: apiServerAccessProfile"],
  },
  {
    option: "apiAccess.allowPublic",
    args: { apiAccess: { allowPublic: true } },
    expected: ["~ ManagedCluster ml: apiServerAccessProfile"],
  },
  ...(["admin", "viewer"] as const).map((kind) => ({
    option: `${kind}s`,
    args: { [`${kind}s`]: [PRINCIPAL] },
    expected: [`+ RoleAssignment ml-${kind}-${ID}`, `+ RoleAssignment ml-${kind}-${ID}-login`],
  })),
  {
    option: "deletionProtection",
    args: { deletionProtection: false },
    expected: ["~ ManagedCluster ml: opts.protect"],
  },
  {
    option: "storage.className",
    args: { storage: { className: "fast" } },
    expected: ["+ StorageClass ml-storage", "~ MlCluster ml: facts, storageClass"],
  },
  {
    option: "storage.reclaimPolicy",
    args: { storage: { className: "fast", reclaimPolicy: ReclaimPolicy.Retain } },
    than: { storage: { className: "fast" } },
    expected: ["~ StorageClass ml-storage: reclaimPolicy"],
  },
  { option: "logRetentionDays", args: { logRetentionDays: 30 }, expected: ["~ Workspace ml-logs: retentionInDays"] },
  {
    option: "tags",
    args: { tags: { team: "ml" } },
    expected: [
      "~ AgentPool ml-general: tags",
      "~ ManagedCluster ml: agentPoolProfiles, tags",
      "~ NatGateway ml-nat: tags",
      "~ PublicIPAddress ml-nat: tags",
      "~ ResourceGroup ml: tags",
      "~ UserAssignedIdentity ml-control-plane: tags",
      "~ UserAssignedIdentity ml-nodes: tags",
      "~ VirtualNetwork ml: tags",
      "~ Workspace ml-logs: tags",
    ],
  },
  {
    option: "charts.*.version",
    args: { ...withGpu, charts: { "nvidia-device-plugin": { version: "0.19.0" } }, allowUntestedVersions: true },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: version"],
  },
  {
    option: "charts.*.mirror",
    args: { ...withGpu, charts: { "nvidia-device-plugin": { mirror: "https://charts.example.org" } } },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: repositoryOpts"],
  },
  {
    option: "charts.*.values.*",
    args: { ...withGpu, charts: { "nvidia-device-plugin": { values: { gfd: { enabled: true } } } } },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: values"],
  },
  {
    option: "mirror",
    args: { ...withGpu, mirror: "https://charts.example.org" },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: repositoryOpts"],
  },
  {
    option: "imageRegistry",
    args: { ...withGpu, imageRegistry: "registry.example.org" },
    than: withGpu,
    expected: ["~ Release ml-device-plugin: values"],
  },
];
