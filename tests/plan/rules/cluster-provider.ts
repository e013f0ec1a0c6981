import type { PlanGraph, PlannedResource } from "../../../recorder/graph";

const CLUSTER = "mlplatform:index:MlCluster";
const PROVIDER = "pulumi:providers:kubernetes";

/** Objects of Kubernetes outside a cluster's own parts that are on another provider than the cluster's. */
export function besideTheClusterProvider({ resources }: PlanGraph): string[] {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const clusters = resources.filter(({ type }) => type === CLUSTER);
  return resources
    .filter(({ type, custom }) => custom && type.startsWith("kubernetes:"))
    .filter((resource) => !clusters.some(({ urn }) => isBelow(resource, urn, byUrn)))
    .filter(({ provider }) => {
      const { type, name, parent } = byUrn.get(provider ?? "") ?? {};
      return type !== PROVIDER || !clusters.some((cluster) => cluster.urn === parent && cluster.name === name);
    })
    .map(({ urn }) => urn);
}

/** True for a child, a grandchild and so on. */
function isBelow({ parent }: PlannedResource, ancestor: string, byUrn: ReadonlyMap<string, PlannedResource>): boolean {
  if (parent === undefined) return false;
  const next = byUrn.get(parent);
  return parent === ancestor || (next !== undefined && isBelow(next, ancestor, byUrn));
}
