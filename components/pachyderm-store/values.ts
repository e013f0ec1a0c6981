import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../shared/install-chart";
import type { ResourcesArgs } from "../shared/resources";
import { derived, given, type Decided, type ProtectedValue, type Values } from "../shared/values";
import type {
  PachydermConsoleArgs,
  PachydermOidcArgs,
  PachydermStoreArgs,
  PachydermWorkersArgs,
  PodRequestsArgs,
} from "./args";
import type { Credentials } from "./credentials";
import { databaseDecided, databaseProtected, databaseValues } from "./database";
import { pachydermImages } from "./images";
import type { PachydermSpec } from "./spec";
import type { Access, Store } from "./stores/store";

/** Name of the Helm release, and the beginning of the names of Loki's objects. */
export const RELEASE = "pachyderm";

/** What the values need besides the inputs. */
export interface Parts {
  readonly access: Access;
  readonly credentials: Credentials;
  /** Annotations of the Service in front of Pachyderm. */
  readonly annotations: pulumi.Input<Record<string, string>>;
  /** The licence and the client's secret, which are secret in the state. */
  readonly secrets: { readonly license?: pulumi.Input<string>; readonly clientSecret?: pulumi.Input<string> };
}

/** The chart of Pachyderm with its values. */
export const pachydermChart = (
  args: PachydermStoreArgs,
  spec: PachydermSpec,
  store: Store,
  parts: Parts,
): ChartPlan => ({
  name: "pachyderm",
  values: pachydermValues(args, spec, store, parts),
  decided: { ...DECIDED, ...databaseDecided(args.database), ...store.decided },
  images: pachydermImages,
  protected: [
    ...PROTECTED,
    ...STORAGE,
    ...protectedWithout(args),
    ...databaseProtected(args.database),
    ...identityOf(store),
  ],
});

function pachydermValues(args: PachydermStoreArgs, spec: PachydermSpec, store: Store, parts: Parts): Values {
  const { etcd, loki, workers, usageMetrics = false, database } = args;
  const { credentials } = parts;
  const { global, ...databases } = databaseValues(database, spec, credentials);
  return given({
    deployTarget: store.deployTarget,
    global: { postgresql: global },
    pachd: given({
      ...pachdOf(args, parts),
      // A folder of a node has no URL in the chart.
      storage:
        store.deployTarget === "LOCAL"
          ? parts.access.storage
          : { storageURL: parts.access.url, ...parts.access.storage },
      metrics: { enabled: usageMetrics },
    }),
    pachw: workers?.maxStorageWorkers === undefined ? undefined : { maxReplicas: workers.maxStorageWorkers },
    console: consoleValues(args.console, usageMetrics, credentials),
    etcd: given({
      dynamicNodes: etcd?.nodes ?? 1,
      storageSize: etcd?.storageSize ?? "200Gi",
      storageClass: etcd?.storageClass ?? spec.storageClass,
      resources: etcd?.resources,
    }),
    ...databases,
    "loki-stack": loki?.enabled === false ? undefined : lokiValues(args, spec),
    oidc: given({ mockIDP: false, upstreamIDPs: identityProviders(args, parts) }),
    proxy: proxyValues(args, spec, parts),
    // Only says that addresses start with https, although the proxy itself answers plain HTTP.
    ingress: args.ingress?.tls === true ? { uriHttpsProtoOverride: true } : undefined,
  });
}

function pachdOf({ loki, licenseKey, oidc, resources, workers }: PachydermStoreArgs, parts: Parts): Values {
  const { access, credentials, secrets } = parts;
  const accounts = access.annotations === undefined ? undefined : { additionalAnnotations: access.annotations };
  const withLoki = loki?.enabled ?? true;
  return {
    clusterDeploymentID: credentials.deploymentId,
    serviceAccount: accounts,
    worker: accounts === undefined ? undefined : { serviceAccount: accounts },
    podLabels: access.podLabels,
    lokiDeploy: withLoki,
    lokiLogging: withLoki,
    resources: resources?.pachd,
    ...(licenseKey === undefined
      ? {}
      : {
          enterpriseLicenseKey: secrets.license,
          enterpriseSecret: credentials.enterpriseSecret,
          rootToken: credentials.rootToken,
          oauthClientSecret: credentials.oauthSecret,
          pachAuthClusterRoleBindings: administrators(oidc),
        }),
    ...workerRequests(workers),
  };
}

const administrators = ({ admins = [] }: Partial<PachydermOidcArgs> = {}): Values | undefined =>
  admins.length === 0 ? undefined : Object.fromEntries(admins.map((email) => [`user:${email}`, ["clusterAdmin"]]));

