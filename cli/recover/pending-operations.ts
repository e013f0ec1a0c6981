import { liveObject, type LiveObject } from "../cluster/objects";
import { label, RELEASE_TYPE, type PendingOperation, type ResourceRecord, type StateValues } from "../stack/state";
import { recoverCloudResource } from "./cloud-resources";
import { readSettled } from "./orphaned-providers";
import { adopted, cleared, isOlder, providerCreated, type Recovery, type RecoveryContext } from "./recovery";
import { recoverNewRelease, recoverRelease } from "./releases";

/** Recovers an operation that was running when the engine was killed. */
export async function recoverPending(
  { type, resource }: PendingOperation,
  context: RecoveryContext,
): Promise<Recovery> {
  if (!resource.custom || resource.type.startsWith("pulumi:")) return {};
  const isRelease = resource.type === RELEASE_TYPE;
  if (type === "updating" && isRelease) return recoverRelease(resource, context);
  if (type !== "creating") return {};
  if (!resource.type.startsWith("kubernetes:")) return recoverCloudResource(resource, context.state);
  // A patch changes an existing object, and applying it twice has the same effect as once.
  if (resource.type.endsWith("Patch")) return {};
  return isRelease ? recoverNewRelease(resource, context) : recoverNewObject(resource, context);
}

async function recoverNewObject(resource: ResourceRecord, context: RecoveryContext): Promise<Recovery> {
  const cluster = await context.clusters.of(resource);
  const live = await readSettled({
    read: () => liveObject(cluster, resource.inputs ?? {}),
    changesUntil: (object) => (object === undefined ? context.appearsUntil : undefined),
    name: label(resource),
    print: context.print,
  });
  if (live === undefined) return { repair: cleared(resource, "it was not created") };
  if (!isOwnObject(live, resource, providerCreated(resource, context.state))) {
    return { repair: cleared(resource, "it exists, but does not belong to this stack") };
  }
  const { namespace, name } = live.metadata;
  return adopted(resource, namespace === undefined ? name : `${namespace}/${name}`, label(resource));
}

/**
 * Whether an object is the one that this stack was creating: written by Pulumi, with the labels of the program, and not
 * before the stack had its provider. It seldom is another one, because creating an object that exists fails at once.
 *
 * The API server records no manager of a Namespace that was applied with nothing but a name. One that kubectl or a client has created
 * has a manager, because of the label with its name; that is not so of other kinds, which are therefore never taken for ours without one.
 */
export function isOwnObject(
  { metadata }: Pick<LiveObject, "metadata">,
  { inputs }: ResourceRecord,
  providerCreated: string | undefined,
): boolean {
  const ownManager = metadata.annotations?.["pulumi.com/patchFieldManager"];
  const managers = (metadata.managedFields ?? []).filter(({ subresource = "" }) => subresource === "");
  const isByPulumi =
    managers.some(({ manager = "" }) => /^pulumi-(resource-)?kubernetes/.test(manager) || manager === ownManager) ||
    (managers.length === 0 && providerCreated !== undefined && isNamespaceWithNameOnly(inputs));
  const wanted = ((inputs?.["metadata"] ?? {}) as { labels?: unknown }).labels ?? {};
  const labels = Object.entries(wanted).filter(([, value]) => typeof value === "string");
  return (
    isByPulumi &&
    metadata.deletionTimestamp === undefined &&
    labels.every(([key, value]) => metadata.labels?.[key] === value) &&
    !isOlder(metadata.creationTimestamp, providerCreated)
  );
}

function isNamespaceWithNameOnly({ apiVersion: _, kind, metadata, ...fields }: StateValues = {}): boolean {
  const { name: __, ...others } = (metadata ?? {}) as StateValues;
  return kind === "Namespace" && Object.keys(fields).length === 0 && Object.keys(others).length === 0;
}
