import type * as pulumi from "@pulumi/pulumi";
import { checked, validatedInput, type Check } from "../shared/checks";
import type { Problem } from "../shared/invalid-args";
import type { IngressLayerArgs } from "./args";

/** What an annotation says of a load balancer that is internal, and of one that is public. */
interface Words {
  readonly internal: readonly string[];
  readonly public: readonly string[];
}

const YES_OR_NO: Words = { internal: ["true"], public: ["false"] };
/** The word in lower case is the older one. */
const GKE: Words = { internal: ["Internal", "internal"], public: ["External"] };

/**
 * The annotations by which each cloud is told which of the two a Service gets. Values are compared as the clouds do it,
 * to the letter: to Azure and GKE everything but a word for internal means public.
 */
const WORDS: Readonly<Record<string, Words>> = {
  "service.beta.kubernetes.io/aws-load-balancer-scheme": { internal: ["internal"], public: ["internet-facing"] },
  "service.beta.kubernetes.io/aws-load-balancer-internal": YES_OR_NO,
  "networking.gke.io/load-balancer-type": GKE,
  "cloud.google.com/load-balancer-type": GKE,
  "service.beta.kubernetes.io/azure-load-balancer-internal": YES_OR_NO,
};

const says = (key: string): boolean => Object.hasOwn(WORDS, key);

/** Whether some annotation says which of the two is wanted. */
export const saysExposure = (annotations: object): boolean => Object.keys(annotations).some(says);

/** An annotation with which the load balancer would be another one than the layer has judged. */
const agreeing = (key: string, internal: boolean): Check => {
  const wanted = says(key) ? WORDS[key]?.[internal ? "internal" : "public"] : undefined;
  const cure = internal ? "leave it out" : "leave it out, or write internal: true";
  return (value) =>
    wanted === undefined || wanted.includes(value)
      ? undefined
      : `contradicts internal: ${String(internal)}; who reaches the load balancer is decided by internal, allowPublic and sourceRanges, so ${cure}`;
};

const pathOf = (key: string): string => `service.annotations.${key}`;

/** What is wrong with the caller's annotations of a load balancer, as far as they are known. */
export const annotationProblems = ({ service, internal = false }: IngressLayerArgs): Problem[] =>
  Object.entries(service?.annotations ?? {}).flatMap(([key, value]) =>
    checked(pathOf(key), value, agreeing(key, internal)).map((problem) => ({ ...problem, misses: ["internal"] })),
  );

/** Those annotations, with what is known only later behind its check. */
export const judgedAnnotations = (
  component: string,
  { service, internal = false }: IngressLayerArgs,
): Record<string, pulumi.Input<string>> =>
  Object.fromEntries(
    Object.entries(service?.annotations ?? {}).map(([key, value]) => [
      key,
      says(key) ? (validatedInput(component, pathOf(key), value, agreeing(key, internal)) ?? value) : value,
    ]),
  );
