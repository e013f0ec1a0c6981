import type * as pulumi from "@pulumi/pulumi";
import { checked, labelKey } from "../shared/checks";
import type { ClusterFacts } from "../shared/facts";
import type { Problem } from "../shared/invalid-args";
import { OWN_EXTERNAL_DNS, ownExternalDnsProblem } from "../shared/own-annotations";
import { mergedMaps } from "../shared/values";
import {
  annotationsProblems,
  controllerProblems,
  missingAnnotationProblems,
  type AccessWords,
} from "./access-annotations";

/** The Service in front of a component that has no ingress, with its defaults. */
export interface OwnService {
  /** `LoadBalancer` or another type of Service. */
  readonly type: string;
  /** Whether a load balancer is for the cluster's network only. */
  readonly internal: boolean;
  /** Annotations of the caller. */
  readonly annotations: Readonly<Record<string, pulumi.Input<string>>>;
  readonly sourceRanges?: readonly string[];
}

/** How a component's inputs ask for its load balancer, in errors. */
export interface OwnServiceWords extends AccessWords {
  /** What is missing for an internal and for a public load balancer if the cluster has no annotations for it. */
  readonly missing: { readonly internal: string; readonly public: string };
}

/** What is wrong with the keys of annotations. */
export const annotationKeyProblems = (annotations: Readonly<Record<string, unknown>> = {}): Problem[] =>
  Object.keys(annotations).flatMap((key) => [
    ...checked(`service.annotations.${key}`, key, labelKey),
    ...(key === OWN_EXTERNAL_DNS ? [ownExternalDnsProblem(`service.annotations.${key}`)] : []),
  ]);

/** The fact with the cluster's annotations for the load balancer that is wanted. */
export const wantedAnnotations = ({ internal }: Pick<OwnService, "internal">) =>
  internal ? "internalLoadBalancerAnnotations" : "loadBalancerAnnotations";

/** What is wrong with the annotations of the cluster's facts, which may be known only when they resolve. */
export function factAnnotationProblems(
  { defaultExposure, providesLoadBalancers }: ClusterFacts,
  service: OwnService,
  words: OwnServiceWords,
  annotations: Record<string, string> = {},
): Problem[] {
  const { type, internal, annotations: own } = service;
  if (type !== "LoadBalancer" || !providesLoadBalancers) return [];
  const overridden = Object.fromEntries(Object.entries(annotations).filter(([key]) => !Object.hasOwn(own, key)));
  return [
    ...annotationsProblems(`cluster.${wantedAnnotations(service)}`, overridden, service, words),
    ...controllerProblems(annotations, own),
    ...missingAnnotationProblems("service", { internal, own, defaultExposure }, annotations, words.missing),
  ];
}

/** The caller's annotations over those with which the cluster makes the load balancer internal or public. */
export const serviceAnnotations = (
  cluster: ClusterFacts,
  service: OwnService,
): pulumi.Output<Record<string, string>> =>
  service.type === "LoadBalancer"
    ? mergedMaps(cluster[wantedAnnotations(service)], service.annotations)
    : mergedMaps(service.annotations);