const workerRequests = ({ pipeline, sidecar }: PachydermWorkersArgs = {}): Values => ({
  ...requests("defaultPipeline", pipeline),
  ...requests("defaultSidecar", sidecar),
});

const requests = (prefix: string, { cpu, memory, storage }: PodRequestsArgs = {}): Values => ({
  [`${prefix}CPURequest`]: cpu,
  [`${prefix}MemoryRequest`]: memory,
  [`${prefix}StorageRequest`]: storage,
});

const consoleValues = (
  console: PachydermConsoleArgs | undefined,
  usageMetrics: boolean,
  { consoleOauthSecret }: Credentials,
): Values =>
  console === undefined
    ? { enabled: false }
    : given({
        enabled: true,
        config: { oauthClientSecret: consoleOauthSecret, disableTelemetry: !usageMetrics },
        resources: console.resources,
      });

/** Loki, and the agent that reads logs. The chart names some objects of the cluster after the agent, which must then be unique. */
function lokiValues({ loki }: PachydermStoreArgs, { storageClass, namespace }: PachydermSpec): Values {
  return {
    loki: {
      persistence: {
        size: loki?.storageSize ?? "10Gi",
        storageClassName: loki?.storageClass ?? storageClass,
      },
    },
    promtail: { fullnameOverride: `${namespace.name}-promtail` },
  };
}

/** Who may log in, in the form of dex. Groups of users are an extension of OpenID Connect, which dex calls insecure. */
function identityProviders({ oidc, host, ingress, tls }: PachydermStoreArgs, { secrets }: Parts): unknown {
  if (oidc === undefined || host === undefined) return undefined;
  const scheme = tls !== undefined || ingress?.tls === true ? "https" : "http";
  const redirect = publicHost({ host, ingress });
  return [
    {
      id: "upstream",
      name: oidc.displayName ?? new URL(oidc.issuer).host,
      type: "oidc",
      config: {
        issuer: oidc.issuer,
        clientID: oidc.clientId,
        clientSecret: secrets.clientSecret,
        redirectURI: derived(redirect, (text) => `${scheme}://${text}/dex/callback`),
        insecureEnableGroups: true,
      },
    },
  ];
}

/** The host with the port of the ingress, if that is not the scheme's own. */
const publicHost = ({ host = "", ingress }: Pick<PachydermStoreArgs, "host" | "ingress">): pulumi.Input<string> =>
  ingress === undefined
    ? host
    : derived(ingress.port, (port) => (port === (ingress.tls === true ? 443 : 80) ? host : `${host}:${String(port)}`));

const proxyValues = (args: PachydermStoreArgs, { service }: PachydermSpec, { annotations }: Parts): Values =>
  given({
    host: publicHost(args),
    service: { type: service.type, annotations },
    tls: service.tlsSecret === undefined ? undefined : { enabled: true, secretName: service.tlsSecret },
    resources: args.resources?.proxy,
  });

/** Resources of the proxy that the chart fills in. */
export const PROXY_RESOURCES: ResourcesArgs = {
  requests: { cpu: "100m", memory: "512Mi" },
  limits: { memory: "512Mi" },
};

const DECIDED: Decided = {
  deployTarget: "the chosen store",
  "pachd.storage.storageURL": "the chosen store",
  "pachd.serviceAccount.additionalAnnotations": "the chosen store",
  "pachd.worker.serviceAccount.additionalAnnotations": "the chosen store",
  "pachd.podLabels": "the chosen store",
  "pachd.rootToken": "rootToken",
  "pachd.pachAuthClusterRoleBindings": "oidc.admins",
  "pachd.metrics.enabled": "usageMetrics",
  "pachd.lokiDeploy": "loki.enabled",
  "pachd.lokiLogging": "loki.enabled",
  "pachd.resources": "resources.pachd",
  "pachd.defaultPipelineCPURequest": "workers.pipeline.cpu",
  "pachd.defaultPipelineMemoryRequest": "workers.pipeline.memory",
  "pachd.defaultPipelineStorageRequest": "workers.pipeline.storage",
  "pachd.defaultSidecarCPURequest": "workers.sidecar.cpu",
  "pachd.defaultSidecarMemoryRequest": "workers.sidecar.memory",
  "pachd.defaultSidecarStorageRequest": "workers.sidecar.storage",
  "pachw.maxReplicas": "workers.maxStorageWorkers",
  "console.enabled": "console",
  "console.config.disableTelemetry": "usageMetrics",
  "console.resources": "console.resources",
  "etcd.dynamicNodes": "etcd.nodes",
  "etcd.storageSize": "etcd.storageSize",
  "etcd.storageClass": "etcd.storageClass",
  "etcd.resources": "etcd.resources",
  "loki-stack.loki.persistence.size": "loki.storageSize",
  "loki-stack.loki.persistence.storageClassName": "loki.storageClass",
  "oidc.upstreamIDPs": "oidc",
  "proxy.host": "host",
  "proxy.service.type": "service.type",
  "proxy.tls": "tls",
  "proxy.resources": "resources.proxy",
  "ingress.uriHttpsProtoOverride": "ingress",
};

