import type { ClusterAccess } from "../recover/tools";

/** An object that belongs to another one: what is read of it here. */
export interface OwnedObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly { readonly uid: string }[];
  };
  readonly spec?: { readonly replicas?: number };
  readonly status?: DeploymentStatus & Readonly<Record<string, unknown>>;
}

interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
}

/** Whose objects to look for. */
export interface Owner {
  readonly namespace?: string;
  readonly uid: string;
}

/** Objects of these kinds in the owner's namespace that belong to it, also by way of one another. */
export async function ownedBy({ namespace, uid }: Owner, kinds: readonly string[], cluster: ClusterAccess) {
  if (namespace === undefined) return [];
  const objects = await list<OwnedObject>(cluster, kinds, namespace);
  const owners = new Set([uid]);
  for (let before = 0; before !== owners.size;) {
    before = owners.size;
    for (const object of objects) if (isOwned(object, owners)) owners.add(object.metadata.uid);
  }
  return objects.filter((object) => isOwned(object, owners));
}

const isOwned = ({ metadata }: OwnedObject, owners: ReadonlySet<string>): boolean =>
  (metadata.ownerReferences ?? []).some((owner) => owners.has(owner.uid));

/** Whether all pods of a Deployment are those last asked for, and serve. */
export function isRolledOut({ metadata, spec, status = {} }: OwnedObject): boolean {
  const wanted = spec?.replicas ?? 1;
  const { observedGeneration, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  return (
    observedGeneration === metadata.generation &&
    [replicas, updatedReplicas, availableReplicas].every((count) => count === wanted)
  );
}

interface Event {
  readonly involvedObject: { readonly kind: string; readonly name: string; readonly uid?: string };
  readonly reason?: string;
  readonly message?: string;
}

/** What the cluster warns of about objects, each warning once: of ten pods that fit nowhere it tells one. */
export async function warningsOf(objects: readonly OwnedObject[], { namespace }: Owner, cluster: ClusterAccess) {
  if (namespace === undefined || objects.length === 0) return [];
  const uids = new Set(objects.map(({ metadata }) => metadata.uid));
  const events = await list<Event>(cluster, ["events"], namespace, "--field-selector=type=Warning");
  const warnings = new Map<string, string>();
  for (const { involvedObject: about, reason = "", message = "" } of events) {
    if (!uids.has(about.uid ?? "")) continue;
    const words = [reason, message].filter(Boolean).join(": ");
    warnings.set(words.replaceAll(about.name, ""), `${about.kind} ${about.name}: ${words}`);
  }
  return [...warnings.values()];
}

async function list<T>(cluster: ClusterAccess, kinds: readonly string[], namespace: string, ...flags: string[]) {
  const found = await cluster.kubectl(["get", kinds.join(","), "--namespace", namespace, "-o", "json", ...flags]);
  return (JSON.parse(found) as { items: T[] }).items;
}
