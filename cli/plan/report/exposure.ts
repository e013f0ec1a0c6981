import type { PlanGraph } from "../../../recorder/graph";
import { exposureOf } from "../text/reachability";
import { named, type ResourceName } from "./resource-name";

/** Who can reach a resource over the network. */
export interface ExposedResource {
  readonly resource: ResourceName;
  readonly who: string;
  /** True if nothing in the plan limits who can reach it. */
  readonly open: boolean;
}

/** What a plan exposes, and to whom, in the order of registration. */
export const exposedResources = (graph: PlanGraph): ExposedResource[] =>
  graph.resources
    .filter(({ read }) => !read)
    .flatMap((resource) =>
      exposureOf(resource, graph).map(({ text, open }) => ({ resource: named(resource), who: text, open })),
    );
