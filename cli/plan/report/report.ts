import type { PlanGraph } from "../../../recorder/graph";
import { keptOnDestroy, protectedResources } from "../../../recorder/order";
import { chartsOf, type ChartUse } from "./charts";
import { costOf, type CostEstimate } from "./cost";
import { exposedResources, type ExposedResource } from "./exposure";
import { imagesOf, type ImageUse } from "./images";
import { permissionsOf, type Permission } from "./permissions";
import { named, type ResourceName } from "./resource-name";

/** What a reviewer asks of a plan. */
export interface PlanReport {
  readonly charts: readonly ChartUse[];
  readonly images: readonly ImageUse[];
  readonly permissions: readonly Permission[];
  readonly exposure: readonly ExposedResource[];
  /** What makes `destroy` fail, and what it keeps. */
  readonly destroy: { readonly protected: readonly ResourceName[]; readonly kept: readonly ResourceName[] };
  readonly cost: CostEstimate;
}

/** Works out the report of a plan. The graph must be without secrets, as `redactedPlan` returns it. */
export const reportOf = (graph: PlanGraph): PlanReport => ({
  charts: chartsOf(graph),
  images: imagesOf(graph),
  permissions: permissionsOf(graph),
  exposure: exposedResources(graph),
  destroy: { protected: protectedResources(graph).map(named), kept: keptOnDestroy(graph).map(named) },
  cost: costOf(graph),
});
