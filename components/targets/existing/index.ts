import * as pulumi from "@pulumi/pulumi";
import { checked, cidr, dns1123Subdomain, gatedIfLate, labelKey, url, type Check } from "../../shared/checks";
import { Exposure } from "../../shared/facts";
import { InvalidArgs, type Problem } from "../../shared/invalid-args";
import { filled, oneOf } from "../../shared/one-of";
import type { ProvisionedCluster, Target } from "../target";
import type { ExistingClusterArgs } from "./args";
import { contextConfig, KubeconfigError, readKubeconfig, type ContextConfig } from "./kubeconfig";

/** A cluster that exists already. */
export const target: Target<ExistingClusterArgs> = {
  problemsIn: (block) => [
    ...kubeconfigProblems(block),
    ...checked("existing.storageClass", block.storageClass, dns1123Subdomain),
    ...checked("existing.loadBalancerNetwork", block.loadBalancerNetwork, cidr),
    ...identityProblems(block),
    ...annotationProblems("existing.loadBalancerAnnotations", block.loadBalancerAnnotations),
    ...annotationProblems("existing.internalLoadBalancerAnnotations", block.internalLoadBalancerAnnotations),
  ],
  provision: (name, block, spec): ProvisionedCluster => {
    const config = pulumi.output(reached(name, block));
    const endpoint = pulumi.unsecret(config.endpoint);
    const late = (input: "storageClass" | "loadBalancerNetwork", check: Check): pulumi.Input<string> | undefined =>
      gatedIfLate(`MlCluster "${name}"`, `existing.${input}`, block[input], check);
    return {
      ...block,
      storageClass: late("storageClass", dns1123Subdomain),
      loadBalancerNetwork: late("loadBalancerNetwork", cidr),
      kubeconfig: pulumi.secret(config.text),
      endpoint,
      kubernetesVersion: spec.kubernetesVersion,
      clusterName: block.clusterName ?? block.context,
      clusterIdentifier: block.clusterIdentifier ?? block.context,
      providesLoadBalancers: block.providesLoadBalancers ?? true,
      defaultExposure: block.defaultExposure ?? Exposure.Public,
      ready: endpoint,
    };
  },
};

function kubeconfigProblems(block: ExistingClusterArgs): Problem[] {
  const { kubeconfig, kubeconfigPath } = block;
  const context: Problem[] = block.context
    ? []
    : [{ path: "existing.context", reason: "is missing. Name the context of the kubeconfig to use." }];
  if (filled({ kubeconfig, kubeconfigPath }).length !== 1) {
    return [...oneOf("existing", { kubeconfig, kubeconfigPath }), ...context];
  }
  return [...context, ...refused(block)];
}

/** What is wrong with a kubeconfig that is known now; one that is an output is judged when it resolves. */
function refused(block: ExistingClusterArgs): Problem[] {
  try {
    if (typeof block.kubeconfig === "string") contextConfig(block.kubeconfig, block.context, process.cwd());
    if (block.kubeconfigPath !== undefined) fromFile(block.kubeconfigPath, block.context);
    return [];
  } catch (error) {
    if (!(error instanceof KubeconfigError)) throw error;
    if (error.input === "context" && !block.context) return [];
    const file = block.kubeconfigPath === undefined ? "kubeconfig" : "kubeconfigPath";
    return [{ path: `existing.${error.input === "context" ? "context" : file}`, reason: error.message }];
  }
}

const fromFile = (path: string, context: string): ContextConfig => {
  const { text, folder } = readKubeconfig(path);
  return contextConfig(text, context, folder);
};

function reached(name: string, block: ExistingClusterArgs): pulumi.Input<ContextConfig> {
  if (block.kubeconfigPath !== undefined) return fromFile(block.kubeconfigPath, block.context);
  return pulumi.output(block.kubeconfig ?? "").apply((text) => {
    try {
      return contextConfig(text, block.context, process.cwd());
    } catch (error) {
      if (!(error instanceof KubeconfigError)) throw error;
      throw new InvalidArgs(`MlCluster "${name}"`, [{ path: `existing.${error.input}`, reason: error.message }]);
    }
  });
}

/** Keys of annotations that are known now. */
const annotationProblems = (path: string, annotations: pulumi.Input<Record<string, string>> | undefined): Problem[] =>
  pulumi.Output.isInstance(annotations) || annotations instanceof Promise
    ? []
    : Object.keys(annotations ?? {}).flatMap((key) => checked(`${path}.${key}`, key, labelKey));

function identityProblems({ identity }: ExistingClusterArgs): Problem[] {
  return pulumi.Output.isInstance(identity) || identity instanceof Promise
    ? []
    : checked("existing.identity.oidcIssuer", identity?.oidcIssuer, url("https"));
}
