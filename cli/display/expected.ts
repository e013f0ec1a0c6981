import type { RunEvent } from "./run-event";

/** A resource of a plan or of a state. */
interface Known {
  readonly urn: string;
  readonly parent?: string;
  readonly custom: boolean;
}

/** How many resources each component at the top level of a program has. */
export function expectedOf(resources: readonly Known[]): RunEvent {
  const parents = new Map(resources.map(({ urn, parent }) => [urn, parent]));
  const topOf = (urn: string): string => {
    const parent = parents.get(urn);
    return parent === undefined || parents.get(parent) === undefined ? urn : topOf(parent);
  };
  const counts: Record<string, number> = {};
  for (const { urn, custom } of resources) {
    if (!custom) continue;
    const top = topOf(urn);
    const component = top === urn ? "" : top.split("::").slice(3).join("::");
    counts[component] = (counts[component] ?? 0) + 1;
  }
  return { kind: "expected", resources: counts };
}
