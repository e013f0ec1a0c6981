import type { LiveObject } from "./objects";

/**
 * Whether all pods of a Deployment have its latest template and are available: the condition of `kubectl rollout status`.
 * That command cannot be used, because the status of the model and its Deployments must be read together: the operator may
 * replace the Deployments, or fail the model, while they are rolled out.
 */
export function isRolledOut(deployment: LiveObject): boolean {
  const { spec = {}, status = {} } = deployment;
  const { replicas: wanted = 1 } = spec;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  return isObserved(deployment) && [replicas, updatedReplicas, availableReplicas].every((count) => count === wanted);
}

/** Whether the status of a Deployment describes its latest version. */
export const isObserved = ({ metadata, status = {} }: LiveObject): boolean =>
  status["observedGeneration"] === metadata.generation;
