import { type ApiServer, isNotFound } from "../../cluster/api-client";
import type { KubernetesObject } from "./model";

const managerName = "seldon-controller-manager";

/** The operator's Deployment, which the chart creates and without which there is no operator. */
export interface ManagerDeployment extends KubernetesObject {
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly name: string;
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
  readonly storageInitializer: { readonly image: string };
}

interface Image {
  readonly image: string;
  readonly defaultImageVersion?: string;
}

/** Whether a Deployment is an operator's and runs. */
export const isRunningManager = ({ metadata, spec, status }: ManagerDeployment): boolean =>
  metadata.name === managerName && spec.replicas !== 0 && (status?.availableReplicas ?? 0) > 0;

/** The Deployment of an operator that runs at this moment, looked for where one has been seen. */
export async function findManager(
  api: ApiServer,
  seen: readonly ManagerDeployment[],
): Promise<ManagerDeployment | undefined> {
  for (const { metadata } of seen.filter(({ metadata: { name } }) => name === managerName)) {
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${managerName}`;
    const deployment = await api.send<ManagerDeployment>({ method: "GET", path }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    if (deployment !== undefined && isRunningManager(deployment)) return deployment;
  }
  return undefined;
}

/** Reads the operator's settings, as it does at every reconciliation. */
export async function readManager(api: ApiServer, deployment: ManagerDeployment): Promise<Manager> {
  const { namespace } = deployment.metadata;
  const path = `/api/v1/namespaces/${namespace}/configmaps/seldon-config`;
  const { data } = await api.send<{ data: Record<string, string> }>({ method: "GET", path });
  const container = deployment.spec.template.spec.containers.find(({ name }) => name === "manager");
  const parsed = (key: string) => JSON.parse(data[key] ?? "{}") as unknown;
  return {
    env: Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value])),
    servers: parsed("predictor_servers") as Manager["servers"],
    storageInitializer: parsed("storageInitializer") as Manager["storageInitializer"],
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
