import type { DataRow } from "./row";

/** What another release changes: the upgrades, and what only new nodes get. */
const RELEASE = [
  ...["s1", "a1"].flatMap((key) => [
    `~ Command ml-${key}-install: create`,
    `~ Command ml-${key}: create`,
    `~ Command ml-${key}-drain: update`,
    `~ Command ml-${key}-upgrade: update`,
    `~ Command ml-${key}-uncordon: update`,
    `~ Command ml-${key}-login: environment`,
  ]),
  "~ Command ml-kubeconfig: stdin",
  "~ MlCluster ml: facts, kubernetesVersion",
];

/** What the common options change on RKE2. */
export const commonRows: readonly DataRow[] = [
  {
    option: "kubernetesVersion",
    args: { kubernetesVersion: "1.36" },
    than: { kubernetesVersion: "1.35" },
    expected: RELEASE,
  },
  {
    option: "allowUntestedVersions",
    args: { kubernetesVersion: "1.33.5", allowUntestedVersions: true },
    than: { kubernetesVersion: "1.34" },
    expected: RELEASE,
  },
  {
    option: "deletionProtection",
    args: { deletionProtection: false },
    expected: ["~ Command ml-s1: opts.protect", "~ RandomPassword ml-token: opts.protect"],
  },
  {
    option: "storage.className",
    args: { storage: { className: "disks" } },
    expected: ["~ MlCluster ml: facts, storageClass", "~ Release ml-storage: values"],
  },
  {
    option: "storage.reclaimPolicy",
    args: { storage: { reclaimPolicy: "Retain" as never } },
    expected: ["~ Release ml-storage: values"],
  },
  {
    option: "charts.*.version",
    args: { charts: { "local-path-provisioner": { version: "0.0.35" } }, allowUntestedVersions: true },
    expected: ["~ Release ml-storage: version"],
  },
  {
    option: "charts.*.mirror",
    args: { charts: { "local-path-provisioner": { mirror: "oci://mirror.example.org" } } },
    expected: ["~ Release ml-storage: chart"],
  },
  {
    option: "charts.*.values.*",
    args: { charts: { "local-path-provisioner": { values: { replicaCount: 2 } } } },
    expected: ["~ Release ml-storage: values"],
  },
  { option: "mirror", args: { mirror: "oci://mirror.example.org" }, expected: ["~ Release ml-storage: chart"] },
  {
    option: "imageRegistry",
    args: { imageRegistry: "registry.example.org" },
    expected: ["~ Release ml-storage: values"],
  },
];
