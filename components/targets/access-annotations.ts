import type * as pulumi from "@pulumi/pulumi";
import { checked, type Check } from "../shared/checks";
import { Exposure } from "../shared/facts";
import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { ownValue } from "../shared/own-value";
import { allOperations, type AccessAnnotation, type LoadBalancerAnnotation } from "./operations";

/** The inputs that say who reaches a load balancer. */
interface Access {
  readonly internal?: boolean;
  readonly sourceRanges?: readonly unknown[];
}

/** How a component's inputs ask for an internal or a public load balancer, in errors. */
export interface AccessWords {
  readonly internal: string;
  readonly public: string;
  /** What to write for an internal one. */
  readonly writeInternal: string;
}

/** The annotations by which the clouds decide whether a load balancer is internal. */
const exposureAnnotations: Readonly<Record<string, LoadBalancerAnnotation>> = Object.fromEntries(
  allOperations().flatMap((operations) => Object.entries(operations.loadBalancerAnnotations ?? {})),
);

/** The annotations that contradict other inputs. */
const accessAnnotations: Readonly<Record<string, AccessAnnotation>> = {
  // The older form of the field that `sourceRanges` sets; Kubernetes reads it only if the field is empty.
  "service.beta.kubernetes.io/load-balancer-source-ranges": {
    against: ["sourceRanges"],
    effect: "one of the two lists of ranges is ignored",
  },
  ...Object.fromEntries(allOperations().flatMap((operations) => Object.entries(operations.accessAnnotations ?? {}))),
};

/** Whether an annotation decides whether a load balancer is internal. */
export const saysExposure = (key: string): boolean => Object.hasOwn(exposureAnnotations, key);

/** The check that an annotation does not contradict the inputs. Clouds compare values exactly. */
const annotationCheck =
  (key: string, access: Access, words: AccessWords): Check =>
  (value) =>
    agreement(key, value, access.internal === true, words) ?? limitation(key, value, access, words);

/** What is wrong with annotations; those that are not known yet are checked when they resolve. */
export const annotationsProblems = (
  path: string,
  annotations: Readonly<Record<string, pulumi.Input<string>>>,
  access: Access,
  words: AccessWords,
): Problem[] =>
  Object.entries(annotations).flatMap(([key, value]) =>
    checked(`${path}.${key}`, value, annotationCheck(key, access, words)),
  );

function agreement(key: string, value: string, internal: boolean, words: AccessWords): string | undefined {
  const wanted = saysExposure(key) ? exposureAnnotations[key]?.[internal ? "internal" : "public"] : undefined;
  const advice = internal ? "Leave it out" : `Leave it out, or ${words.writeInternal}`;
  return wanted === undefined || wanted.includes(value)
    ? undefined
    : `contradicts ${internal ? words.internal : words.public}. ${advice}`;
}

function limitation(
  key: string,
  value: string,
  { internal, sourceRanges = [] }: Access,
  words: AccessWords,
): string | undefined {
  const annotation = ownValue(accessAnnotations, key);
  if (annotation === undefined || annotation.harmless?.includes(value) === true) return undefined;
  const limits = { sourceRanges: sourceRanges.length > 0, internal: internal === true };
  const broken = annotation.against.find((input) => limits[input]);
  if (broken === undefined) return undefined;
  const limit = broken === "internal" ? words.internal.replace(/: true$/, "") : broken;
  return `contradicts ${limit}: ${annotation.effect}. Leave one of the two out`;
}

/**
 * The caller may not hand the load balancer to another controller than the cluster's own annotations name: it would not read
 * the other annotations, so a load balancer that must be internal could be public.
 */
export const controllerProblems = (
  annotations: Readonly<Record<string, string>>,
  own: Readonly<Record<string, pulumi.Input<string>>>,
): Problem[] =>
  Object.keys(annotations).length === 0
    ? []
    : allOperations()
        .flatMap((operations) => operations.controllerAnnotations ?? [])
        .flatMap((key) => {
          const [given, wanted] = [ownValue(own, key), annotations[key]];
          const reason = `${shown(given)} gives the load balancer to another controller, which does not read the cluster's annotations. Leave it out.`;
          return problemIf(given !== undefined && given !== wanted, `service.annotations.${key}`, reason);
        });

/**
 * Annotations must ask for the load balancer that is wanted, unless it is what the cluster creates without any. `own` are those that
 * the caller wrote; `reasons` say what to write for an internal and for a public one.
 */
export function missingAnnotationProblems(
  path: string,
  { internal, own, defaultExposure }: WantedExposure,
  annotations: Readonly<Record<string, string>>,
  reasons: { readonly internal: string; readonly public: string },
): Problem[] {
  const wanted = internal ? Exposure.Internal : Exposure.Public;
  if (defaultExposure === wanted || Object.keys(annotations).length > 0) return [];
  const isAsked = internal ? Object.keys(own).some(saysExposure) : Object.keys(own).length > 0;
  return problemIf(!isAsked, path, internal ? reasons.internal : reasons.public);
}

/** Who shall reach a load balancer, and who does without annotations. */
interface WantedExposure {
  readonly internal: boolean;
  readonly own: Readonly<Record<string, unknown>>;
  readonly defaultExposure: Exposure;
}
