import type { ResourceRecord } from "./state";
import { ToolFailed, type ClusterAccess } from "./tools";

/** Which Helm release a resource stands for. */
export interface ReleaseName {
  readonly namespace: string;
  readonly name: string;
}

/** The token of a Helm release. */
export const RELEASE_TYPE = "kubernetes:helm.sh/v3:Release";

/** The name of a release, by its id, or while it has none by its inputs. */
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

/** Helm's records of a release, the newest last; none where Helm does not know it. */
export async function historyOf(cluster: ClusterAccess, { namespace, name }: ReleaseName): Promise<Revision[]> {
  try {
    const json = await cluster.helm(["history", name, "--namespace", namespace, "--output", "json"]);
    return (JSON.parse(json) as Revision[]).sort((one, other) => one.revision - other.revision);
  } catch (error) {
    if (error instanceof ToolFailed && error.message.includes("release: not found")) return [];
    throw error;
  }
}

/** Names of the releases of a namespace in which an operation never ended. */
export async function hangingIn(cluster: ClusterAccess, namespace: string): Promise<string[]> {
  const json = await cluster.helm(["list", "--pending", "--namespace", namespace, "--output", "json"]);
  return (JSON.parse(json) as { name: string }[]).map(({ name }) => name);
}

/** Uninstalls a release and waits until its objects are gone, so that it can be installed again at once. */
export async function uninstall(cluster: ClusterAccess, { namespace, name }: ReleaseName): Promise<void> {
  await cluster.helm(["uninstall", name, "--namespace", namespace, "--wait"], CHANGE_SECONDS);
}

/** Helm itself waits five minutes for each hook, and as long for objects to go. */
const CHANGE_SECONDS = 1200;

/**
 * Rolls a release back; whatever the next update waits for, it waits for itself. False where Helm cannot, as after an
 * upgrade that was to remove objects (`original object … not found`); the upgrade no longer hangs then all the same.
 */
export async function rollBack(cluster: ClusterAccess, release: ReleaseName, to: number): Promise<boolean> {
  const { namespace, name } = release;
  try {
    await cluster.helm(["rollback", name, String(to), "--namespace", namespace], CHANGE_SECONDS);
    return true;
  } catch (error) {
    const latest = (await historyOf(cluster, release)).at(-1);
    if (!(error instanceof ToolFailed) || latest === undefined || hangs(latest)) throw error;
    return false;
  }
}

/** What Helm is left in the middle of. */
export const hangs = ({ status }: Revision): boolean => status.startsWith("pending-");

/** When an operation that is under way will have ended at the latest: the provider gives each the release's time limit. */
export function endsBy({ updated }: Revision, { inputs = {} }: ResourceRecord): number {
  const { timeout } = inputs;
  const seconds = typeof timeout === "number" && timeout > 0 ? timeout : 300; // what the provider fills in
  return Date.parse(updated) + seconds * 1000;
}

/** The revision to go back to: the last that was whole. */
export const lastWhole = (history: readonly Revision[]): Revision | undefined =>
  history.findLast(({ status }) => status === "deployed") ?? history.findLast(({ status }) => status === "superseded");

/** Whether a release is of the chart that a resource installs; its version may have been changed since. */
export function isOfChart({ chart }: Revision, { inputs = {} }: ResourceRecord): boolean {
  const wanted = inputs["chart"];
  if (typeof wanted !== "string") return false;
  const base =
    wanted
      .replace(/\/+$/, "")
      .split("/")
      .at(-1)
      ?.replace(/\.tgz$/, "") ?? "";
  return chart === base || chart.startsWith(`${base}-`);
}
