import { isProvider, isStack, type PlanGraph, type PlannedResource } from "../../../recorder/graph";

/**
 * Resources without a provider of ours: they would go wherever the environment of whoever runs `pulumi up` points, and
 * not at all in a stack that has no default providers.
 */
export function onDefaultProviders({ resources }: PlanGraph): string[] {
  return resources
    .filter((resource) => !isStack(resource) && !isProvider(resource))
    .filter(({ type, custom, remote, provider, providers }) =>
      // A component that a plugin constructs makes its children with the providers that it is handed, its own among them.
      remote ? Object.keys(providers).length < 2 || !isPackageOf(type, providers) : custom && provider === undefined,
    )
    .map(({ urn }) => urn);
}

const isPackageOf = (type: string, providers: PlannedResource["providers"]): boolean =>
  (type.split(":")[0] ?? "") in providers;
