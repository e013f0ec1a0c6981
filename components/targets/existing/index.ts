import * as pulumi from "@pulumi/pulumi";
import { refuseLate } from "../../shared/late-refusal";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import type { ExistingClusterArgs } from "./args";
import type { ContextConfig } from "./kubeconfig";
import { fieldProblems, kubeconfigProblem, ruleProblems } from "./problems";
import { knownConfig, readConfig } from "./reading";
import { existingSpec } from "./spec";

/** A cluster that exists already. */
export const target: Target<ExistingClusterArgs> = {
  supportedInputs: ["kubernetesVersion"],
  fieldProblems,
  ruleProblems,
  provision,
};

function provision({ name, block, spec }: ClusterRequest<ExistingClusterArgs>): ProvisionedCluster {
  const component = `MlCluster "${name}"`;
  const known = knownConfig(block);
  const config = pulumi.output(known ?? deferredConfig(component, block));
  const endpoint = pulumi.unsecret(config.endpoint);
  const context = block.context ?? known?.context ?? pulumi.unsecret(config.context);
  return {
    ...existingSpec(block, context),
    kubeconfig: pulumi.secret(config.text),
    endpoint,
    kubernetesVersion: spec.kubernetesVersion,
    ready: endpoint,
  };
}

/** The chosen context of a kubeconfig that is not known yet, or whose context is not; both are checked when they resolve. */
const deferredConfig = (component: string, block: ExistingClusterArgs): pulumi.Output<ContextConfig> =>
  pulumi.all([block.kubeconfig, block.context]).apply(async ([kubeconfig, context]) => {
    const resolved = { ...block, kubeconfig: kubeconfig as unknown, context };
    try {
      return readConfig(resolved);
    } catch (error) {
      await refuseLate(component, [kubeconfigProblem(error, resolved)]);
      throw error;
    }
  });
