/** kwok's Stage: what happens to an object that is in some state (kwok 0.8, pkg/apis/v1alpha1/stage_types.go). */
export interface Stage {
  readonly apiVersion: "kwok.x-k8s.io/v1alpha1";
  readonly kind: "Stage";
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly resourceRef: { readonly apiGroup: "v1"; readonly kind: string };
    readonly selector: { readonly matchExpressions: readonly { readonly jq: Condition }[] };
    readonly delay: { readonly durationMilliseconds: number };
    readonly steps: readonly Step[];
  };
}

/** What must hold of the value that a jq expression finds in the object. */
export type Condition =
  | { readonly key: string; readonly operator: "In" | "NotIn"; readonly values: readonly string[] }
  | { readonly key: string; readonly operator: "Exists" | "DoesNotExist" };

type Step =
  | { readonly delete: true }
  | { readonly patch: { readonly subresource: "status"; readonly root: "status"; readonly template: string } };

export const is = (key: string, ...values: string[]): Condition => ({ key, operator: "In", values });
/** Holds also when there is no such value. */
export const isNot = (key: string, ...values: string[]): Condition => ({ key, operator: "NotIn", values });
export const exists = (key: string): Condition => ({ key, operator: "Exists" });
export const isAbsent = (key: string): Condition => ({ key, operator: "DoesNotExist" });
export const annotation = (name: string) => `.metadata.annotations["${name}"]`;

/** Patches the object's status with what a Go template makes of the object. */
export const setStatus = (template: string): Step => ({ patch: { subresource: "status", root: "status", template } });
export const remove: Step = { delete: true };

/** One stage for core/v1 objects of a kind that are as `when` says. */
export function stage(name: string, kind: string, when: Condition[], then: Step, delaySeconds = 0): Stage {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: {
      resourceRef: { apiGroup: "v1", kind },
      selector: { matchExpressions: when.map((jq) => ({ jq })) },
      delay: { durationMilliseconds: delaySeconds * 1000 },
      steps: [then],
    },
  };
}
