import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { isSameVersion, kubernetesProblems } from "../../../shared/tested-versions";
import type { ClusterRequest } from "../../target";
import type { Rke2ClusterArgs } from "../args";
import { kubernetesOf, PINNED_VERSIONS } from "../releases";
import type { Rke2Spec } from "../spec";

/** The release and the version of Kubernetes in it. */
export function versionProblems({ spec: common, block }: ClusterRequest<Rke2ClusterArgs>, spec: Rke2Spec): Problem[] {
  const { kubernetesVersion, allowUntestedVersions } = common;
  const { version } = block;
  if (version === undefined) {
    return problemIf(
      spec.release === "",
      "kubernetesVersion",
      `${shown(kubernetesVersion)} leaves open which release of RKE2 it means (known: ${PINNED_VERSIONS.join(", ")}). Write a patch version, such as 1.35.7, or rke2.version.`,
    );
  }
  const within = kubernetesOf(version) ?? "";
  if (kubernetesVersion !== undefined) {
    return problemIf(
      !isSameVersion(within, kubernetesVersion),
      "rke2.version",
      `${shown(version)} has Kubernetes ${within}, and kubernetesVersion is ${shown(kubernetesVersion)}. Leave one of them out.`,
    );
  }
  return allowUntestedVersions ? [] : kubernetesProblems("rke2.version", within);
}
