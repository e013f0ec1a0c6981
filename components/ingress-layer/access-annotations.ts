import type * as pulumi from "@pulumi/pulumi";
import { checked, type Check } from "../shared/checks";
import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { allOperations, type AccessAnnotation, type LoadBalancerAnnotation } from "../targets/operations";

/** The inputs that say who reaches a load balancer. */
interface Access {
  readonly internal?: boolean;
  readonly sourceRanges?: readonly unknown[];
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
  (key: string, access: Access): Check =>
  (value) =>
    agreement(key, value, access.internal === true) ?? limitation(key, value, access);

/** What is wrong with annotations; those that are not known yet are checked when they resolve. */
export const annotationsProblems = (
  path: string,
  annotations: Readonly<Record<string, pulumi.Input<string>>>,
  access: Access,
): Problem[] =>
  Object.entries(annotations).flatMap(([key, value]) => checked(`${path}.${key}`, value, annotationCheck(key, access)));

function agreement(key: string, value: string, internal: boolean): string | undefined {
  const wanted = saysExposure(key) ? exposureAnnotations[key]?.[internal ? "internal" : "public"] : undefined;
  const advice = internal ? "Leave it out" : "Leave it out, or write internal: true";
  return wanted === undefined || wanted.includes(value)
    ? undefined
    : `contradicts internal: ${String(internal)}. ${advice}`;
}

function limitation(key: string, value: string, { internal, sourceRanges = [] }: Access): string | undefined {
  const annotation = Object.hasOwn(accessAnnotations, key) ? accessAnnotations[key] : undefined;
  if (annotation === undefined || annotation.harmless?.includes(value) === true) return undefined;
  const limits = { sourceRanges: sourceRanges.length > 0, internal: internal === true };
  const broken = annotation.against.find((input) => limits[input]);
  return broken === undefined ? undefined : `contradicts ${broken}: ${annotation.effect}. Leave one of the two out`;
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
          const [given, wanted] = [Object.hasOwn(own, key) ? own[key] : undefined, annotations[key]];
          const reason = `${shown(given)} gives the load balancer to another controller, which does not read the cluster's annotations. Leave it out.`;
          return problemIf(given !== undefined && given !== wanted, `service.annotations.${key}`, reason);
        });
