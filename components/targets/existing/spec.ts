import { Exposure } from "../../shared/facts";
import type { ExistingClusterArgs } from "./args";

/** Fills in the defaults of the block. */
export const existingSpec = (block: ExistingClusterArgs) => ({
  ...block,
  clusterName: block.clusterName ?? block.context,
  providesLoadBalancers: block.providesLoadBalancers ?? true,
  // The cautious assumption: a gateway must then say who may reach it.
  defaultExposure: block.defaultExposure ?? Exposure.Public,
});
