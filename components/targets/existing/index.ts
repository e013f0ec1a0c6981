import * as pulumi from "@pulumi/pulumi";
import { checked, cidr, dns1123Subdomain, validatedInput, labelKey, url, type Check } from "../../shared/checks";
import { Exposure } from "../../shared/facts";
import { InvalidArgs, type Problem } from "../../shared/invalid-args";
import { filled, oneOf } from "../../shared/one-of";
import type { ProvisionedCluster, Target } from "../target";
import type { ExistingClusterArgs } from "./args";
import { contextConfig, KubeconfigError, readKubeconfig, type ContextConfig } from "./kubeconfig";

/** A cluster that exists already. */
export const target: Target<ExistingClusterArgs> = {
  supportedInputs: ["kubernetesVersion"],
  problemsIn: ({ block }) => [
    ...kubeconfigProblems(block),
    ...checked("existing.storageClass", block.storageClass, dns1123Subdomain),
    ...checked("existing.loadBalancerNetwork", block.loadBalancerNetwork, cidr),
    ...identityProblems(block),
    ...annotationProblems("existing.loadBalancerAnnotations", block.loadBalancerAnnotations),
    ...annotationProblems("existing.internalLoadBalancerAnnotations", block.internalLoadBalancerAnnotations),
  ],
  provision: ({ name, block, spec }): ProvisionedCluster => {
    const config = pulumi.output(reached(name, block));
    const endpoint = pulumi.unsecret(config.endpoint);
    const late = (input: "storageClass" | "loadBalancerNetwork", check: Check): pulumi.Input<string> | undefined =>
      validatedInput(`MlCluster "${name}"`, `existing.${input}`, block[input], check);
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
    return [...oneOf("existing", { kubeconfig, kubeconfigPath }, block), ...context];
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
    return [problemOf(error, block, typeof block.kubeconfig === "string" ? block.kubeconfig : undefined)];
  }
}

/** `text` is the kubeconfig where it was given as such. */
function problemOf({ input, message }: KubeconfigError, block: ExistingClusterArgs, text = ""): Problem {
  if (input === "context") return { path: "existing.context", reason: message };
  if (block.kubeconfigPath !== undefined) {
    return { path: "existing.kubeconfigPath", reason: `${message} Name a kubeconfig file.` };
  }
  const reason = looksLikePath(text)
    ? "looks like a path; write kubeconfigPath."
    : `${message} Give the text of a kubeconfig.`;
  return { path: "existing.kubeconfig", reason };
}

/** A single word that starts like a path or ends like a file's name, as no kubeconfig does. */
const looksLikePath = (text: string): boolean =>
  /^\S+$/.test(text.trim()) && /^(~|\.{0,2})\/|\.(ya?ml|json|conf|config)$/.test(text.trim());

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
      throw new InvalidArgs(`MlCluster "${name}"`, [problemOf(error, block, text)]);
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
