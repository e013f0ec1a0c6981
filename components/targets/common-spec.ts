import { chartFieldProblems } from "../shared/install-chart";
import { checked, checkedCount, dns1123Subdomain } from "../shared/checks";
import type { Problem } from "../shared/invalid-args";
import { kubernetesProblems } from "../shared/tested-versions";
import { apiAccessSpec, cidrProblems } from "./api-access";
import { ReclaimPolicy, type CommonArgs } from "./common-args";
import { nodePoolFieldProblems, nodePoolRuleProblems, nodePoolSpecs, type TaintsOf } from "./node-pools";

/** A common input that a target may not support. */
export type CommonInput = Exclude<keyof CommonArgs, "allowUntestedVersions">;

/** The common inputs with their defaults filled in. */
export type ClusterSpec = ReturnType<typeof clusterSpec>;

/**
 * Fills in the defaults of the common inputs. A missing `kubernetesVersion` or class name is left to the target, and
 * `defaultPools` are the target's.
 */
export const clusterSpec = (args: CommonArgs, defaultPools?: CommonArgs["nodePools"]) => ({
  kubernetesVersion: args.kubernetesVersion,
  allowUntestedVersions: args.allowUntestedVersions ?? false,
  nodePools: nodePoolSpecs(args.nodePools ?? defaultPools),
  apiAccess: apiAccessSpec(args.apiAccess),
  admins: args.admins ?? [],
  viewers: args.viewers ?? [],
  deletionProtection: args.deletionProtection ?? true,
  storage: { className: args.storage?.className, reclaimPolicy: args.storage?.reclaimPolicy ?? ReclaimPolicy.Delete },
  logRetentionDays: args.logRetentionDays ?? 90,
  tags: args.tags ?? {},
  overrides: { charts: args.charts, mirror: args.mirror, imageRegistry: args.imageRegistry },
});

/** What is wrong with single common inputs, on every target. */
export const commonFieldProblems = (args: CommonArgs, spec: ClusterSpec): Problem[] => [
  ...nodePoolFieldProblems(spec.nodePools),
  ...cidrProblems(args.apiAccess),
  ...checked("storage.className", spec.storage.className, dns1123Subdomain),
  ...checkedCount("logRetentionDays", spec.logRetentionDays, 1),
  ...chartFieldProblems(args),
];

/** What is wrong between common inputs, on every target. `taintsOf` knows the taints that the target adds to nodes. */
export const commonRuleProblems = (
  { kubernetesVersion, allowUntestedVersions, nodePools }: ClusterSpec,
  taintsOf?: TaintsOf,
): Problem[] => [
  ...(kubernetesVersion === undefined || allowUntestedVersions
    ? []
    : kubernetesProblems("kubernetesVersion", kubernetesVersion)),
  ...nodePoolRuleProblems(nodePools, taintsOf),
];
