import { isProvider, isStack, type PlanGraph } from "../../../cli/plan/graph";

/** Packages whose resources are made nowhere but in the state, so that no credentials decide where they go. */
const LOCAL = ["random"];

/** What would go wherever the environment of whoever runs `pulumi up` points: resources without a provider of ours. */
export function onDefaultProviders({ resources }: PlanGraph): string[] {
  return resources
    .filter((resource) => !isStack(resource) && !isProvider(resource))
    .filter(({ type }) => !LOCAL.includes(type.split(":")[0] ?? ""))
    .filter(({ custom, remote, provider, providers }) =>
      // A component that a plugin constructs makes its children with the providers that it is handed.
      remote ? Object.keys(providers).length === 0 : custom && provider === undefined,
    )
    .map(({ urn }) => urn);
}
