import { type Properties, objectAt, stringAt } from "../property-values";

/** The annotations by which a program steers the provider: `pulumi.com/<name>`. */
export type ProviderAnnotation =
  | "autonamed"
  | "deletionPropagationPolicy"
  | "patchFieldManager"
  | "patchForce"
  | "skipAwait"
  | "timeoutSeconds"
  | "waitFor";

/** The value of an annotation, or undefined. */
export function annotation(object: Properties, name: ProviderAnnotation): string | undefined {
  return stringAt(objectAt(objectAt(object, "metadata"), "annotations"), `pulumi.com/${name}`);
}

/** Whether an annotation says "true". */
export function isAnnotated(object: Properties, name: ProviderAnnotation): boolean {
  return annotation(object, name) === "true";
}

const DEFAULT_TIMEOUT_SECONDS = 600;

/** How long to wait: `customTimeouts`, the annotation, or ten minutes. */
export function timeoutMs(customTimeoutSeconds: number, inputs: Properties): number {
  const annotated = Number.parseInt(annotation(inputs, "timeoutSeconds") ?? "", 10);
  return (customTimeoutSeconds || (Number.isNaN(annotated) ? DEFAULT_TIMEOUT_SECONDS : annotated)) * 1000;
}
