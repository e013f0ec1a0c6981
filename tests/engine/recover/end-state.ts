import type { ResourceRecord } from "../../../cli/stack/state";
import { allNames, allObjects, type TestCluster } from "../cluster";
import { decrypted } from "../stack/decrypt";
import type { KillableStack } from "./killable-stack";
import { contentOf } from "./object-content";

/** What is left of a run, as far as two runs of one program have to agree. */
export interface EndState {
  /** By URN: inputs in the open, and where a resource stands among the others. */
  readonly resources: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What stands in the cluster, by `Kind namespace/name`. */
  readonly objects: Readonly<Record<string, unknown>>;
  readonly pending: number;
}

type Related = ResourceRecord & {
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
};

/** Looks at stack and cluster. */
export async function endState(stack: KillableStack, cluster: TestCluster): Promise<EndState> {
  const state = await decrypted(await stack.readState());
  const resources = (state.resources as readonly Related[]).map((resource) => {
    const { urn, id, type, inputs, parent, dependencies = [], propertyDependencies = {}, provider } = resource;
    // The engine makes up the ids of providers; those of objects say where they are.
    const place = type.startsWith("pulumi:providers:") ? undefined : id;
    const uses = Object.entries(propertyDependencies).map(
      ([property, urns]) => [property, sorted(urns ?? [])] as const,
    );
    const relations = {
      parent,
      dependencies: sorted(dependencies),
      propertyDependencies: Object.fromEntries(uses),
      provider: provider?.split("::").slice(0, -1).join("::"),
    };
    return [urn, { type, id: place, inputs, ...relations }] as const;
  });
  return {
    resources: Object.fromEntries(resources.sort(([one], [other]) => (one < other ? -1 : 1))),
    outputs: state.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {},
    objects: Object.fromEntries(await objectsIn(cluster)),
    pending: state.pending_operations?.length ?? 0,
  };
}

const sorted = (urns: readonly string[]): string[] => [...urns].sort();

/** What the cluster writes about itself, and what controllers name by chance. */
const NOT_OURS =
  /^(events|leases|componentstatuses|apiservices|pods|replicasets|controllerrevisions|endpointslices|ipaddresses)/;

/** Helm's record of a revision. The records of a release come in the order of their names. */
const REVISION = /^sh\.helm\.release\.v1\.(.+)\.v\d+$/;

/** Every object of every kind, by `Kind namespace/name`, with what was asked of it. */
export async function objectsIn({ api }: TestCluster): Promise<Map<string, unknown>> {
  const named = (await allObjects(api, NOT_OURS)).map((object) => {
    const { namespace = "", name, labels } = object.metadata;
    const release = REVISION.exec(name)?.[1];
    // A failed installation is a revision too: what counts is how the newest one is.
    if (release !== undefined) return [`Helm release ${namespace}/${release}`, labels?.["status"]] as const;
    return [`${object.kind} ${namespace}/${name}`, contentOf(object)] as const;
  });
  return new Map(named.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The names of these objects. */
export const namesIn = ({ api }: TestCluster): Promise<string[]> => allNames(api, NOT_OURS);
