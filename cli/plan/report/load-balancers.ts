import type { TargetOperations } from "../../../components/targets/operations";
import { childrenOf, type PlanGraph, type PlannedResource } from "../../../recorder/graph";
import { poolsFor } from "../text/address-pools";
import { exposureOf, LOAD_BALANCER } from "../text/reachability";

/** A load balancer that a Service asks for, and the cluster that a plan creates for it. */
interface ServiceLoadBalancer<Cloud> {
  readonly resource: PlannedResource;
  /** Nothing for a cluster that exists already. */
  readonly cluster: { readonly urn: string; readonly operations: Cloud } | undefined;
}

/** The load balancers of a plan. Those that MetalLB gives an address are none. */
export function loadBalancersIn<Cloud extends TargetOperations>(
  graph: PlanGraph,
  clouds: readonly Cloud[],
): ServiceLoadBalancer<Cloud>[] {
  return graph.resources
    .filter((resource) => !resource.read && poolsFor(resource, graph).length === 0)
    .flatMap((resource) => {
      const texts = exposureOf(resource, graph).filter(({ text }) => text.startsWith(LOAD_BALANCER));
      return texts.map(() => ({ resource, cluster: clusterOf(resource, graph, clouds) }));
    });
}

/** The cluster beside the provider of a resource: both are children of the same component. */
function clusterOf<Cloud extends TargetOperations>(
  { provider }: PlannedResource,
  graph: PlanGraph,
  clouds: readonly Cloud[],
): ServiceLoadBalancer<Cloud>["cluster"] {
  const parent = graph.resources.find(({ urn }) => urn === provider)?.parent;
  if (parent === undefined) return undefined;
  for (const { urn, type } of childrenOf(graph, parent)) {
    const operations = clouds.find(({ clusterTypes }) => clusterTypes?.test(type));
    if (operations !== undefined) return { urn, operations };
  }
  return undefined;
}
