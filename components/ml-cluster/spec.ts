import type * as pulumi from "@pulumi/pulumi";
import { refuse, type Problem } from "../shared/invalid-args";
import { kubernetesSettingProblems } from "../shared/kubernetes-settings";
import { filled, oneOf, type Blocks } from "../shared/one-of";
import { validated } from "../shared/shape";
import { clusterSpec, commonFieldProblems, commonRuleProblems, type CommonInput } from "../targets/common-spec";
import { operationsOf } from "../targets/operations";
import { loadTarget, targetNames, type ClusterRequest, type Target } from "../targets/target";
import type { MlClusterArgs } from "./args";

/**
 * Checks the arguments and returns the chosen target with the request to it; also its name, if it is reached by a login that
 * the caller brings. Throws `InvalidArgs`: first for the form of single inputs, then, if every input is well-formed, for missing
 * inputs and rules across inputs.
 */
export function checkedRequest(
  name: string,
  given: MlClusterArgs,
  opts: pulumi.ComponentResourceOptions | undefined,
): { target: Target<unknown>; request: ClusterRequest<unknown>; broughtLogin: string | undefined } {
  const { args, problems } = validated("MlCluster", name, given);
  const blocks = targetBlocks(args);
  const [chosen = "", ...others] = filled(blocks);
  const loaded = chosen === "" || others.length > 0 ? undefined : loadTarget(chosen);
  const target = loaded !== undefined && "target" in loaded ? loaded.target : undefined;
  const spec = clusterSpec(args, target?.defaultNodePools);
  const request = { name, block: blocks[chosen], spec, args, opts };

  refuse("MlCluster", name, [
    ...problems,
    ...commonFieldProblems(args, spec),
    ...(loaded !== undefined && "missing" in loaded ? [loaded.missing] : []),
    ...(target === undefined ? [] : unsupportedInputs(args, chosen, target)),
    ...kubernetesSettingProblems(),
    ...(target?.fieldProblems(request) ?? []),
  ]);
  refuse("MlCluster", name, [
    ...oneOf("", blocks, args),
    ...commonRuleProblems(spec, target?.nodeTaints),
    ...(target?.ruleProblems(request) ?? []),
  ]);
  const bringsLogin = operationsOf(chosen).guardrails?.broughtLogins !== undefined;
  return { target: target as Target<unknown>, request, broughtLogin: bringsLogin ? chosen : undefined };
}

/** The block of every target; undefined if the caller did not write it. */
const targetBlocks = (args: object): Blocks =>
  Object.fromEntries(targetNames().map((target) => [target, (args as Blocks)[target]]));

/** The common inputs that were written although the chosen target does not support them. */
const unsupportedInputs = (args: MlClusterArgs, chosen: string, { supportedInputs }: Target<unknown>): Problem[] =>
  filled({ ...args, allowUntestedVersions: undefined, [chosen]: undefined })
    .filter((input) => !supportedInputs.includes(input as CommonInput))
    .map((path) => ({ path, reason: `has no effect on the target ${chosen}. Leave it out.` }));
