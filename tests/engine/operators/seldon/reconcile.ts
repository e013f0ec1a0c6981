import { isDeepStrictEqual } from "node:util";
import { ApiError, type ApiServer, isNotFound } from "../../cluster/api-client";
import { componentsOf } from "./components";
import { owned, type Desired } from "./desired";
import { isOn, type Manager } from "./manager";
import type { SeldonDeployment, Status } from "./model";
import { apply, removeOthers } from "./objects";
import { rollOut, type Rollout } from "./rollout";
import { statusAfter, statusFailed } from "./status";

/**
 * Brings the cluster to what a model asks for and reports on it, in the operator's order (1.17.1, Reconcile): Services,
 * autoscalers and Deployments at once, routes and clean-up when all Deployments are ready. Throws after it has reported
 * a failure, so that it is tried again.
 */
export async function reconcile(api: ApiServer, manager: Manager, model: SeldonDeployment): Promise<void> {
  try {
    await report(api, model, await pass(api, manager, model));
  } catch (error) {
    if (isLate(error)) return;
    await report(api, model, statusFailed(model, (error as Error).message));
    throw error;
  }
}

async function pass(api: ApiServer, manager: Manager, model: SeldonDeployment): Promise<Status> {
  const { namespace } = model.metadata;
  const components = componentsOf(model, manager);
  const applyAll = async (objects: readonly Desired[]): Promise<void> => {
    for (const object of objects) await apply(api, namespace, owned(model, object));
  };
  await applyAll(components.services);
  await applyAll(components.scaling);
  const rollouts: Rollout[] = [];
  for (const deployment of components.deployments) {
    rollouts.push(await rollOut(api, namespace, owned(model, deployment)));
  }
  if (rollouts.every(({ isReady }) => isReady)) {
    await applyAll(components.routes);
    const { services, scaling, routes } = components;
    // DestinationRules of removed predictors stay, as with the operator (charts-ml 4.2).
    await removeOthers(
      api,
      model,
      [
        "Deployment",
        "Service",
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
        ...(isOn(manager, "AMBASSADOR_ENABLED") ? (["Mapping"] as const) : []),
      ],
      [...services, ...scaling, ...components.deployments, ...routes],
    );
  }
  return statusAfter(model, components, rollouts);
}

async function report(api: ApiServer, model: SeldonDeployment, status: Status): Promise<void> {
  const wanted = JSON.parse(JSON.stringify(status)) as Status;
  if (isDeepStrictEqual(wanted, model.status)) return;
  const { apiVersion, metadata } = model;
  const [group = "", version = ""] = apiVersion.split("/");
  const path = `/apis/${group}/${version}/namespaces/${metadata.namespace}/seldondeployments/${metadata.name}/status`;
  await api.send({ method: "PUT", path, body: { ...model, status: wanted } }).catch((error: unknown) => {
    if (!isLate(error)) throw error;
  });
}

/** The model has changed or gone meanwhile: the next pass sees it. */
const isLate = (error: unknown): boolean =>
  error instanceof ApiError && (error.reason === "Conflict" || isModelGone(error));

const isModelGone = (error: unknown): boolean =>
  isNotFound(error) && (error as Error).message.includes("seldondeployments");
