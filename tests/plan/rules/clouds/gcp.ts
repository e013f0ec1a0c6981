import { valueAt } from "../../../../cli/plan/text/templates";
import type { CloudRules } from "../cloud-rules";

export const cloud: CloudRules = {
  publicNodes: ({ resources }) =>
    resources
      .filter(({ type }) => type === "gcp:container/cluster:Cluster")
      .filter(({ inputs }) => valueAt(inputs.values, "privateClusterConfig.enablePrivateNodes") !== true)
      .map(({ urn }) => urn),
};
