import { type ApiServer, isNotFound } from "../../cluster/api-client";
import type { KubernetesObject, SeldonDeployment } from "./model";

const managerName = "seldon-controller-manager";

/** The operator's Deployment, which the chart creates and without which there is no operator. */
export interface ManagerDeployment extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly name: string;
          readonly args?: readonly string[];
          readonly env?: readonly { readonly name: string; readonly value?: string }[];
        }[];
      };
    };
  };
  readonly status?: { readonly availableReplicas?: number };
}

/** What the operator is told by its environment and by the ConfigMap `seldon-config` beside it (charts-ml 4). */
export interface Manager {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly servers: Readonly<
    Record<string, { readonly protocols: Readonly<Record<string, Image | undefined>> } | undefined>
  >;
  readonly storageInitializer: Readonly<
    Record<"image" | "cpuRequest" | "cpuLimit" | "memoryRequest" | "memoryLimit", string>
  >;
  /** The only namespace whose models it sees; absent if it sees all. */
  readonly onlyNamespace?: string;
}

interface Image {
  readonly image: string;
  readonly defaultImageVersion?: string;
}

/** Whether a Deployment is an operator's and runs. */
export const isRunningManager = ({ metadata, spec, status }: ManagerDeployment): boolean =>
  metadata.name === managerName && spec.replicas !== 0 && (status?.availableReplicas ?? 0) > 0;

/** The Deployments of operators that run at this moment, looked for where they have been seen. */
export async function findManagers(
  api: ApiServer,
  seen: readonly ManagerDeployment[],
): Promise<readonly ManagerDeployment[]> {
  const running: ManagerDeployment[] = [];
  for (const { metadata } of seen.filter(({ metadata: { name } }) => name === managerName)) {
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${managerName}`;
    const deployment = await api.send<ManagerDeployment>({ method: "GET", path }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    if (deployment !== undefined && isRunningManager(deployment)) running.push(deployment);
  }
  return running;
}

const CONTROLLER_ID = "seldon.io/controller-id";

/**
 * Whether an operator handles a model: it sees the namespace, which belongs to no operator of a single namespace unless it is that one, and
 * the model has its id (1.17.1, Reconcile).
 */
export async function handles(api: ApiServer, manager: Manager, { metadata }: SeldonDeployment): Promise<boolean> {
  const { env, onlyNamespace } = manager;
  if ((metadata.labels?.[CONTROLLER_ID] ?? "") !== (env["CONTROLLER_ID"] ?? "")) return false;
  if (onlyNamespace !== undefined) return onlyNamespace === metadata.namespace;
  const path = `/api/v1/namespaces/${metadata.namespace}`;
  const namespace = await api.send<KubernetesObject>({ method: "GET", path });
  return (namespace.metadata.labels?.[CONTROLLER_ID] ?? "") === "";
}

/** Reads the operator's settings, as it does at every reconciliation. */
export async function readManager(api: ApiServer, deployment: ManagerDeployment): Promise<Manager> {
  const { namespace } = deployment.metadata;
  const path = `/api/v1/namespaces/${namespace}/configmaps/seldon-config`;
  const { data } = await api.send<{ data: Record<string, string> }>({ method: "GET", path });
  const container = deployment.spec.template.spec.containers.find(({ name }) => name === "manager");
  const limit = container?.args?.find((arg) => arg.startsWith("--namespace="));
  const parsed = (key: string) => JSON.parse(data[key] ?? "{}") as unknown;
  return {
    env: Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value])),
    servers: parsed("predictor_servers") as Manager["servers"],
    storageInitializer: parsed("storageInitializer") as Manager["storageInitializer"],
    ...(limit === undefined ? {} : { onlyNamespace: limit.replace("--namespace=", "") }),
  };
}

/** Whether a switch is on, such as `ISTIO_ENABLED`. */
export const isOn = ({ env }: Manager, name: string): boolean => env[name] === "true";

/** The image of a server for a protocol; nothing where it has none, which the API server then refuses (prepack.go). */
export function serverImage({ servers }: Manager, server: string, protocol: string | undefined): string | undefined {
  const protocols = servers[server]?.protocols;
  const alias = { v2: "kfserving", kfserving: "v2" }[protocol ?? ""];
  const found = protocols?.[protocol ?? "seldon"] ?? protocols?.[alias ?? ""];
  if (found === undefined) return undefined;
  return found.defaultImageVersion ? `${found.image}:${found.defaultImageVersion}` : found.image;
}
