import * as pulumi from "@pulumi/pulumi";
import { cidr, dns1123Subdomain, notEmpty, validatedInput } from "../../shared/checks";
import { InvalidArgs } from "../../shared/invalid-args";
import type { ClusterRequest, ProvisionedCluster, Target } from "../target";
import type { ExistingClusterArgs } from "./args";
import { contextConfig, fromFile, type ContextConfig } from "./kubeconfig";
import { fieldProblems, kubeconfigProblem, ruleProblems } from "./problems";
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
  const config = pulumi.output(reducedKubeconfig(component, block));
  const endpoint = pulumi.unsecret(config.endpoint);
  const { clusterIdentifier, storageClass, loadBalancerNetwork } = block;
  return {
    ...existingSpec(block),
    clusterIdentifier: validatedInput(component, "existing.clusterIdentifier", clusterIdentifier, notEmpty),
    storageClass: validatedInput(component, "existing.storageClass", storageClass, dns1123Subdomain),
    loadBalancerNetwork: validatedInput(component, "existing.loadBalancerNetwork", loadBalancerNetwork, cidr),
    kubeconfig: pulumi.secret(config.text),
    endpoint,
    kubernetesVersion: spec.kubernetesVersion,
    ready: endpoint,
  };
}

/** The chosen context alone. A kubeconfig that is an output is checked when it resolves. */
function reducedKubeconfig(component: string, block: ExistingClusterArgs): pulumi.Input<ContextConfig> {
  if (block.kubeconfigPath !== undefined) return fromFile(block.kubeconfigPath, block.context);
  return pulumi.output(block.kubeconfig ?? "").apply((text) => {
    try {
      return contextConfig(text, block.context, process.cwd());
    } catch (error) {
      throw new InvalidArgs(component, [kubeconfigProblem(error, block, text)]);
    }
  });
}
