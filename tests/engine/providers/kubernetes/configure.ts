import { KubeConfig } from "@kubernetes/client-node";
import type { Log } from "../stand-in";
import { ApiServer } from "./api-server";
import { Discovery } from "./discovery";
import { parseKubeconfig } from "./kubeconfig";
import { ObjectsClient } from "./objects-client";
import { OpenApi } from "./open-api";
import type { Cluster, Session } from "./session";

/** Settings of the stand-in itself, which the launcher puts into its environment. */
export interface StandInSettings {
  helm: string;
  strict: boolean;
  patience: number;
}

const PREFIX = "kubernetes:config:";

/** Settings that an environment variable gives where the provider's inputs do not. */
const ENVIRONMENT: Record<string, string> = {
  deleteUnreachable: "PULUMI_K8S_DELETE_UNREACHABLE",
  enableConfigMapMutable: "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE",
  enablePatchForce: "PULUMI_K8S_ENABLE_PATCH_FORCE",
  enableSecretMutable: "PULUMI_K8S_ENABLE_SECRET_MUTABLE",
  skipUpdateUnreachable: "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE",
  upsertExistingObjects: "PULUMI_K8S_UPSERT_EXISTING_OBJECTS",
};

/**
 * What the stand-in cannot do. The real provider can, so a program that asks for it must not pass here for another reason.
 * Settings that only tune or silence (kubeClientSettings, suppress…Warnings) make no difference and are accepted.
 */
const UNSUPPORTED = [
  "renderYamlToDirectory",
  "alwaysRender",
  "rejectUnknownResources",
  "helmReleaseSettings",
  "strictMode",
];

/** Connects to the cluster. One that cannot be reached is no error yet: previews and removals may still work. */
export async function configure(
  variables: Record<string, string>,
  log: Log,
  signal: AbortSignal,
  settings: StandInSettings,
): Promise<Session> {
  const variable = (name: string) => variables[PREFIX + name] ?? "";
  const flag = (name: string) => (variables[PREFIX + name] ?? process.env[ENVIRONMENT[name] ?? ""]) === "true";
  for (const name of UNSUPPORTED) {
    if (variable(name) !== "" && variable(name) !== "false")
      throw new Error(`the stand-in for the Kubernetes provider does not support ${name}`);
  }
  if (variable("enableServerSideApply") === "false") {
    throw new Error("the stand-in for the Kubernetes provider supports server-side apply only");
  }

  const connection = await connect(variable, signal);
  const namespace =
    variable("namespace") ||
    connection.cluster?.kubeconfig.getContextObject(variable("context") || currentContext(connection))?.namespace;
  return {
    ...settings,
    ...connection,
    log,
    signal,
    discovery: connection.cluster?.objects.discovery ?? new Discovery(undefined),
    defaultNamespace: namespace || "default",
    mutable: { configMaps: flag("enableConfigMapMutable"), secrets: flag("enableSecretMutable") },
    deleteUnreachable: flag("deleteUnreachable"),
    skipUpdateUnreachable: flag("skipUpdateUnreachable"),
    enablePatchForce: flag("enablePatchForce"),
    upsertExistingObjects: flag("upsertExistingObjects"),
  };
}

type Connection = { cluster: Cluster; unreachable?: undefined } | { cluster?: undefined; unreachable: string };

function currentContext(connection: Connection): string {
  return connection.cluster?.kubeconfig.getCurrentContext() ?? "";
}

async function connect(variable: (name: string) => string, signal: AbortSignal): Promise<Connection> {
  let kubeconfig: KubeConfig;
  try {
    kubeconfig = readKubeconfig(variable("kubeconfig"));
  } catch (error) {
    return { unreachable: `failed to parse kubeconfig data in \`kubernetes:config:kubeconfig\`- ${messageOf(error)}` };
  }
  let server: ApiServer;
  try {
    override(kubeconfig, variable("context"), variable("cluster"));
    server = new ApiServer(kubeconfig, signal);
  } catch (error) {
    return {
      unreachable:
        "unable to load Kubernetes client configuration from kubeconfig file. Make sure you have: \n\n \t • set up the provider as per " +
        `https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ \n\n ${messageOf(error)}`,
    };
  }
  try {
    // The real provider reads the whole schema here, which is large; that it can be read is what counts.
    await server.send({ method: "GET", path: "/openapi/v3", query: { timeout: "32s" } });
  } catch (error) {
    return { unreachable: `unable to load schema information from the API server: ${messageOf(error)}` };
  }
  return {
    cluster: { objects: new ObjectsClient(server, new Discovery(server)), openApi: new OpenApi(server), kubeconfig },
  };
}

function readKubeconfig(pathOrText: string): KubeConfig {
  if (pathOrText !== "") return parseKubeconfig(pathOrText);
  const ambient = new KubeConfig();
  ambient.loadFromDefault();
  return ambient;
}

function override(kubeconfig: KubeConfig, context: string, cluster: string): void {
  if (context !== "") kubeconfig.setCurrentContext(context);
  const current = kubeconfig.getContextObject(kubeconfig.getCurrentContext());
  if (!current && context !== "") throw new Error(`context "${context}" does not exist`);
  if (!current)
    throw new Error(
      "invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable",
    );
  if (cluster !== "") Object.assign(current, { cluster });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
