import { isProvider, type PlannedResource, type PlanGraph } from "../../../recorder/graph";

/** Resources of a cloud that are not on the provider that the first of that cloud is on. */
export function onOtherCloudProviders({ resources }: PlanGraph): string[] {
  const first = new Map<string, string>();
  return resources.flatMap((resource) =>
    providersOf(resource).flatMap(([pkg, provider]) => {
      const expected = first.get(pkg) ?? provider;
      first.set(pkg, expected);
      return provider === expected ? [] : [resource.urn];
    }),
  );
}

/** The cloud providers that a resource is made with: its own, or those that a remote component hands to its children. */
function providersOf(resource: PlannedResource): [pkg: string, provider: string][] {
  const { type, remote, provider, providers } = resource;
  if (remote) return Object.entries(providers);
  const [pkg = ""] = type.split(":");
  return provider === undefined || NO_CLOUDS.has(pkg) || isProvider(resource) ? [] : [[pkg, provider]];
}

/** Packages whose providers have no account: one for each cluster, and one for each component that makes random values or runs commands. */
const NO_CLOUDS: ReadonlySet<string> = new Set(["kubernetes", "random", "command"]);
