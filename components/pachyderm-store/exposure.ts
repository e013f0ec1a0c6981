import type * as pulumi from "@pulumi/pulumi";
import { checked, labelKey } from "../shared/checks";
import type { ClusterFacts } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { OWN_EXTERNAL_DNS, ownExternalDnsProblem } from "../shared/own-annotations";
import { mergedMaps } from "../shared/values";
import {
  annotationsProblems,
  controllerProblems,
  missingAnnotationProblems,
  type AccessWords,
} from "../targets/access-annotations";
import { PachydermServiceType, type PachydermStoreArgs } from "./args";
import type { ServiceSpec } from "./spec";

const WORDS: AccessWords = {
  internal: "a load balancer without service.allowPublic",
  public: "service.allowPublic",
  writeInternal: "leave service.allowPublic out",
};

/** What is wrong with the keys of annotations. */
export const serviceFieldProblems = ({ service }: PachydermStoreArgs): Problem[] =>
  Object.keys(service?.annotations ?? {}).flatMap((key) => [
    ...checked(`service.annotations.${key}`, key, labelKey),
    ...(key === OWN_EXTERNAL_DNS ? [ownExternalDnsProblem(`service.annotations.${key}`)] : []),
  ]);

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
    ...annotationsProblems("service.annotations", spec.annotations, spec, WORDS),
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

/** The fact with the cluster's annotations for the load balancer that is wanted. */
export const wantedAnnotations = ({ internal }: ServiceSpec) =>
  internal ? "internalLoadBalancerAnnotations" : "loadBalancerAnnotations";

/** What is wrong with the annotations of the cluster's facts, which may be known only when they resolve. */
export function annotationProblems(
  { defaultExposure, providesLoadBalancers }: ClusterFacts,
  service: ServiceSpec,
  annotations: Record<string, string> = {},
): Problem[] {
  const { type, internal, annotations: own } = service;
  if (type !== PachydermServiceType.LoadBalancer || !providesLoadBalancers) return [];
  const overridden = Object.fromEntries(Object.entries(annotations).filter(([key]) => !Object.hasOwn(own, key)));
  return [
    ...annotationsProblems(`cluster.${wantedAnnotations(service)}`, overridden, service, WORDS),
    ...controllerProblems(annotations, own),
    ...missingAnnotationProblems("service", { internal, own, defaultExposure }, annotations, MISSING_ANNOTATIONS),
  ];
}

const MISSING_ANNOTATIONS = {
  internal:
    "is an internal load balancer, for which the cluster has no annotations. Write them as internalLoadBalancerAnnotations of " +
    "the MlCluster or as service.annotations; or write ingress, or service.type: PachydermServiceType.ClusterIP.",
  public:
    "is a public load balancer, for which the cluster has no annotations, so it would be internal. Leave service.allowPublic " +
    "out, or give the MlCluster public subnets or loadBalancerAnnotations.",
};

/** The caller's annotations over those with which the cluster makes the load balancer internal or public. */
export const serviceAnnotations = (
  cluster: ClusterFacts,
  service: ServiceSpec,
): pulumi.Output<Record<string, string>> =>
  service.type === PachydermServiceType.LoadBalancer
    ? mergedMaps(cluster[wantedAnnotations(service)], service.annotations)
    : mergedMaps(service.annotations);
