import type * as pulumi from "@pulumi/pulumi";
import { checked, cidr, isEverywhere, validatedInput, type Check } from "../shared/checks";
import { Exposure, type ClusterFacts } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { allOperations, type LoadBalancerAnnotation } from "../targets/operations";
import { ServiceType, type IngressLayerArgs } from "./args";
import type { ServiceSpec } from "./spec";

/** Who may reach the gateway: the whole internet only if the caller allows it. */
export function exposureProblems(args: IngressLayerArgs, service: ServiceSpec): Problem[] {
  const { internal, allowPublic } = args;
  if (service.type !== ServiceType.LoadBalancer) return loadBalancerOnly(args, service.type);
  if (!args.cluster.providesLoadBalancers) {
    const reason = "is LoadBalancer, but the cluster provides no load balancers. Choose NodePort or ClusterIP.";
    return [{ path: "service.type", reason }];
  }
  return [
    ...problemIf(
      internal === true && allowPublic === true,
      "allowPublic",
      "contradicts internal: true. Leave one of them out.",
    ),
    ...(internal === true || allowPublic === true ? [] : publicProblems(args)),
    ...Object.entries(args.service?.annotations ?? {}).flatMap(([key, value]) =>
      checked(annotationPath(key), value, agreement(key, service.internal)),
    ),
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

function publicProblems({ sourceRanges = [] }: IngressLayerArgs): Problem[] {
  const reason =
    "is empty, so the whole internet could reach the gateway. Write sourceRanges, internal: true or allowPublic: true.";
  return sourceRanges.length === 0
    ? [{ path: "sourceRanges", reason }]
    : sourceRanges.flatMap((range, index) => checked(`sourceRanges[${String(index)}]`, range, notEverywhere));
}

const notEverywhere: Check = (range) =>
  isEverywhere(range) ? "allows the whole internet; write a smaller block, or allowPublic: true" : undefined;

/** The check of a source range that is not known yet, when it resolves. */
export const rangeCheck =
  ({ internal, allowPublic }: IngressLayerArgs): Check =>
  (range) =>
    cidr(range) ?? (internal === true || allowPublic === true ? undefined : notEverywhere(range));

const annotationPath = (key: string): string => `service.annotations.${key}`;

/** The annotations by which the clouds decide whether a load balancer is internal. */
const exposureAnnotations = (): Readonly<Record<string, LoadBalancerAnnotation>> =>
  Object.fromEntries(allOperations().flatMap((operations) => Object.entries(operations.loadBalancerAnnotations ?? {})));

/** The check that an annotation asks for the same load balancer as `internal` does. Clouds compare values exactly. */
function agreement(key: string, internal: boolean): Check {
  const wanted = exposureAnnotations()[key]?.[internal ? "internal" : "public"];
  const advice = internal ? "leave it out" : "leave it out, or write internal: true";
  return (value) =>
    wanted === undefined || wanted.includes(value)
      ? undefined
      : `contradicts internal: ${String(internal)}; who can reach the load balancer is decided by internal, allowPublic and sourceRanges, so ${advice}`;
}

/** The caller's annotations of a load balancer; those that are not known yet are checked when they resolve. */
export const checkedAnnotations = (
  component: string,
  { service, internal = false }: IngressLayerArgs,
): Record<string, pulumi.Input<string>> =>
  Object.fromEntries(
    Object.entries(service?.annotations ?? {}).map(([key, value]) => [
      key,
      validatedInput(component, annotationPath(key), value, agreement(key, internal)) ?? value,
    ]),
  );

/** The fact with the cluster's annotations for the load balancer that is wanted. */
export const wantedAnnotations = ({ internal }: ServiceSpec) =>
  internal ? "internalLoadBalancerAnnotations" : "loadBalancerAnnotations";

/**
 * Annotations must ask for the load balancer that is wanted, unless it is what the cluster creates without any. They come
 * from the cluster's facts or from the caller.
 */
export function annotationProblems(
  { defaultExposure, providesLoadBalancers }: ClusterFacts,
  { type, internal, annotations: own }: ServiceSpec,
  annotations: Record<string, string> = {},
): Problem[] {
  const wanted = internal ? Exposure.Internal : Exposure.Public;
  if (type !== ServiceType.LoadBalancer || !providesLoadBalancers) return [];
  if (defaultExposure === wanted || Object.keys(annotations).length > 0) return [];
  const isAsked = internal
    ? Object.keys(own).some((key) => Object.hasOwn(exposureAnnotations(), key))
    : Object.keys(own).length > 0;
  const reason = internal
    ? "the cluster has no annotations for an internal load balancer. Write them as internalLoadBalancerAnnotations of the " +
      "MlCluster, or as service.annotations."
    : "the cluster has no annotations for a public load balancer, so it would be internal. Write internal: true, or give " +
      "the MlCluster public subnets or loadBalancerAnnotations.";
  return problemIf(!isAsked, "internal", reason);
}
