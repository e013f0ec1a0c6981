import type { Components } from "./desired";
import type { Condition, SeldonDeployment, Status } from "./model";
import { predictorServiceName } from "./names";
import { conditionOf, hasGivenUp, type DeploymentState, type Rollout } from "./rollout";

/** What the operator reports after a pass over everything that the model needs. */
export function statusAfter(model: SeldonDeployment, components: Components, rollouts: readonly Rollout[]): Status {
  const deployments = rollouts.map(({ deployment }) => deployment);
  const waitingFor = rollouts.find(({ isReady }) => !isReady)?.deployment;
  const ready = waitingFor === undefined;
  const failed = hasGivenUp(rollouts);
  const available = conditionOf(waitingFor ?? (deployments[0] as DeploymentState), "Available");
  const has = (kind: string) => [...components.routes, ...components.scaling].some((one) => one.kind === kind);
  const reached = (type: string, kind: string, plural: string): Condition =>
    has(kind)
      ? {
          type,
          status: ready ? "True" : "False",
          reason: ready ? `All ${plural} created` : `Not all ${plural} created`,
        }
      : { type, status: "True", reason: `No ${plural} defined` };
  return {
    state: ready ? "Available" : failed ? "Failed" : "Creating",
    ...(failed ? { description: "Deployment is no longer progressing and not available." } : {}),
    replicas: deployments[0]?.status?.replicas ?? 0,
    address: { url: addressOf(model, components) },
    deploymentStatus: Object.fromEntries(
      deployments.map(({ metadata, status }) => [
        metadata.name,
        // The operator leaves out a number that is 0 (1.17.1, seldon_deployment_status.go).
        { ...positive("replicas", status?.replicas), ...positive("availableReplicas", status?.availableReplicas) },
      ]),
    ),
    serviceStatus: Object.fromEntries(components.services.map(({ metadata: { name } }) => [name, { svcName: name }])),
    conditions: conditions(model, [
      { ...available, type: "DeploymentsReady", status: ready ? "True" : "False" },
      {
        type: "ServicesReady",
        status: ready ? "True" : "False",
        reason: ready ? "All services created" : "Not all services created",
      },
      { type: "KedaReady", status: "True", reason: "No KEDA resources defined" },
      reached("HpasReady", "HorizontalPodAutoscaler", "HPAs"),
      reached("PdbsReady", "PodDisruptionBudget", "PDBs"),
      reached("istioVirtualServicesReady", "VirtualService", "VirtualServices"),
      reached("AmbassadorMappingsReady", "Mapping", "Ambassador Mappings"),
    ]),
  };
}

const positive = (key: string, count = 0) => (count > 0 ? { [key]: count } : {});

/** What the operator reports where it could not make what the model needs. */
export const statusFailed = ({ status }: SeldonDeployment, description: string): Status => ({
  ...status,
  state: "Failed",
  description,
});

/** The URL of the first predictor inside the cluster; its path follows from the protocol. */
function addressOf(model: SeldonDeployment, { services }: Components): string {
  const [first] = model.spec.predictors;
  if (first === undefined) throw new Error("Graph contains no predictors");
  const name = predictorServiceName(model, first);
  const { ports } = services.find(({ metadata }) => metadata.name === name)?.spec as { ports: [{ port: number }] };
  const { protocol = "seldon" } = model.spec;
  const paths: Record<string, string> = {
    tensorflow: `/v1/models/${first.graph.name}:predict`,
    v2: `/v2/models/${first.graph.name}/infer`,
    kfserving: `/v2/models/${first.graph.name}/infer`,
    seldon: "/api/v1.0/predictions",
  };
  return `http://${name}.${model.metadata.namespace}.svc.cluster.local:${ports[0].port}${paths[protocol] ?? ""}`;
}

/** The conditions and their sum, `Ready`; each keeps the time of its last change. */
function conditions({ status }: SeldonDeployment, parts: readonly Condition[]): Condition[] {
  const all = parts.every((part) => part.status === "True");
  return [...parts, { type: "Ready", status: all ? "True" : "False" } as const]
    .map(({ type, status: holds, reason, message }) => {
      const before = status?.conditions?.find((one) => one.type === type);
      const since = before?.status === holds ? before.lastTransitionTime : undefined;
      return { type, status: holds, reason, message, lastTransitionTime: since ?? now() };
    })
    .sort((one, other) => one.type.localeCompare(other.type));
}

const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");
