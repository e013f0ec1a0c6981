import { apiAccessSpec } from "../shared/api-access";
import { checked, checkedCount, version } from "../shared/checks";
import type { Problem } from "../shared/invalid-args";
import { nodePoolSpecs } from "../shared/node-pool";
import { nodePoolProblems } from "../shared/node-pool-problems";
import { oneOf, type Blocks } from "../shared/one-of";
import { storageProblems, storageSpec } from "../shared/storage";
import { kubernetesProblems } from "../shared/versions";
import type { ClusterSpec, CommonInput, Target } from "../targets/target";
import type { MlClusterArgs } from "./args";

/** Fills in every default. */
export const clusterSpec = (args: MlClusterArgs): ClusterSpec => ({
  kubernetesVersion: args.kubernetesVersion,
  allowUntestedVersions: args.allowUntestedVersions ?? false,
  nodePools: nodePoolSpecs(args.nodePools),
  apiAccess: apiAccessSpec(args.apiAccess),
  admins: args.admins ?? [],
  viewers: args.viewers ?? [],
  deletionProtection: args.deletionProtection ?? true,
  storage: storageSpec(args.storage),
  logRetentionDays: args.logRetentionDays ?? 90,
  tags: args.tags ?? {},
  overrides: { charts: args.charts, mirror: args.mirror },
});

/** The inputs that are common to all targets; `true` for those that a target may be unable to honour. */
const COMMON: Readonly<Record<CommonInput, true> & { allowUntestedVersions: false }> = {
  allowUntestedVersions: false,
  kubernetesVersion: true,
  nodePools: true,
  apiAccess: true,
  admins: true,
  viewers: true,
  deletionProtection: true,
  storage: true,
  logRetentionDays: true,
  tags: true,
  charts: true,
  mirror: true,
};

/** The target blocks the caller wrote: what is left of the arguments, so a new target adds no line. */
export const targetBlocks = (args: MlClusterArgs): Blocks =>
  Object.fromEntries(Object.entries(args).filter(([input]) => !(input in COMMON)));

/** What is wrong with the common inputs and the choice of a target. */
export const problemsIn = (spec: ClusterSpec, blocks: Blocks, targets: readonly string[]): Problem[] => [
  ...oneOf("", { ...Object.fromEntries(targets.map((name) => [name, undefined])), ...blocks }),
  ...versionProblems(spec),
  ...nodePoolProblems(spec.nodePools),
  ...storageProblems(spec.storage),
  ...checkedCount("logRetentionDays", spec.logRetentionDays, 1),
];

/** The common inputs that the chosen target has no use for. */
export const unsupportedInputs = (args: MlClusterArgs, name: string, { supportedInputs }: Target<unknown>): Problem[] =>
  Object.entries(args)
    .filter(([input, value]) => value !== undefined && COMMON[input as CommonInput])
    .filter(([input]) => !supportedInputs.includes(input as CommonInput))
    .map(([path]) => ({ path, reason: `has no effect on a cluster of the target ${name}. Leave it out.` }));

function versionProblems({ kubernetesVersion, allowUntestedVersions }: ClusterSpec): Problem[] {
  if (kubernetesVersion === undefined) return [];
  const malformed = checked("kubernetesVersion", kubernetesVersion, version);
  if (malformed.length > 0 || allowUntestedVersions) return malformed;
  return kubernetesProblems("kubernetesVersion", kubernetesVersion);
}
