import * as pulumi from "@pulumi/pulumi";
import { internetProblems } from "../shared/internet-ranges";
import { isDeferred, problemIf, type Problem } from "../shared/invalid-args";
import { refuseLate } from "../shared/late-refusal";
import { mergedMaps, type ProtectedValue } from "../shared/values";
import {
  annotationsProblems,
  controllerProblems,
  missingAnnotationProblems,
  type AccessWords,
} from "../targets/access-annotations";
import { recordAnnotationProblems } from "./dns/annotations";
import { ServiceType, type IngressLayerArgs } from "./args";
import { httpsAnnotationProblems } from "./tls/load-balancer";
import type { IngressSpec, ServiceSpec } from "./spec";

/** Who may reach the gateway: the whole internet only if the caller allows it. */
export function exposureProblems(args: IngressLayerArgs, service: ServiceSpec, hasMetalLb: boolean): Problem[] {
  const { internal, allowPublic } = args;
  if (service.type !== ServiceType.LoadBalancer) return loadBalancerOnly(args, service.type);
  if (!args.cluster.providesLoadBalancers && !hasMetalLb) {
    const reason =
      "is LoadBalancer, but the cluster provides no load balancers. Choose NodePort or ClusterIP, or write metallb.";
    return [{ path: "service.type", reason }];
  }
  return [
    ...problemIf(
      internal === true && allowPublic === true,
      "allowPublic",
      "contradicts internal: true. Leave one of them out.",
    ),
    ...(isLimited(args) ? publicProblems(args) : []),
    ...annotationsProblems("service.annotations", args.service?.annotations ?? {}, args, WORDS),
  ];
}

const loadBalancerOnly = ({ sourceRanges, internal, allowPublic }: IngressLayerArgs, type: ServiceType): Problem[] =>
  Object.entries({ sourceRanges, internal, allowPublic }).flatMap(([path, value]) =>
    problemIf(
      value !== undefined && value !== false,
      path,
      `applies to a load balancer only, and service.type is ${type}. Leave it out.`,
    ),
  );

/** Whether source ranges alone decide who reaches the gateway. */
const isLimited = ({ internal, allowPublic }: IngressLayerArgs): boolean => internal !== true && allowPublic !== true;

function publicProblems({ sourceRanges = [] }: IngressLayerArgs): Problem[] {
  const reason =
    "is empty, so the whole internet could reach the gateway. Write sourceRanges, internal: true or allowPublic: true.";
  if (sourceRanges.length === 0) return [{ path: "sourceRanges", reason }];
  // Ranges that are not known yet are judged when they resolve, together with these.
  return sourceRanges.every((range) => typeof range === "string") ? internetProblems("sourceRanges", sourceRanges) : [];
}

/** The source ranges; if some are not known yet, all are judged together when they resolve. */
export function checkedRanges(component: string, args: IngressLayerArgs): pulumi.Input<string>[] | undefined {
  const ranges = args.sourceRanges;
  if (ranges?.some(isDeferred) !== true) return ranges;
  const all = pulumi.all(ranges);
  const judged = pulumi.all([all, pulumi.isSecret(all)]).apply(async ([known, isSecret]) => {
    await refuseLate(component, isLimited(args) ? internetProblems("sourceRanges", known, isSecret) : []);
    return known;
  });
  return ranges.map((_, index) => judged.apply((known) => known[index] ?? ""));
}

/** The fact with the cluster's annotations for the load balancer that is wanted. */
export const wantedAnnotations = ({ internal }: ServiceSpec) =>
  internal ? "internalLoadBalancerAnnotations" : "loadBalancerAnnotations";

/** The caller's annotations over those with which the cluster makes the load balancer internal or public. */
export function serviceAnnotations({ cluster, service }: IngressSpec): pulumi.Input<Record<string, string>> {
  return service.type === ServiceType.LoadBalancer
    ? mergedMaps(cluster[wantedAnnotations(service)], service.annotations)
    : mergedMaps(service.annotations);
}

/** Values of a chart's Service that would take away what the inputs promise, or change the ports that the outputs name. */
export const protectedOfService = ({ service: { type }, tls }: IngressSpec): readonly ProtectedValue[] => [
  // Only a Service of type NodePort needs own ports, for fixed numbers of node ports.
  ...(type === ServiceType.NodePort && tls === undefined
    ? []
    : [{ keys: ["service", "ports"], why: "must stay 80 and 443, which the outputs port and url name" }]),
  ...(type === ServiceType.LoadBalancer
    ? [
        {
          keys: ["service", "externalIPs"],
          why: "would add addresses to which sourceRanges and internal do not apply",
        },
        {
          keys: ["service", "loadBalancerClass"],
          why: "would give the load balancer to another controller, which may not read what internal and sourceRanges say",
        },
      ]
    : []),
];

/** What is wrong with the annotations of the load balancer, which come from the cluster's facts or from the caller. */
export function annotationProblems(
  { cluster: { defaultExposure, providesLoadBalancers }, service, dns }: IngressSpec,
  annotations: Record<string, string> = {},
): Problem[] {
  const { type, annotations: own } = service;
  if (type !== ServiceType.LoadBalancer || !providesLoadBalancers) return [];
  const overridden = Object.fromEntries(Object.entries(annotations).filter(([key]) => !Object.hasOwn(own, key)));
  const path = `cluster.${wantedAnnotations(service)}`;
  return [
    ...annotationsProblems(path, overridden, service, WORDS),
    ...recordAnnotationProblems(path, overridden, dns),
    ...httpsAnnotationProblems(path, overridden),
    ...controllerProblems(annotations, own),
    ...missingAnnotationProblems(
      "internal",
      { internal: service.internal, own, defaultExposure },
      annotations,
      MISSING_ANNOTATIONS,
    ),
  ];
}

const WORDS: AccessWords = {
  internal: "internal: true",
  public: "internal: false",
  writeInternal: "write internal: true",
};

const MISSING_ANNOTATIONS = {
  internal:
    "the cluster has no annotations for an internal load balancer. Write them as internalLoadBalancerAnnotations of the " +
    "MlCluster, or as service.annotations.",
  public:
    "the cluster has no annotations for a public load balancer, so it would be internal. Write internal: true, or give " +
    "the MlCluster public subnets or loadBalancerAnnotations.",
};
