import type * as pulumi from "@pulumi/pulumi";
import { Exposure } from "../../shared/facts";
import type { ExistingClusterArgs } from "./args";

/**
 * Fills in the defaults of the block, whose kubeconfig has this context. `clusterIdentifier` has none: without it the Kubernetes
 * provider compares the servers of the kubeconfigs.
 */
export const existingSpec = (block: ExistingClusterArgs, context: pulumi.Input<string>) => ({
  ...block,
  clusterName: block.clusterName ?? context,
  providesLoadBalancers: block.providesLoadBalancers ?? true,
  // The cautious assumption: a gateway must then say who may reach it.
  defaultExposure: block.defaultExposure ?? Exposure.Public,
});
