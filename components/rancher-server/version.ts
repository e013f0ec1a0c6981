import { rancherVersions } from "../shared/pinned-charts";
import type { ChartVersions } from "../shared/install-chart";
import { checked, version as versionForm } from "../shared/checks";
import { problemIf, type Problem } from "../shared/invalid-args";
import { plainFact } from "../shared/known-facts";
import { ownValue } from "../shared/own-value";
import { minorVersion, onKubernetesProblems, testedOn } from "../shared/tested-versions";
import type { RancherServerArgs } from "./args";

/** The chart has versions without a `v`. */
const bare = (version: string): string => version.replace(/^v/, "");

/**
 * The version that the caller chooses, or the newest that supports the cluster's Kubernetes. If that is known only later, or no version
 * is for it, the pinned one, which is compared with it then.
 */
export function chosenVersions({ version, cluster }: RancherServerArgs): ChartVersions {
  if (version !== undefined) return { rancher: ownValue(rancherVersions, bare(version)) ?? bare(version) };
  const kubernetes = plainFact(cluster, "kubernetesVersion");
  const newest =
    kubernetes.known && typeof kubernetes.value === "string"
      ? testedOn("Rancher", "Kubernetes", kubernetes.value).at(-1)
      : undefined;
  const fitting = newest === undefined ? undefined : rancherVersions[newest];
  return fitting === undefined ? {} : { rancher: fitting };
}

/** What is wrong with the version itself. */
export const versionFieldProblems = ({ version, charts }: RancherServerArgs): Problem[] => {
  const malformed = checked("version", version, versionForm);
  if (version === undefined || malformed.length > 0) return malformed;
  const wanted = bare(version);
  return [
    ...problemIf(
      minorVersion(wanted) === wanted && ownValue(rancherVersions, wanted) === undefined,
      "version",
      `"${wanted}" is a minor version that we do not test (tested: ${Object.keys(rancherVersions).join(", ")}). Choose one of them, or write a whole version, such as ${wanted}.0, and allowUntestedVersions: true.`,
    ),
    ...problemIf(
      charts?.["rancher"]?.version !== undefined,
      "version",
      "is written in charts.rancher.version too. Leave one of them out.",
    ),
  ];
};

/** Whether the version supports the cluster's Kubernetes. */
export function onClusterProblems(
  { version: written, charts }: RancherServerArgs,
  version: string,
  kubernetesVersion: string | undefined,
): Problem[] {
  const alone = written === undefined ? "charts.rancher.version" : "version";
  const isChosen = written !== undefined || charts?.["rancher"]?.version !== undefined;
  const together = isChosen ? alone : "cluster.kubernetesVersion";
  return onKubernetesProblems(["Rancher", version], kubernetesVersion, { alone, together });
}
