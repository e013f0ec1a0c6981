import { valueAt } from "../../../../cli/plan/text/templates";
import type { CloudRules } from "../cloud-rules";

export const cloud: CloudRules = {
  // Google encrypts every disk, and nobody can turn that off.
  encryptedDisks: {},
  publicNodes: ({ resources }) =>
    resources
      .filter(({ type }) => type === "gcp:container/cluster:Cluster")
      .filter(({ inputs }) => valueAt(inputs.values, "privateClusterConfig.enablePrivateNodes") !== true)
      .map(({ urn }) => urn),
};
