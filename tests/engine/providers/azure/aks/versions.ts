import { ApiError } from "../../cloud/api-error";

/** The newest patch of each Kubernetes version that AKS offers, oldest first (AKS release calendar, November 2026). */
const PATCHES: Readonly<Record<string, string>> = {
  "1.34": "1.34.6",
  "1.35": "1.35.3",
  "1.36": "1.36.1",
};
const MINORS = Object.keys(PATCHES);
const MORE = "Please see https://aka.ms/aks-supported-k8s-ver for version details.";

/** What AKS takes where no version is given; not the latest. */
export const DEFAULT_VERSION = "1.35";

const minorOf = (version: string): string => version.split(".").slice(0, 2).join(".");
const rank = (version: string): number => MINORS.indexOf(minorOf(version));

/** The patch that runs if somebody asks for this version: a minor version is an alias of its newest patch. */
export function patchOf(version: string): string {
  const patch = PATCHES[minorOf(version)];
  if (patch !== undefined && (version === minorOf(version) || version === patch)) return patch;
  throw new ApiError("K8sVersionNotSupported", `Version ${version} is not supported in this region. ${MORE}`);
}

/** Refuses to skip a minor version or to go back (messages of rancher/dashboard #11884 and rancher/rancher #24071). */
export function checkUpgrade(from: string, to: string): void {
  const step = rank(patchOf(to)) - rank(from);
  const upgrades = `Available upgrades: [${MINORS.slice(rank(from) + 1, rank(from) + 2).join(" ")}]. ${MORE}`;
  if (step < 0) {
    throw new ApiError(
      "OperationNotAllowed",
      `Downgrading Kubernetes version ${from} to ${to} is not allowed. ${upgrades}`,
    );
  }
  if (step > 1) {
    throw new ApiError(
      "OperationNotAllowed",
      `Upgrading Kubernetes version ${from} to ${to} is not allowed. ${upgrades}`,
    );
  }
}

/** Refuses a pool that is newer than the control plane (rancher/rancher #33426), and to skip a minor version or to go back (cluster-api-provider-azure #1883). */
export function checkPoolVersion(control: string, from: string | undefined, to: string): void {
  if (rank(patchOf(to)) > rank(control)) {
    const reason = `Node pool version ${to} and control plane version ${control} are incompatible. Minor version of node pool version is bigger than control plane version. For more information, please check https://aka.ms/version-skew-policy`;
    throw new ApiError("NodePoolMcVersionIncompatible", reason);
  }
  if (from === undefined) return;
  const step = rank(to) - rank(from);
  if (step === 0 || step === 1) return;
  const reason = `Upgrade agent pool version from ${from} to ${to} is not allowed, you can only upgrade one minor version at a time.`;
  throw new ApiError("AgentPoolUpgradeVersionNotAllowed", reason);
}
