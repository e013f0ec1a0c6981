import type { ComponentChecks } from "../check";
import { clusterChecks } from "../cluster/cluster-checks";
import { textOf } from "../platform";

/** A cluster: its API server, its nodes, and whether volumes can be had. */
export const checks: ComponentChecks = {
  type: "MlCluster",
  of: (component, platform) => clusterChecks(platform.clusterOf(component), textOf(component, "storageClass")),
};
