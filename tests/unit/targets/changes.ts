import { isDeepStrictEqual } from "node:util";
import type { PlannedResource } from "../../../recorder/graph";
import type { Deployed } from "../../helpers/deploy";

/** `Subnet ml-private-1`: a resource without the module of its type. */
export const label = ({ type, name }: PlannedResource): string => `${type.split(":").pop() ?? type} ${name}`;

/**
 * What the second program has besides the first (`+ Subnet ml-private-3`), what it lacks (`- …`), and of what both have
 * the inputs that differ: `~ NodeGroup ml-general: amiType, labels`. Of the component itself, the outputs.
 */
export function changes(before: Deployed, after: Deployed): string[] {
  const [old, now] = [byUrn(before), byUrn(after)];
  return [
    ...[...old.values()].filter(({ urn }) => !now.has(urn)).map((resource) => `- ${label(resource)}`),
    ...[...now.values()].flatMap((resource) => {
      const former = old.get(resource.urn);
      if (former === undefined) return [`+ ${label(resource)}`];
      const differing = differences(contentOf(before, former), contentOf(after, resource));
      return differing.length === 0 ? [] : [`~ ${label(resource)}: ${differing.join(", ")}`];
    }),
  ].sort();
}

const byUrn = ({ resources }: Deployed): Map<string, PlannedResource> =>
  new Map(resources.slice(1).map((resource) => [resource.urn, resource]));

function contentOf(graph: Deployed, resource: PlannedResource): Record<string, unknown> {
  const { protect, retainOnDelete, importId, ignoreChanges, provider } = resource;
  const inputs = resource.type.startsWith("mlplatform:") ? resource.outputs?.values : graph.revealInputs(resource);
  const kept = { "opts.protect": protect, "opts.retainOnDelete": retainOnDelete, "opts.import": importId };
  return { ...inputs, ...kept, "opts.ignoreChanges": ignoreChanges, "opts.provider": provider };
}

const differences = (one: Record<string, unknown>, other: Record<string, unknown>): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((key) => !isDeepStrictEqual(one[key], other[key]))
    .sort();