const GENERATED = "is generated once and kept, and another value would not fit what is in the database";
const ADDRESS = "must stay as it is, because the outputs and the routes lead there";

/** Values with which Pachyderm would be open, unreachable, or lose what it knows. */
const PROTECTED: readonly ProtectedValue[] = [
  {
    keys: ["oidc", "mockIDP"],
    value: false,
    why: "with this value, everyone can log in as admin with a known password",
  },
  {
    keys: ["pachd", "activateAuth"],
    value: true,
    why: "with this value, there are no logins although there is a licence",
  },
  { keys: ["pachd", "clusterDeploymentID"], why: GENERATED },
  { keys: ["pachd", "enterpriseSecret"], why: GENERATED },
  { keys: ["pachd", "oauthClientSecret"], why: GENERATED },
  { keys: ["console", "config", "oauthClientSecret"], why: GENERATED },
  { keys: ["pachd", "serviceAccount", "name"], value: "pachyderm", why: "only this one may use the bucket" },
  {
    keys: ["pachd", "worker", "serviceAccount", "name"],
    value: "pachyderm-worker",
    why: "only this one may use the bucket",
  },
  {
    keys: ["pachd", "storage", "backend"],
    why: "comes from the chosen store, and another backend keeps objects elsewhere",
  },
  // Only the input is compared with `allowPublic`.
  { keys: ["proxy", "service", "annotations"], why: "is for service.annotations, which may not open Pachyderm" },
  // The licence is not known yet when values are compared with those of inputs.
  { keys: ["pachd", "enterpriseLicenseKey"], why: "is for licenseKey, which is kept secret and checked" },
  { keys: ["proxy", "enabled"], value: true, why: ADDRESS },
  { keys: ["proxy", "service", "httpPort"], value: 80, why: ADDRESS },
  { keys: ["proxy", "service", "httpsPort"], value: 443, why: ADDRESS },
  {
    keys: ["pachd", "externalService", "enabled"],
    value: false,
    why: "with this value, a second load balancer leads to pachd, to which service does not apply",
  },
  { keys: ["ingress", "enabled"], value: false, why: "the input ingress creates the route" },
  { keys: ["etcd", "inMemory"], value: false, why: "with this value, a restart loses all metadata" },
  { keys: ["enterpriseServer", "enabled"], value: false, why: "the chart then refuses pachd" },
];

const STORE_KEY = "is decided by the chosen store, which keeps keys secret and needs no others";

/** What the chosen store decides below `pachd.storage`, also if it leaves it out. A key here would be stored as plain text. */
const STORAGE: readonly ProtectedValue[] = [
  ...["id", "secret", "token", "bucket", "region", "customEndpoint"].map((key) => ["amazon", key]),
  ...["container", "id", "secret"].map((key) => ["microsoft", key]),
  ...["bucket", "cred"].map((key) => ["google", key]),
  ["minio", "id"],
  ["minio", "secret"],
].map((keys) => ({ keys: ["pachd", "storage", ...keys], why: STORE_KEY }));

/** Values that an input decides, while that input is left out. */
const protectedWithout = ({ licenseKey, tls }: PachydermStoreArgs): ProtectedValue[] => [
  ...(tls === undefined ? [{ keys: ["proxy", "tls", "enabled"], value: false, why: ADDRESS }] : []),
  ...(licenseKey === undefined
    ? [{ keys: ["pachd", "rootToken"], why: "is for the input rootToken, which is kept secret and checked" }]
    : []),
];

const OTHER_IDENTITY = "is decided by the chosen store, and pods that log in as something else do not reach the bucket";

/** By what pods log in to the cloud of their store. */
const identityOf = ({ identityKeys = [] }: Store): ProtectedValue[] => {
  if (identityKeys.length === 0) return [];
  const accounts = [
    ["pachd", "serviceAccount"],
    ["pachd", "worker", "serviceAccount"],
  ];
  const create = accounts.map((account) => [...account, "create"]);
  const maps = [["pachd", "podLabels"], ...accounts.map((account) => [...account, "additionalAnnotations"])];
  return [
    ...create.map((keys) => ({ keys, value: true, why: "the chart writes into it as what its pods log in" })),
    ...maps.flatMap((map) => identityKeys.map((key) => ({ keys: [...map, key], why: OTHER_IDENTITY }))),
  ];
};
