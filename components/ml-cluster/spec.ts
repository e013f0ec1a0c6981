import { checked, version } from "../shared/checks";
import type { Problem } from "../shared/invalid-args";
import { oneOf, type Blocks } from "../shared/one-of";
import { kubernetesProblems } from "../shared/versions";
import type { ClusterSpec } from "../targets/target";
import type { MlClusterArgs } from "./args";

/** Fills in every default. */
export const clusterSpec = (args: MlClusterArgs): ClusterSpec => ({
  kubernetesVersion: args.kubernetesVersion,
  allowUntestedVersions: args.allowUntestedVersions ?? false,
});

/** The target blocks the caller wrote: what is left of the arguments, so a new target adds no line. */
export function targetBlocks({ kubernetesVersion, allowUntestedVersions, ...blocks }: MlClusterArgs): Blocks {
  return { ...blocks };
}

/** What is wrong with the common inputs and the choice of a target. */
export const problemsIn = (spec: ClusterSpec, blocks: Blocks, targets: readonly string[]): Problem[] => [
  ...oneOf("", { ...Object.fromEntries(targets.map((name) => [name, undefined])), ...blocks }),
  ...versionProblems(spec),
];

function versionProblems({ kubernetesVersion, allowUntestedVersions }: ClusterSpec): Problem[] {
  if (kubernetesVersion === undefined) return [];
  const malformed = checked("kubernetesVersion", kubernetesVersion, version);
  if (malformed.length > 0 || allowUntestedVersions) return malformed;
  return kubernetesProblems("kubernetesVersion", kubernetesVersion);
}
