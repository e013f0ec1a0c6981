import type { Completed } from "./complete";
import type { Components, Desired } from "./desired";
import type { Manager } from "./manager";
import { nodesOf, type ComponentSpec, type Container, type SeldonDeployment } from "./model";
import { containerServiceName, deploymentName, modelName, predictorServiceName } from "./names";
import { orchestrator, podSpec } from "./pods";
import { orchestratorPorts, type Ports } from "./ports";

type Workloads = Omit<Components, "routes">;

/** A predictor without the orchestrator: its only container takes the requests itself. */
export const hasNoOrchestrator = ({ annotations }: Completed): boolean =>
  annotations?.["seldon.io/no-engine"]?.toLowerCase() === "true";

/** The Deployments, Services, autoscalers and budgets of one predictor (1.17.1, createComponents). */
export function workloads(
  model: SeldonDeployment,
  manager: Manager,
  predictor: Completed,
  portsOf: (container: Container) => Ports,
): Workloads {
  const nodes = new Set(nodesOf(predictor.graph).map(({ name }) => name));
  const components = predictor.componentSpecs
    .map((component, index) => ({ component, index, containers: component.spec?.containers ?? [] }))
    .filter(({ containers }) => containers.length > 0);
  const first = components.find(
    ({ index, containers }) => index === 0 && containers.some(({ name }) => nodes.has(name)),
  );
  const direct = hasNoOrchestrator(predictor);
  if (!direct && first === undefined) {
    throw new Error("engine not separate and no pu with localhost service - not clear where to inject engine");
  }
  const isEntry = (index: number) => direct || index === 0;
  const inGraph = components.flatMap(({ containers }) => containers).filter(({ name }) => nodes.has(name));
  const entry = direct ? portsOf(inGraph[0] ?? { name: "" }) : orchestratorPorts(manager);
  const entryName = predictorServiceName(model, predictor);
  return {
    services: [
      ...inGraph.map((container) => {
        const name = containerServiceName(model, predictor, container.name);
        return service(model, predictor, name, portsOf(container), { [`seldon-app-svc-${container.name}`]: name });
      }),
      service(model, predictor, entryName, entry, { "seldon-app": entryName }),
    ],
    scaling: components.flatMap(({ component, index }) => scaling(model, predictor, component, index)),
    deployments: components.map(({ component, index, containers }) => {
      const services = containers.filter(({ name }) => nodes.has(name)).map(({ name }) => name);
      const selected = {
        "seldon-deployment-id": modelName(model),
        ...Object.fromEntries(
          services.map((name) => [`seldon-app-svc-${name}`, containerServiceName(model, predictor, name)]),
        ),
        ...(isEntry(index) ? { "seldon-app": entryName } : {}),
      };
      const pod = podSpec(model, manager, predictor, component.spec ?? {}, portsOf);
      const side = !direct && index === 0 ? [orchestrator(model, manager, predictor)] : [];
      const whole = { ...pod, containers: [...(pod.containers ?? []), ...side] };
      return deployment(model, predictor, component, index, selected, whole);
    }),
  };
}

function deployment(
  { metadata, spec }: SeldonDeployment,
  predictor: Completed,
  component: ComponentSpec,
  index: number,
  selected: Record<string, string>,
  pod: object,
): Desired {
  const name = deploymentName({ metadata, spec } as SeldonDeployment, predictor, component, index);
  const labels = {
    ...selected,
    app: name,
    "app.kubernetes.io/managed-by": "seldon-core",
    ...predictor.labels,
    ...component.metadata?.labels,
  };
  const annotations = { ...spec.annotations, ...predictor.annotations, ...component.metadata?.annotations };
  const replicas = component.hpaSpec ? undefined : (component.replicas ?? predictor.replicas ?? spec.replicas);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, labels, annotations },
    spec: {
      replicas,
      progressDeadlineSeconds: predictor.progressDeadlineSeconds,
      selector: { matchLabels: selected },
      template: { metadata: { labels, annotations }, spec: pod },
    },
  };
}

function service(
  model: SeldonDeployment,
  { annotations = {} }: Completed,
  name: string,
  ports: Ports,
  selector: Record<string, string>,
): Desired {
  const labels = { "seldon-deployment-id": modelName(model), "app.kubernetes.io/managed-by": "seldon-core" };
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, annotations, labels: { ...labels, ...selector } },
    spec: {
      type: "ClusterIP",
      selector,
      ports: (["http", "grpc"] as const).map((kind) => ({
        name: kind,
        port: ports[kind],
        targetPort: ports[kind],
        protocol: "TCP",
      })),
    },
  };
}

function scaling(model: SeldonDeployment, predictor: Completed, component: ComponentSpec, index: number): Desired[] {
  const name = deploymentName(model, predictor, component, index);
  const { hpaSpec, pdbSpec } = component;
  const labels = { "seldon-deployment-id": modelName(model) };
  const metadata = { name, labels };
  const { metrics: _old, metricsv2, ...bounds } = hpaSpec ?? {};
  const autoscaler = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata,
    spec: { ...bounds, metrics: metricsv2, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name } },
  };
  const budget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata,
    spec: { ...pdbSpec, selector: { matchLabels: labels } },
  };
  return [...(hpaSpec ? [autoscaler] : []), ...(pdbSpec ? [budget] : [])];
}
