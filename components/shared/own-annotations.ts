import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "./invalid-args";

/** The annotation by which the external-dns of an ingress layer finds the Service of its gateway, and no other. */
export const OWN_EXTERNAL_DNS = "mlplatform/external-dns";

/** What is wrong with that annotation where a caller writes it: the external-dns would write records for other Services too. */
export const ownExternalDnsProblem = (path: string): Problem => ({
  path,
  reason: "chooses an external-dns, which only dns may do. Leave it out.",
});

/** The same for the values of a chart, in which annotations have many places. */
export function ownAnnotationProblems(path: string, values: unknown): Problem[] {
  if (typeof values !== "object" || values === null || pulumi.Output.isInstance(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const at = Array.isArray(values) ? `${path}[${key}]` : `${path}.${key}`;
    return key === OWN_EXTERNAL_DNS ? [ownExternalDnsProblem(at)] : ownAnnotationProblems(at, value);
  });
}
