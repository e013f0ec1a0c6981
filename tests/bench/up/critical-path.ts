/** How long the engine worked on one resource, and what it waited for before that. */
export interface TimedResource {
  readonly urn: string;
  /** Milliseconds from the first event about the resource to the last. */
  readonly ms: number;
  /** URNs of what had to exist before. */
  readonly needs: readonly string[];
}

/** The slowest chain of resources that wait for one another. */
export interface CriticalPath {
  readonly ms: number;
  /** The first one created first. */
  readonly urns: readonly string[];
}

/**
 * The least time that an update can take with these dependencies, however much runs in parallel: the sum of the times along
 * the slowest chain.
 */
export function criticalPath(resources: readonly TimedResource[]): CriticalPath {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const paths = new Map<string, CriticalPath>();
  const pathTo = ({ urn, ms, needs }: TimedResource): CriticalPath => {
    const known = paths.get(urn);
    if (known !== undefined) return known;
    const before = needs.flatMap((need) => byUrn.get(need) ?? []).map(pathTo);
    const slowest = longest(before);
    const path = { ms: slowest.ms + ms, urns: [...slowest.urns, urn] };
    paths.set(urn, path);
    return path;
  };
  return longest(resources.map(pathTo));
}

const longest = (paths: readonly CriticalPath[]): CriticalPath =>
  paths.reduce((best, path) => (path.ms > best.ms ? path : best), { ms: 0, urns: [] });
