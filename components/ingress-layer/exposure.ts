import { cidr, isEverywhere, type Check } from "../shared/checks";
import { Exposure, type ClusterFacts } from "../shared/facts";
import { shown, type Problem } from "../shared/invalid-args";
import { ServiceType, type IngressLayerArgs } from "./args";
import { saysExposure } from "./exposure-annotations";
import type { ServiceSpec } from "./spec";

/** Inputs without which the type is LoadBalancer. */
const TYPE = ["service", "service.type"];

/** Who may reach the gateway: it is open to the world only where that is written out. */
export function exposureProblems(args: IngressLayerArgs, type: ServiceType): Problem[] {
  if (type !== ServiceType.LoadBalancer) return loadBalancerOnly(args, type);
  if (!args.cluster.providesLoadBalancers) {
    return [
      {
        path: "service.type",
        reason: "is LoadBalancer, but the cluster hands out no load balancers. Choose NodePort or ClusterIP.",
        misses: TYPE,
      },
    ];
  }
  if (args.internal === true) {
    return args.allowPublic === true
      ? [{ path: "allowPublic", reason: "contradicts internal: true. Leave one of them out." }]
      : [];
  }
  return args.allowPublic === true ? [] : publicProblems(args);
}

const everywhere: Check = (range) =>
  isEverywhere(range) ? "is the whole internet; narrow it, or write allowPublic: true" : undefined;

/** What a range has to be that is known only later. */
export const rangeCheck =
  ({ internal, allowPublic }: IngressLayerArgs): Check =>
  (range) =>
    cidr(range) ?? (internal === true || allowPublic === true ? undefined : everywhere(range));

/** The fact that says how the cluster is asked for the load balancer that is wanted. */
export const wantedAnnotations = ({ internal }: ServiceSpec) =>
  internal ? "internalLoadBalancerAnnotations" : "loadBalancerAnnotations";

/** Such a load balancer has to be asked for in the cluster's own words, or in the caller's, unless the cluster gives it anyhow. */
export function unaskedProblems(
  { defaultExposure, providesLoadBalancers }: ClusterFacts,
  { type, internal, annotations: own }: ServiceSpec,
  annotations: Record<string, string> = {},
): Problem[] {
  const wanted = internal ? Exposure.Internal : Exposure.Public;
  if (defaultExposure === wanted || Object.keys(annotations).length > 0) return [];
  const path = "internal";
  const unnamed = `the cluster names no annotations for ${internal ? "an internal" : "a public"} load balancer`;
  if (internal) {
    if (saysExposure(own)) return [];
    return [{ path, reason: `${unnamed}. Set existing.internalLoadBalancerAnnotations of the MlCluster.` }];
  }
  const isBare = type === ServiceType.LoadBalancer && Object.keys(own).length === 0;
  const remedy =
    "Write internal: true, or give the MlCluster existing.loadBalancerAnnotations or aws.existingNetwork.publicSubnetIds";
  return isBare && providesLoadBalancers
    ? [{ path, reason: `${unnamed}, so it would be an internal one. ${remedy}.` }]
    : [];
}

function loadBalancerOnly(args: IngressLayerArgs, type: ServiceType): Problem[] {
  const { sourceRanges, internal, allowPublic } = args;
  return Object.entries({ sourceRanges, internal, allowPublic })
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([path]) => ({
      path,
      reason: `applies to a load balancer only, and service.type is ${type}. Leave it out.`,
    }));
}

function publicProblems({ sourceRanges = [] }: IngressLayerArgs): Problem[] {
  if (sourceRanges.length === 0) {
    return [
      {
        path: "sourceRanges",
        reason:
          "none were given, so the whole internet could reach the gateway. Give sourceRanges, or write internal: true or allowPublic: true.",
        misses: ["sourceRanges", "internal", "allowPublic", ...TYPE],
      },
    ];
  }
  return sourceRanges.flatMap((range, index) =>
    typeof range === "string" && everywhere(range) !== undefined
      ? [
          {
            path: `sourceRanges[${String(index)}]`,
            reason: `${shown(range)} ${String(everywhere(range))}.`,
          },
        ]
      : [],
  );
}
