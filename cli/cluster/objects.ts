import type { StateValues } from "../stack/state";
import { ToolFailed, type ClusterAccess } from "./access";

/** The metadata of an object in a cluster, as far as the command reads it. */
export interface ObjectMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly { readonly uid: string }[];
  readonly managedFields?: readonly { readonly manager?: string; readonly subresource?: string }[];
}

/** An object in a cluster. */
export interface LiveObject {
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** The object that a resource's inputs describe; `undefined` if it does not exist. */
export async function liveObject(cluster: ClusterAccess, inputs: StateValues): Promise<LiveObject | undefined> {
  const manifest = identifyingManifest(inputs);
  if (manifest === undefined) return undefined;
  const args = ["get", "-f", "-", "-o", "json", "--ignore-not-found", "--show-managed-fields"];
  try {
    const output = await cluster.kubectl(args, manifest);
    // With `-f`, kubectl prints a list even for one object.
    return output.trim() === "" ? undefined : (JSON.parse(output) as { items: LiveObject[] }).items[0];
  } catch (error) {
    if (error instanceof ToolFailed && error.message.includes("no matches for kind")) return undefined;
    throw error;
  }
}

/** A manifest that names one object exactly. The short name of a kind can be ambiguous; API version and kind are not. */
export function identifyingManifest({ apiVersion, kind, metadata }: StateValues): string | undefined {
  const { name, namespace } = (metadata ?? {}) as { name?: unknown; namespace?: unknown };
  return typeof name === "string" ? JSON.stringify({ apiVersion, kind, metadata: { name, namespace } }) : undefined;
}

/** An object whose dependents are listed. */
export type Owner = Pick<ObjectMetadata, "namespace" | "uid">;

/** Objects of these kinds in the owner's namespace that belong to it, directly or through another of these objects. */
export async function ownedBy({ namespace, uid }: Owner, kinds: readonly string[], cluster: ClusterAccess) {
  if (namespace === undefined) return [];
  const objects = await list<LiveObject>(cluster, kinds, namespace);
  const owners = new Set([uid]);
  for (let before = 0; before !== owners.size;) {
    before = owners.size;
    for (const object of objects) if (isOwned(object, owners)) owners.add(object.metadata.uid);
  }
  return objects.filter((object) => isOwned(object, owners));
}

/**
 * Objects of these kinds that Helm created for a release. Helm does not write on hooks whose they are: those in the release's namespace
 * are among them, unless their chart labels them with another release.
 */
export async function installedBy(
  release: { readonly name: string; readonly namespace: string },
  kinds: readonly string[],
  cluster: ClusterAccess,
): Promise<LiveObject[]> {
  const objects = await list<LiveObject>(cluster, kinds, release.namespace);
  return objects.filter(
    ({ metadata: { annotations = {}, labels = {} } }) =>
      annotations["meta.helm.sh/release-name"] === release.name ||
      ("helm.sh/hook" in annotations &&
        (labels["app.kubernetes.io/instance"] ?? labels["release"] ?? release.name) === release.name),
  );
}

const isOwned = ({ metadata }: LiveObject, owners: ReadonlySet<string>): boolean =>
  (metadata.ownerReferences ?? []).some((owner) => owners.has(owner.uid));

interface Event {
  readonly involvedObject: { readonly kind: string; readonly name: string; readonly uid?: string };
  readonly reason?: string;
  readonly message?: string;
}

/** Warning events of objects. Warnings that differ only in the object's name are returned once. */
export async function warningsOf(objects: readonly LiveObject[], { namespace }: Owner, cluster: ClusterAccess) {
  if (namespace === undefined || objects.length === 0) return [];
  const uids = new Set(objects.map(({ metadata }) => metadata.uid));
  const events = await list<Event>(cluster, ["events"], namespace, "--field-selector=type=Warning");
  const warnings = new Map<string, string>();
  for (const { involvedObject: object, reason = "", message = "" } of events) {
    if (!uids.has(object.uid ?? "")) continue;
    const warning = [reason, message].filter(Boolean).join(": ");
    warnings.set(warning.replaceAll(object.name, ""), `${object.kind} ${object.name}: ${warning}`);
  }
  return [...warnings.values()];
}

async function list<T>(cluster: ClusterAccess, kinds: readonly string[], namespace: string, ...flags: string[]) {
  const output = await cluster.kubectl(["get", kinds.join(","), "--namespace", namespace, "-o", "json", ...flags]);
  return (JSON.parse(output) as { items: T[] }).items;
}
