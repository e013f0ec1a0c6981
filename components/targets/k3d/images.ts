import { ownValue } from "../../shared/own-value";

/**
 * The release of k3s that we use for each version of Kubernetes: https://github.com/k3s-io/k3s/releases, of 2026-11. It is pinned,
 * because k3d's own default is the release that was stable when k3d was built.
 */
const RELEASES: Readonly<Record<string, string>> = { "1.34": "1.34.11", "1.35": "1.35.8", "1.36": "1.36.4" };

/** The version of a cluster whose caller names none. */
export const DEFAULT_VERSION = "1.35";

/** The minor versions that have a pinned release. */
export const PINNED_VERSIONS = Object.keys(RELEASES);

/** The image for a version such as `1.35` or `v1.35.2`; nothing for a minor version without a pinned release. */
export function imageOf(version: string): string | undefined {
  const wanted = version.replace(/^v/, "");
  const release = ownValue(RELEASES, wanted) ?? (/^\d+\.\d+\.\d+$/.test(wanted) ? wanted : undefined);
  return release === undefined ? undefined : `rancher/k3s:v${release}-k3s1`;
}

/** The version of Kubernetes that the tag of an image says: `1.35.8` of `rancher/k3s:v1.35.8-k3s1`; nothing if it says none. */
export const versionOf = (image: string): string | undefined => /:v(\d+\.\d+\.\d+)-k3s\d+(?:-|@|$)/.exec(image)?.[1];
