import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { ToolFailed, type ClusterAccess } from "../../cluster/access";
import { processState } from "../../stack/process-state";

/** By this label, a later run finds what a killed one left. */
const LABEL = { "app.kubernetes.io/managed-by": "mlplatform-verify" };

/** Who made it, as `<host>/<process>`, and when that run has ended at the latest. */
const OWNER = "mlplatform/verify-owner";
const UNTIL = "mlplatform/verify-until";

/** Milliseconds after its end in which another computer may still remove what its run made. */
const GRACE_MS = 60_000;

interface Namespace {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
}

/** A namespace for what one run creates. */
export const newNamespace = (until: number) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: `mlplatform-verify-${randomBytes(4).toString("hex")}`,
    labels: LABEL,
    annotations: { [OWNER]: `${hostname()}/${process.pid}`, [UNTIL]: new Date(until).toISOString() },
  },
});

/** Removes the namespaces of runs that have ended. Those of a run that may still be going on stay. */
export async function removeLeftovers(access: ClusterAccess): Promise<void> {
  const selector = Object.entries(LABEL).map(([key, value]) => `${key}=${value}`);
  const text = await access.kubectl(["get", "namespaces", "-l", selector.join(","), "-o", "json"]);
  const { items } = JSON.parse(text) as { items: Namespace[] };
  for (const { metadata } of items.filter(hasEnded)) await deleteNamespace(access, metadata.name);
}

function hasEnded({ metadata: { annotations = {} } }: Namespace): boolean {
  const [host, id] = (annotations[OWNER] ?? "").split("/");
  if (host === hostname() && processState(Number(id)) === "ended") return true;
  const until = Date.parse(annotations[UNTIL] ?? "");
  return Number.isNaN(until) || Date.now() > until + GRACE_MS;
}

/**
 * Asks the cluster to delete a namespace with all that is in it. It does not wait for the end: a cluster may take long to delete a disk.
 * Volumes of a class that keeps them are deleted with their claims.
 */
export async function deleteNamespace(access: ClusterAccess, name: string): Promise<void> {
  const kept = await attempt(() => deleteVolumesToo(access, name));
  await access.kubectl(["delete", "namespace", name, "--ignore-not-found", "--wait=false"]);
  if (kept !== undefined) throw kept;
}

/** Returns what kubectl says if it fails, so that the rest is done all the same. */
async function attempt(work: () => Promise<unknown>): Promise<ToolFailed | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof ToolFailed) return error;
    throw error;
  }
}

async function deleteVolumesToo(access: ClusterAccess, namespace: string): Promise<void> {
  for (const volume of await keptVolumes(access, namespace)) {
    const patch = JSON.stringify({ spec: { persistentVolumeReclaimPolicy: "Delete" } });
    await access.kubectl(["patch", "persistentvolume", volume, "--type=merge", "-p", patch]);
  }
}

interface Volume {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly persistentVolumeReclaimPolicy?: string;
    readonly claimRef?: { readonly namespace?: string };
  };
}

async function keptVolumes(access: ClusterAccess, namespace: string): Promise<string[]> {
  const { items } = JSON.parse(await access.kubectl(["get", "persistentvolumes", "-o", "json"])) as { items: Volume[] };
  return items
    .filter(({ spec }) => spec.claimRef?.namespace === namespace && spec.persistentVolumeReclaimPolicy !== "Delete")
    .map(({ metadata }) => metadata.name);
}
