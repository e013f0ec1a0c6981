import type * as pulumi from "@pulumi/pulumi";
import { checked, cidr, dns1123Subdomain, labelKey, notEmpty, url, version } from "../../shared/checks";
import { isDeferred, problemIf, type Problem } from "../../shared/invalid-args";
import { filled, oneOf } from "../../shared/one-of";
import type { ClusterRequest } from "../target";
import type { ExistingClusterArgs } from "./args";
import { contextConfig, fromFile, KubeconfigError } from "./kubeconfig";

/** The form of each input that is known now. */
export const fieldProblems = ({ block, spec }: ClusterRequest<ExistingClusterArgs>): Problem[] => [
  ...checked("kubernetesVersion", spec.kubernetesVersion, version),
  ...problemIf(block.context === "", "existing.context", "is missing. Name the context of the kubeconfig to use."),
  ...checked("existing.clusterIdentifier", block.clusterIdentifier, notEmpty),
  ...checked("existing.storageClass", block.storageClass, dns1123Subdomain),
  ...checked("existing.loadBalancerNetwork", block.loadBalancerNetwork, cidr),
  ...checked("existing.identity.oidcIssuer", known(block.identity)?.oidcIssuer, url("https")),
  ...annotationProblems("existing.loadBalancerAnnotations", block.loadBalancerAnnotations),
  ...annotationProblems("existing.internalLoadBalancerAnnotations", block.internalLoadBalancerAnnotations),
];

const annotationProblems = (path: string, annotations: pulumi.Input<Record<string, string>> | undefined): Problem[] =>
  Object.keys(known(annotations) ?? {}).flatMap((key) => checked(`${path}.${key}`, key, labelKey));

const known = <T>(value: pulumi.Input<T> | undefined): T | undefined =>
  isDeferred(value) ? undefined : (value as T | undefined);

/** Whether exactly one kubeconfig was written, and whether it has the context. An output is checked when it resolves. */
export function ruleProblems({ block }: ClusterRequest<ExistingClusterArgs>): Problem[] {
  const { kubeconfig, kubeconfigPath, context } = block;
  if (filled({ kubeconfig, kubeconfigPath }).length !== 1)
    return oneOf("existing", { kubeconfig, kubeconfigPath }, block);
  try {
    if (typeof kubeconfig === "string") contextConfig(kubeconfig, context, process.cwd());
    if (kubeconfigPath !== undefined) fromFile(kubeconfigPath, context);
    return [];
  } catch (error) {
    return [kubeconfigProblem(error, block, kubeconfig)];
  }
}

/** The problem behind an error of reading a kubeconfig; another error is thrown again. */
export function kubeconfigProblem(error: unknown, block: ExistingClusterArgs, text: unknown): Problem {
  if (!(error instanceof KubeconfigError)) throw error;
  const { input, message } = error;
  if (input === "context") return { path: "existing.context", reason: message };
  if (block.kubeconfigPath !== undefined) {
    return { path: "existing.kubeconfigPath", reason: `${message} Name a kubeconfig file.` };
  }
  const reason = looksLikePath(String(text))
    ? "looks like a path; write kubeconfigPath."
    : `${message} Give the text of a kubeconfig.`;
  return { path: "existing.kubeconfig", reason };
}

/** One word that starts like a path or ends like a file name. No kubeconfig does. */
const looksLikePath = (text: string): boolean =>
  /^\S+$/.test(text.trim()) && /^(~|\.{0,2})\/|\.(ya?ml|json|conf|config)$/.test(text.trim());
