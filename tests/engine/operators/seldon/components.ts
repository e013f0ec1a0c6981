import { isDeadly, mappings } from "./ambassador";
import { completed } from "./complete";
import type { Components } from "./desired";
import { istioRoutes, type Entry } from "./istio";
import { isOn, type Manager } from "./manager";
import { annotationOf, type SeldonDeployment } from "./model";
import { containerPorts, orchestratorPorts } from "./ports";
import { hasNoOrchestrator, workloads } from "./workloads";

/** What the operator makes of a model. Throws what it would report as the description of `Failed`. */
export function componentsOf(model: SeldonDeployment, manager: Manager): Components {
  refuseUnmodelled(model, manager);
  const predictors = model.spec.predictors.map((predictor) => completed(model, manager, predictor));
  const portsOf = containerPorts(manager, predictors);
  const made = predictors.map((predictor) => workloads(model, manager, predictor, portsOf));
  const entries: Entry[] = predictors.map((predictor) => {
    const [container = { name: "" }] = predictor.componentSpecs.flatMap(({ spec }) => spec?.containers ?? []);
    return { predictor, ports: hasNoOrchestrator(predictor) ? portsOf(container) : orchestratorPorts(manager) };
  });
  return {
    services: made.flatMap(({ services }) => services),
    scaling: made.flatMap(({ scaling }) => scaling),
    deployments: made.flatMap(({ deployments }) => deployments),
    routes: [
      ...(isOn(manager, "ISTIO_ENABLED") ? istioRoutes(model, manager, entries) : []),
      ...(isOn(manager, "AMBASSADOR_ENABLED") ? mappings(model, entries) : []),
    ],
  };
}

/** Whether the operator's process ends at this model, again after every start. */
export const endsOperator = (model: SeldonDeployment, manager: Manager): boolean =>
  isOn(manager, "AMBASSADOR_ENABLED") && isDeadly(model);

/** Nothing may look as if it worked that this stand-in leaves out. */
function refuseUnmodelled(model: SeldonDeployment, manager: Manager): void {
  const { predictors } = model.spec;
  const components = predictors.flatMap(({ componentSpecs = [] }) => componentSpecs);
  const unmodelled = {
    explainer: predictors.some(({ explainer }) => explainer?.type),
    ssl: predictors.some(({ ssl }) => ssl),
    kedaSpec: isOn(manager, "KEDA_ENABLED") && components.some(({ kedaSpec }) => kedaSpec),
    "hpaSpec.metrics": components.some(({ hpaSpec }) => hpaSpec?.metrics),
    "seldon.io/engine-separate-pod": annotationOf(model, "seldon.io/engine-separate-pod") === "true",
    "seldon.io/headless-svc": annotationOf(model, "seldon.io/headless-svc") !== undefined,
    AMBASSADOR_VERSION: isOn(manager, "AMBASSADOR_ENABLED") && manager.env["AMBASSADOR_VERSION"] !== "v2",
    AMBASSADOR_SINGLE_NAMESPACE: isOn(manager, "AMBASSADOR_SINGLE_NAMESPACE"),
  };
  const [first] = Object.entries(unmodelled).find(([, given]) => given) ?? [];
  if (first !== undefined) throw new Error(`this stand-in knows no ${first}`);
}
