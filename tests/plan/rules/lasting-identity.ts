import type { PlanGraph } from "../../../recorder/graph";

/**
 * Providers whose `clusterIdentifier` comes of something in a cluster. While that is deleted and made anew, the engine
 * takes the identifier for unknown (pkg/resource/deploy, `calculateDependentReplacements`) and the provider for one of
 * another cluster, and so deletes all that is in it.
 */
export function namedByTheirContents(graph: PlanGraph): string[] {
  const types = new Map(graph.resources.map(({ urn, type }) => [urn, type]));
  return graph.resources
    .filter(({ type }) => type === "pulumi:providers:kubernetes")
    .filter(({ propertyDependencies }) =>
      (propertyDependencies["clusterIdentifier"] ?? []).some((urn) => types.get(urn)?.startsWith("kubernetes:")),
    )
    .map(({ urn }) => urn);
}
