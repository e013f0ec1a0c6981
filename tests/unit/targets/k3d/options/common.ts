import type { Row } from "../../option-row";

/** What is replaced if the config of k3d changes. */
const CONFIG = [
  "~ Command ml-check: stdin, triggers",
  "~ Command ml-remains: stdin",
  "~ Command ml: create, stdin, triggers",
];

/** What the common options change on k3d. */
export const commonRows: readonly Row[] = [
  {
    option: "kubernetesVersion",
    args: { kubernetesVersion: "1.36" },
    than: { kubernetesVersion: "1.35" },
    expected: [...CONFIG, "~ MlCluster ml: facts, kubernetesVersion"],
  },
  {
    option: "allowUntestedVersions",
    args: { kubernetesVersion: "1.33.5", allowUntestedVersions: true },
    than: { kubernetesVersion: "1.35" },
    expected: [...CONFIG, "~ MlCluster ml: facts, kubernetesVersion"],
  },
  {
    option: "deletionProtection",
    args: { deletionProtection: false },
    expected: ["~ Command ml: opts.protect"],
  },
];
