import { SeldonCore } from "../../../../components";
import { clusterFacts, ingressFacts, seldonFacts } from "../../platform";
import { EMISSARY } from "../../seldon-core/operator";
import { some, without, type Args, type Fuzzed } from "../fuzzed";
import type { Random } from "../random";

/** An operator that is installed with one of the ways to have several, or one that exists. */
function operator(given: Args, random: Random): Args {
  const args = some(given, random, "charts", "resources", "orchestratorResources", "mirror", "namespace", "servers");
  const common = {
    cluster: { ...(args["cluster"] as object), ...clusterFacts },
    ingress: { ...(args["ingress"] as object), ...ingressFacts },
  };
  const { modelNamespaces, labels, podMonitors } = args;
  if (random.chance(0.2)) {
    const existing = random.of<Args>([{ version: "1.17.1" }, { version: "1.17.1", controllerId: "team", keda: true }]);
    const kept = Object.entries({ modelNamespaces, labels, podMonitors }).filter(([, value]) => value !== undefined);
    return { ...common, existing, ...Object.fromEntries(kept) };
  }
  const credentials = random.of<Args>([
    { s3: {} },
    { gcs: {} },
    { azureBlob: { account: "models", managedIdentity: {} } },
    { existingSecret: "rclone" },
  ]);
  const single = random.chance(0.3);
  const chosen: Args = {
    ...(single ? { singleNamespace: true } : { modelNamespaces: ["models", "other"] }),
    ...(random.chance(0.3) ? { definition: seldonFacts } : {}),
    ...(random.chance(0.5) ? { storageInitializer: { credentials } } : {}),
    ...(random.chance(0.3) ? { imageRegistry: "registry.example.org/mirror", usageMetrics: false } : {}),
    ...(random.chance(0.3) ? { defaultUserId: "1000" } : {}),
    ...(random.chance(0.3) ? { requestLogger: { endpoint: "http://logger.logs", queueSize: 100 } } : {}),
  };
  return {
    ...without(
      args,
      ...[
        "existing",
        "emissary",
        "definition",
        "storageInitializer",
        "imageRegistry",
        "defaultUserId",
        "requestLogger",
      ],
      ...["singleNamespace", "modelNamespaces", "acceptBusinessSourceLicense", "hostNetwork"],
      ...(single || random.chance(0.5) ? ["controllerId"] : []),
    ),
    ...common,
    ...chosen,
  };
}

const COMMON = { cluster: clusterFacts, ingress: ingressFacts, modelNamespaces: ["models", "other"] };
const RESOURCES = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const MINIO = { accessKeyId: "minio", secretAccessKey: "private", endpoint: "http://minio.minio:9000" };
const IMAGES = {
  seldon: "registry.example.org/mine:1",
  tensorflow: "registry.example.org/mine-tf:1",
  v2: "registry.example.org/mine-v2:1",
};

const withCredentials = (credentials: Args): Args => ({ ...COMMON, storageInitializer: { credentials } });

export const seldonCore: Fuzzed = {
  create: (name, args, opts) => new SeldonCore(name, args, opts),
  fit: operator,
  examples: () => [
    {
      ...COMMON,
      existing: { version: "1.17.1", namespace: "serving", controllerId: "team", storageSecret: "rclone", keda: true },
    },
    { ...COMMON, existing: { version: "1.17.1", gateway: "istio-system/gateway", servers: { MY_SERVER: ["v2"] } } },
    {
      ...{ cluster: clusterFacts, ingress: ingressFacts },
      existing: { version: "1.17.1", namespace: "team", singleNamespace: true },
    },
    { ...COMMON, ingress: EMISSARY, existing: { version: "1.17.1", emissaryRoutes: "v1", shortPaths: true } },
    { ...COMMON, ingress: EMISSARY, emissary: { routes: "v1", shortPaths: true } },
    { ...COMMON, ingress: EMISSARY, emissary: { routes: "v2" } },
    withCredentials({ s3: { accessKeyId: "AKIA", secretAccessKey: "private", region: "eu-west-1" } }),
    withCredentials({ s3: MINIO }),
    withCredentials({ gcs: { serviceAccountKey: '{"type": "service_account", "private_key": "private"}' } }),
    withCredentials({ azureBlob: { account: "models", accountKey: Buffer.alloc(64).toString("base64") } }),
    withCredentials({ azureBlob: { account: "models", managedIdentity: { clientId: UUID } } }),
    withCredentials({ azureBlob: { sasUrl: "https://models.blob.core.windows.net/iris?sp=rl&sig=private" } }),
    {
      ...{ ...COMMON, storageInitializer: { resources: RESOURCES, credentials: { existingSecret: "rclone" } } },
      ...{ namespace: { name: "serving", create: true }, controllerId: "team", gateway: "istio-system/gateway" },
      ...{ keda: { ready: "keda" }, usageMetrics: true, logLevel: "DEBUG", priorityClass: "system-cluster-critical" },
      ...{ hostNetwork: true, webhookPort: 4444, metricsPort: 8081, defaultUserId: "1000" },
      podMonitors: { labels: { team: "ml" }, intervalSeconds: 30, ready: "prometheus" },
      ...{ resources: RESOURCES, orchestratorResources: RESOURCES, labels: { team: "ml" } },
      requestLogger: { endpoint: "http://logger.logs", queueSize: 100, timeoutMs: 2000 },
      servers: { MY_SERVER: IMAGES },
    },
    {
      ...{ cluster: clusterFacts, ingress: ingressFacts, singleNamespace: true, definition: seldonFacts },
      imageRegistry: "registry.example.org/mirror",
      charts: {
        "seldon-core-operator": { mirror: "https://charts.example.org", values: { manager: { cpuLimit: "1" } } },
      },
    },
    {
      ...{ ...COMMON, charts: { "seldon-core-operator": { version: "1.18.2" } } },
      ...{
        mirror: "oci://registry.example.org/charts",
        allowUntestedVersions: true,
        acceptBusinessSourceLicense: true,
      },
    },
  ],
};
