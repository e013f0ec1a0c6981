import { valueAt } from "../../../../cli/plan/text/templates";
import type { CloudRules } from "../cloud-rules";

/** Where each kind of resource says whether its nodes have public addresses. */
const PUBLIC: Readonly<Record<string, string>> = {
  "azure-native:containerservice:AgentPool": "enableNodePublicIP",
  "azure-native:containerservice:ManagedCluster": "agentPoolProfiles[0].enableNodePublicIP",
};

export const cloud: CloudRules = {
  publicNodes: ({ resources }) =>
    resources
      .filter(({ type, inputs }) => type in PUBLIC && valueAt(inputs.values, PUBLIC[type] ?? "") !== false)
      .map(({ urn }) => urn),
};
