import { ApiError } from "../../cloud/api-error";

/** Kubernetes versions that EKS offers, oldest first (facts of 2026-11: 1.33 in extended support). */
export const OFFERED = ["1.33", "1.34", "1.35", "1.36"];

/** What EKS takes where no version is given; not the latest. */
export const DEFAULT_VERSION = "1.35";

/** Refuses a version that EKS does not offer. */
export function offered(version: string): string {
  if (OFFERED.includes(version)) return version;
  throw new ApiError("InvalidParameterException", `unsupported Kubernetes version ${version}`);
}

/** Refuses to skip a minor version or to go back (EKS User Guide, "Update existing cluster to new Kubernetes version"). */
export function checkUpgrade(from: string, to: string): void {
  const step = OFFERED.indexOf(offered(to)) - OFFERED.indexOf(from);
  if (step === 0 || step === 1) return;
  throw new ApiError("InvalidParameterException", `Unsupported Kubernetes minor version update from ${from} to ${to}`);
}
