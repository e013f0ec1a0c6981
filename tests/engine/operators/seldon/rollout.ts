import { isDeepStrictEqual } from "node:util";
import { type ApiServer, isNotFound } from "../../cluster/api-client";
import type { Desired } from "./desired";
import type { Condition, KubernetesObject } from "./model";
import { apply, pathOf } from "./objects";

/** A Deployment with the status that its controller wrote last. */
export interface DeploymentState extends KubernetesObject {
  readonly spec: { readonly selector: unknown; readonly template: { readonly spec: unknown } };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly unavailableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

/** A Deployment after one pass of the operator. */
export interface Rollout {
  readonly deployment: DeploymentState;
  /** Whether the operator created it or changed its pods in this pass, so that it does not look at its status. */
  readonly isChanged: boolean;
  readonly isReady: boolean;
}

/** Creates a Deployment, or changes it into what is wanted; one with another selector is deleted and created again. */
export async function rollOut(api: ApiServer, namespace: string, wanted: Desired): Promise<Rollout> {
  const path = pathOf("Deployment", namespace);
  const before = await found(api, `${path}/${wanted.metadata.name}`);
  if (before !== undefined && !isDeepStrictEqual(before.spec.selector, wanted.spec["selector"])) {
    const body = { propagationPolicy: "Foreground" };
    await api.send({ method: "DELETE", path: `${path}/${wanted.metadata.name}`, body });
    // Refused until the old one is gone; the operator then reports Failed and tries again.
    const deployment = await api.send<DeploymentState>({ method: "POST", path, body: wanted });
    return { deployment, isChanged: true, isReady: true };
  }
  return judged(before, await apply<DeploymentState>(api, namespace, wanted));
}

/**
 * What the operator thinks of a Deployment before and after it was applied (1.17.1, createDeployments). It compares
 * nothing but the specs of the pods, and takes fields that were added for defaults of the API server. It never looks at
 * `observedGeneration`, so the status that it reads can be from before the change.
 */
export function judged(before: DeploymentState | undefined, deployment: DeploymentState): Rollout {
  const isChanged = before === undefined || !derives(before.spec.template.spec, deployment.spec.template.spec);
  const { readyReplicas = 0, unavailableReplicas = 0 } = deployment.status ?? {};
  return { deployment, isChanged, isReady: !isChanged && readyReplicas > 0 && unavailableReplicas === 0 };
}

/** Whether all that is set in one value is the same in the other, which may have more (apimachinery, DeepDerivative). */
function derives(one: unknown, other: unknown): boolean {
  if (one === undefined || one === null || one === "") return true;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length <= other.length && one.every((item, at) => derives(item, other[at]));
  }
  if (typeof one === "object") {
    const fields = (other ?? {}) as Record<string, unknown>;
    return Object.entries(one).every(([field, value]) => derives(value, fields[field]));
  }
  return one === other;
}

const found = (api: ApiServer, path: string): Promise<DeploymentState | undefined> =>
  api.send<DeploymentState>({ method: "GET", path }).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });

/** The condition of a Deployment by its type. */
export const conditionOf = ({ status }: DeploymentState, type: string): Condition | undefined =>
  status?.conditions?.find((condition) => condition.type === type);

/** Whether the operator gives a model up: the first Deployment that is not ready is unchanged and makes no progress. */
export function hasGivenUp(rollouts: readonly Rollout[]): boolean {
  const first = rollouts.find(({ isReady }) => !isReady);
  return (
    first !== undefined &&
    !first.isChanged &&
    ["Progressing", "Available"].every((type) => conditionOf(first.deployment, type)?.status === "False")
  );
}
