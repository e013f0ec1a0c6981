import { problemIf, type Problem } from "../shared/invalid-args";
import { annotationsProblems } from "../targets/access-annotations";
import type { OwnServiceWords } from "../targets/own-service";
import { PachydermServiceType, type PachydermStoreArgs } from "./args";
import type { ServiceSpec } from "./spec";

/** How the inputs ask for the load balancer. */
export const SERVICE_WORDS: OwnServiceWords = {
  internal: "a load balancer without service.allowPublic",
  public: "service.allowPublic",
  writeInternal: "leave service.allowPublic out",
  missing: {
    internal:
      "is an internal load balancer, for which the cluster has no annotations. Write them as internalLoadBalancerAnnotations of " +
      "the MlCluster or as service.annotations; or write ingress, or service.type: PachydermServiceType.ClusterIP.",
    public:
      "is a public load balancer, for which the cluster has no annotations, so it would be internal. Leave service.allowPublic " +
      "out, or give the MlCluster public subnets or loadBalancerAnnotations.",
  },
};

/** Who may reach Pachyderm: the whole internet only if the caller allows it and there are logins. */
export function exposureProblems(args: PachydermStoreArgs, spec: ServiceSpec, hasMetalLb: boolean): Problem[] {
  const { service, cluster, licenseKey, ingress } = args;
  if (ingress !== undefined) return behindIngress(args);
  if (spec.type !== PachydermServiceType.LoadBalancer) {
    return problemIf(
      service?.allowPublic === true,
      "service.allowPublic",
      "applies to a load balancer only, and service.type is ClusterIP. Leave it out.",
    );
  }
  return [
    ...problemIf(
      !cluster.providesLoadBalancers && !hasMetalLb,
      "service.type",
      "is LoadBalancer, but the cluster provides no load balancers. Write service.type: PachydermServiceType.ClusterIP, or ingress.",
    ),
    ...problemIf(
      service?.allowPublic === true && licenseKey === undefined,
      "service.allowPublic",
      "would let everyone on the internet read and change all data, because Pachyderm has logins only with a licence. Write licenseKey and oidc, or leave this out.",
    ),
    ...annotationsProblems("service.annotations", spec.annotations, spec, SERVICE_WORDS),
  ];
}

/** Without logins, everyone who reaches the ingress has all data. That is right only if the caller says so. */
export function consentProblems({ ingress, licenseKey, allowWithoutLogins }: PachydermStoreArgs): Problem[] {
  const path = "allowWithoutLogins";
  if (ingress !== undefined && licenseKey === undefined) {
    return problemIf(
      allowWithoutLogins !== true,
      path,
      `is ${allowWithoutLogins === undefined ? "missing:" : "false, but"} without licenseKey, Pachyderm has no logins, so everyone who reaches the ingress can read and change all data. Write licenseKey and oidc, or allowWithoutLogins: true.`,
    );
  }
  if (allowWithoutLogins !== true) return [];
  return ingress === undefined
    ? [{ path, reason: "has no effect without ingress. Leave it out." }]
    : [{ path, reason: "has no effect, because licenseKey gives Pachyderm logins. Leave it out." }];
}

/** Inputs that have no effect behind an ingress. */
const behindIngress = ({ service, tls }: PachydermStoreArgs): Problem[] => [
  ...problemIf(
    service !== undefined,
    "service",
    "has no effect with ingress, which leads to a Service inside the cluster. Leave one of them out.",
  ),
  ...problemIf(
    tls !== undefined,
    "tls",
    "has no effect with ingress, which answers HTTPS itself. Write the certificate in tls of the IngressLayer.",
  ),
];
