import { GcpError } from "../gcp-cloud";

/** What GKE offers by release channel, oldest first (GKE release schedule, of 2026-11). */
const OFFERED: Readonly<Record<string, readonly string[]>> = {
  RAPID: ["1.35.2-gke.1000", "1.36.1-gke.1200", "1.37.0-gke.900"],
  REGULAR: ["1.35.2-gke.1000", "1.36.1-gke.1200"],
  STABLE: ["1.35.2-gke.1000"],
  EXTENDED: ["1.32.9-gke.100", "1.33.7-gke.100", "1.34.4-gke.500", "1.35.2-gke.1000", "1.36.1-gke.1200"],
};

/** The newest version of a channel that begins with `wanted`; the default of the channel where none is wanted. */
export function offered(channel: string, wanted: string): string {
  const versions = OFFERED[channel] ?? [];
  const found = wanted === "" ? versions[0] : versions.findLast((one) => one === wanted || startsWith(one, wanted));
  if (found === undefined) {
    throw new GcpError(
      400,
      `Master version "${wanted}" is unsupported: no valid versions with the prefix "${wanted}" found`,
    );
  }
  return found;
}

const startsWith = (version: string, prefix: string): boolean =>
  version.startsWith(`${prefix}.`) || version.startsWith(`${prefix}-`);

/** The minor version as a number: 35 of `1.35.2-gke.1000`. */
export const minor = (version: string): number => Number(version.split(".")[1]);

/** Whether a version is older; a fuzzy one counts as its beginning, as hashicorp/go-version compares. */
export function isOlder(one: string, other: string): boolean {
  const parts = (version: string) => version.replace("-gke", "").split(".").map(Number);
  const [left, right] = [parts(one), parts(other)];
  for (let place = 0; place < Math.max(left.length, right.length); place++) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** GKE documentation, "About cluster upgrades": one minor version at a time, and nodes at most two behind. */
export function checkUpgrade(from: string, to: string, nodes: readonly string[]): void {
  if (minor(to) > minor(from) + 1) {
    throw new GcpError(
      400,
      `Master cannot be upgraded to "${to}": cannot upgrade the master more than one minor version at a time`,
    );
  }
  const old = nodes.find((version) => minor(version) < minor(to) - 2);
  if (old !== undefined) {
    throw new GcpError(400, `Master cannot be upgraded to "${to}": a node pool with version "${old}" is too old`);
  }
}

/** GKE documentation, "GKE versioning and support", section on skew. */
export function checkNodeVersion(control: string, version: string): void {
  if (isOlder(control, version)) {
    throw new GcpError(400, `Node version "${version}" must not be greater than the master version "${control}"`);
  }
  if (minor(version) < minor(control) - 2) {
    throw new GcpError(400, `Node version "${version}" is more than two minor versions behind the master "${control}"`);
  }
}
