import type * as pulumi from "@pulumi/pulumi";
import { checked, cidr, dns1123Subdomain, labelKey, notEmpty, url, version } from "../../shared/checks";
import { whenKnown } from "../../shared/deferred";
import { problemIf, type Problem } from "../../shared/invalid-args";
import { filled, oneOf } from "../../shared/one-of";
import type { ClusterRequest } from "../target";
import type { ExistingClusterArgs } from "./args";
import { KubeconfigError } from "./kubeconfig";
import { knownConfig } from "./reading";

/** The form of each input that is known now. */
export const fieldProblems = ({ block, spec }: ClusterRequest<ExistingClusterArgs>): Problem[] => [
  ...checked("kubernetesVersion", spec.kubernetesVersion, version),
  ...problemIf(block.context === "", "existing.context", NO_CONTEXT),
  ...checked("existing.clusterIdentifier", block.clusterIdentifier, notEmpty),
  ...checked("existing.storageClass", block.storageClass, dns1123Subdomain),
  ...checked("existing.loadBalancerNetwork", block.loadBalancerNetwork, cidr),
  ...whenKnown(block.identity, ({ oidcIssuer }) => checked("existing.identity.oidcIssuer", oidcIssuer, url("https"))),
  ...annotationProblems("existing.loadBalancerAnnotations", block.loadBalancerAnnotations),
  ...annotationProblems("existing.internalLoadBalancerAnnotations", block.internalLoadBalancerAnnotations),
];

const annotationProblems = (path: string, annotations: pulumi.Input<Record<string, string>> | undefined): Problem[] =>
  whenKnown(annotations, (map) => Object.keys(map).flatMap((key) => checked(`${path}.${key}`, key, labelKey)));

/** Whether exactly one kubeconfig and one context were chosen, and whether one has the other. Outputs are checked when they resolve. */
export function ruleProblems({ block }: ClusterRequest<ExistingClusterArgs>): Problem[] {
  const { kubeconfigPath } = block;
  const kubeconfig: unknown = block.kubeconfig;
  const choices = [
    ...(filled({ kubeconfig, kubeconfigPath }).length === 1
      ? []
      : oneOf("existing", { kubeconfig, kubeconfigPath }, block)),
    ...contextProblems(block),
  ];
  if (choices.length > 0) return choices;
  try {
    knownConfig(block);
    return [];
  } catch (error) {
    return [kubeconfigProblem(error, block)];
  }
}

const NO_CONTEXT = "is missing. Name the context of the kubeconfig to use, or write useCurrentContext: true.";

function contextProblems({ context, useCurrentContext = false }: ExistingClusterArgs): Problem[] {
  const isNamed = context !== undefined;
  return [
    ...problemIf(!isNamed && !useCurrentContext, "existing.context", NO_CONTEXT),
    ...problemIf(
      isNamed && useCurrentContext,
      "existing.useCurrentContext",
      "contradicts context. Leave one of them out.",
    ),
  ];
}

/** The problem behind an error of reading a kubeconfig; another error is thrown again. */
export function kubeconfigProblem(error: unknown, block: ExistingClusterArgs): Problem {
  if (!(error instanceof KubeconfigError)) throw error;
  const { what, message } = error;
  const { kubeconfigPath, useCurrentContext } = block;
  const kubeconfig: unknown = block.kubeconfig;
  if (what === "context") {
    return { path: useCurrentContext === true ? "existing.useCurrentContext" : "existing.context", reason: message };
  }
  const path = kubeconfigPath === undefined ? "existing.kubeconfig" : "existing.kubeconfigPath";
  if (what === "content") return { path, reason: message };
  if (kubeconfigPath !== undefined) return { path, reason: `${message} Name a kubeconfig file.` };
  return typeof kubeconfig === "string" && looksLikePath(kubeconfig)
    ? { path, reason: "looks like a path; write kubeconfigPath." }
    : { path, reason: `${message} Give the text of a kubeconfig, or an object.` };
}

/** One word that starts like a path or ends like a file name. No kubeconfig does. */
const looksLikePath = (text: string): boolean =>
  /^\S+$/.test(text.trim()) && /^(~|\.{0,2})\/|\.(ya?ml|json|conf|config)$/.test(text.trim());
