import type { PlanGraph } from "../../../recorder/graph";
import { goneTooSoon } from "../../helpers/outlives";

/** Parts of clusters that could be deleted while workloads still need them, and clusters that have no provider for any. */
export function mayGoBeforeWorkloads(graph: PlanGraph): string[] {
  const clusters = graph.resources.filter(({ type }) => type === "mlplatform:index:MlCluster");
  return clusters.flatMap(({ urn, name }) => {
    const provider = graph.resources.find(
      (resource) =>
        resource.type === "pulumi:providers:kubernetes" && resource.name === name && resource.parent === urn,
    );
    return provider === undefined ? [`${urn} has no provider`] : goneTooSoon(graph, provider);
  });
}
