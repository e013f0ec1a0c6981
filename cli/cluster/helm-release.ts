import type { ResourceRecord } from "../stack/state";
import { ToolFailed, type ClusterAccess } from "./access";

/** Identifies a Helm release in a cluster. */
export interface ReleaseName {
  readonly namespace: string;
  readonly name: string;
}

/** The release of a resource: from its id, or from its inputs while it has no id. */
export function releaseName({ id, inputs = {} }: ResourceRecord): ReleaseName | undefined {
  const [namespace, name] = id?.split("/") ?? [inputs["namespace"] ?? "default", inputs["name"]];
  return typeof namespace === "string" && typeof name === "string" ? { namespace, name } : undefined;
}

/** One revision of a release, as `helm history -o json` prints it. */
export interface Revision {
  readonly revision: number;
  readonly updated: string;
  readonly status: string;
  /** `<name>-<version>`. */
  readonly chart: string;
}

/** The revisions of a release, newest last; empty if Helm does not know the release. */
export async function historyOf(cluster: ClusterAccess, { namespace, name }: ReleaseName): Promise<Revision[]> {
  try {
    const json = await cluster.helm(["history", name, "--namespace", namespace, "--output", "json"]);
    return (JSON.parse(json) as Revision[]).sort((one, other) => one.revision - other.revision);
  } catch (error) {
    if (error instanceof ToolFailed && error.message.includes("release: not found")) return [];
    throw error;
  }
}

/** The names of the releases in a namespace whose last operation has not ended. */
export async function pendingReleaseNames(cluster: ClusterAccess, namespace: string): Promise<string[]> {
  const json = await cluster.helm(["list", "--pending", "--namespace", namespace, "--output", "json"]);
  return (JSON.parse(json) as { name: string }[]).map(({ name }) => name);
}

/** Uninstalls a release and waits until its objects are gone, so that it can be installed again at once. */
export async function uninstall(cluster: ClusterAccess, { namespace, name }: ReleaseName): Promise<void> {
  await cluster.helm(["uninstall", name, "--namespace", namespace, "--wait"], CHANGE_SECONDS);
}

/** Helm waits up to five minutes for each hook, and again for objects to be deleted. */
const CHANGE_SECONDS = 1200;

/**
 * Rolls a release back without waiting for its objects: the next update waits for them. Returns false if Helm cannot do it,
 * for example after an upgrade that removed objects (`original object … not found`). The release is then no longer pending.
 */
export async function rollBack(cluster: ClusterAccess, release: ReleaseName, to: number): Promise<boolean> {
  const { namespace, name } = release;
  try {
    await cluster.helm(["rollback", name, String(to), "--namespace", namespace], CHANGE_SECONDS);
    return true;
  } catch (error) {
    const latest = (await historyOf(cluster, release)).at(-1);
    if (!(error instanceof ToolFailed) || latest === undefined || isPending(latest)) throw error;
    return false;
  }
}

/** Whether an operation on the release has begun and not ended. */
export const isPending = ({ status }: Revision): boolean => status.startsWith("pending-");

/** The latest end of a running operation, in milliseconds since 1970: the provider limits each by the release's timeout. */
export function latestEnd({ updated }: Revision, { inputs = {} }: ResourceRecord): number {
  const { timeout } = inputs;
  const seconds = typeof timeout === "number" && timeout > 0 ? timeout : 300; // the provider's default
  return Date.parse(updated) + seconds * 1000;
}

/** The revision to roll back to: the last one that was deployed. */
export const lastDeployed = (history: readonly Revision[]): Revision | undefined =>
  history.findLast(({ status }) => status === "deployed") ?? history.findLast(({ status }) => status === "superseded");

/** Whether a release was installed from the chart of a resource. The version may differ, because the program may change it. */
export function isOfChart({ chart }: Revision, { inputs = {} }: ResourceRecord): boolean {
  const wanted = inputs["chart"];
  if (typeof wanted !== "string") return false;
  const lastSegment = wanted.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const base = lastSegment.replace(/\.tgz$/, "");
  return chart === base || chart.startsWith(`${base}-`);
}
