import { checkedEach, cidr } from "../shared/checks";
import { opensInternet, internetProblems } from "../shared/internet-ranges";
import { problemIf, type Problem } from "../shared/invalid-args";
import { annotationsProblems } from "../targets/access-annotations";
import { annotationKeyProblems, type OwnServiceWords } from "../targets/own-service";
import { JupyterHubServiceType, type JupyterHubArgs } from "./args";
import type { ServiceSpec } from "./spec";

/** How the inputs ask for the load balancer. */
export const SERVICE_WORDS: OwnServiceWords = {
  internal: "a load balancer without service.allowPublic and service.sourceRanges",
  public: "service.allowPublic and service.sourceRanges",
  writeInternal: "leave service.allowPublic and service.sourceRanges out",
  missing: {
    internal:
      "is an internal load balancer, for which the cluster has no annotations. Write them as internalLoadBalancerAnnotations of " +
      "the MlCluster or as service.annotations; or write ingress, or leave service.type out.",
    public:
      "is a public load balancer, for which the cluster has no annotations, so it would be internal. Leave service.allowPublic " +
      "and service.sourceRanges out, or give the MlCluster public subnets or loadBalancerAnnotations.",
  },
};

/** What is wrong with single inputs of the Service. */
export const serviceFieldProblems = ({ service }: JupyterHubArgs): Problem[] => [
  ...annotationKeyProblems(service?.annotations),
  ...checkedEach("service.sourceRanges", service?.sourceRanges, cidr),
];

/** Who may reach JupyterHub: the whole internet only if the caller allows it, and never passwords in plain HTTP. */
export function exposureProblems(args: JupyterHubArgs, spec: ServiceSpec, hasMetalLb: boolean): Problem[] {
  const { service, tls, cluster, ingress, kubernetesIngress } = args;
  if (ingress !== undefined || kubernetesIngress !== undefined) return behindIngress(args);
  const { allowPublic = false } = service ?? {};
  const { sourceRanges } = spec;
  if (spec.type !== JupyterHubServiceType.LoadBalancer) return insideOnly(args);
  return [
    ...problemIf(
      !cluster.providesLoadBalancers && !hasMetalLb,
      "service.type",
      "is LoadBalancer, but the cluster provides no load balancers. Leave it out, or write ingress.",
    ),
    ...problemIf(
      allowPublic && sourceRanges.length > 0 && !opensInternet(sourceRanges),
      "service.allowPublic",
      "has no effect with service.sourceRanges, which limit who reaches the load balancer. Leave one of them out.",
    ),
    ...(allowPublic ? [] : internetProblems("service.sourceRanges", sourceRanges).map(asOurs)),
    ...problemIf(
      !spec.internal && tls === undefined,
      "tls",
      "is missing: from the internet, passwords would come in plain HTTP. Write tls, or ingress.",
    ),
    ...annotationsProblems("service.annotations", spec.annotations, spec, SERVICE_WORDS),
  ];
}

const asOurs = ({ path, reason }: Problem): Problem => ({
  path,
  reason: reason.replace("allowPublic: true", "service.allowPublic: true"),
});

/** Inputs that apply to a load balancer only. */
const insideOnly = ({ service }: JupyterHubArgs): Problem[] =>
  (["allowPublic", "sourceRanges"] as const).flatMap((input) =>
    problemIf(
      service?.[input] !== undefined && service[input] !== false,
      `service.${input}`,
      "applies to a load balancer only. Write service.type: JupyterHubServiceType.LoadBalancer, or leave it out.",
    ),
  );

/** Inputs that have no effect behind an ingress. */
const behindIngress = ({ service, tls, kubernetesIngress }: JupyterHubArgs): Problem[] => [
  ...problemIf(
    service !== undefined,
    "service",
    "has no effect with an ingress, which leads to a Service inside the cluster. Leave one of them out.",
  ),
  ...problemIf(
    tls !== undefined,
    "tls",
    kubernetesIngress === undefined
      ? "has no effect with ingress, which answers HTTPS itself. Write the certificate in tls of the IngressLayer."
      : "has no effect with kubernetesIngress. Write kubernetesIngress.tlsSecretName.",
  ),
];
