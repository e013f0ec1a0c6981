import type { PlanGraph } from "../../../recorder/graph";
import { exposureOf } from "../../../cli/plan/text/reachability";

/** What everyone on the internet reaches: API servers, load balancers, machines with addresses of their own. */
export const openToEveryone = (graph: PlanGraph): string[] =>
  graph.resources.flatMap((resource) =>
    exposureOf(resource, graph)
      .filter(({ open }) => open)
      .map(({ text }) => `${resource.urn}: ${text}`),
  );
