import { ownValue } from "../../shared/own-value";

/** The release of RKE2 that we use for each version of Kubernetes: https://github.com/rancher/rke2/releases, of 2026-08. */
const RELEASES: Readonly<Record<string, string>> = { "1.34": "1.34.10", "1.35": "1.35.7", "1.36": "1.36.3" };

/** The version of a cluster whose caller names none. */
export const DEFAULT_VERSION = "1.35";

/** The minor versions that have a pinned release. */
export const PINNED_VERSIONS = Object.keys(RELEASES);

/** The release for a version such as `1.35` or `v1.35.2`; nothing for a minor version without a pinned release. */
export function releaseOf(version: string): string | undefined {
  const wanted = version.replace(/^v/, "");
  const patch = ownValue(RELEASES, wanted) ?? (/^\d+\.\d+\.\d+$/.test(wanted) ? wanted : undefined);
  return patch === undefined ? undefined : `v${patch}+rke2r1`;
}

/** Form of a release. */
export const RELEASE = /^v(\d+\.\d+\.\d+)(-rc\d+)?\+rke2r\d+$/;

/** The version of Kubernetes of a release: `1.35.7` of `v1.35.7+rke2r1`; nothing for another text. */
export const kubernetesOf = (release: string): string | undefined => RELEASE.exec(release)?.[1];
