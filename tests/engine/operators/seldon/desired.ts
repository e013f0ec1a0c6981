import type { Json, SeldonDeployment } from "./model";

/** An object that a model needs. */
export interface Desired {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly spec: Json;
}

/** Everything that a model needs, in the operator's own stages. */
export interface Components {
  readonly services: readonly Desired[];
  /** Autoscalers and disruption budgets. */
  readonly scaling: readonly Desired[];
  readonly deployments: readonly Desired[];
  /** What makes requests arrive: made only once all Deployments are ready (charts-ml 4). */
  readonly routes: readonly Desired[];
}

/** An object in the model's namespace that goes when the model goes, as an owner reference makes it. */
export function owned(
  { apiVersion, kind, metadata: { name, namespace, uid } }: SeldonDeployment,
  object: Desired,
): Desired {
  const owner = { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
  return { ...object, metadata: { ...object.metadata, namespace, ownerReferences: [owner] } };
}
