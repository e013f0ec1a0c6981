import { endsBy, hangs, historyOf, type ReleaseName, type Revision } from "./release";
import type { ResourceRecord } from "./state";
import { settledLook } from "./survivors";
import type { ClusterAccess } from "./tools";

/** Whose release it is, and who is told of waits. */
interface About {
  readonly resource: ResourceRecord;
  readonly say: (line: string) => void;
}

/**
 * Helm's records of a release once no provider is at work on it. Until when one may make the first, where there is none, is
 * `unseenUntil`. A helm that somebody else runs meanwhile is not seen.
 */
export const settledHistory = (
  cluster: ClusterAccess,
  name: ReleaseName,
  { resource, say }: About,
  unseenUntil?: number,
): Promise<Revision[]> =>
  settledLook({
    look: () => historyOf(cluster, name),
    unsettledUntil: (history) => {
      const latest = history.at(-1);
      if (latest === undefined) return unseenUntil;
      return hangs(latest) ? endsBy(latest, resource) : undefined;
    },
    name: `Helm release ${name.namespace}/${name.name}`,
    say,
  });
