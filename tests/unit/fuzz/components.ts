import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import {
  IngressLayer,
  JupyterHub,
  MlCluster,
  ModelDeployment,
  PachydermStore,
  RancherServer,
  Route,
  SeldonCore,
} from "../../../components";
import { targetNames } from "../../../components/targets/target";
import { HOST, HTTPS, LOGINS } from "../jupyter-hub/hub";
import { ON_AWS, ON_GCP } from "../pachyderm-store/stores";
import { clusterFacts, ingressFacts, seldonFacts } from "../platform";
import { KEY as SSH_KEY } from "../targets/rke2/cluster";
import type { Random } from "./random";

type Args = Record<string, unknown>;

/** A component, and what turns arguments of the right types into arguments that fit together, most of the time. */
export interface Fuzzed {
  /** Inputs, mostly blocks of which one is chosen, that must be among accepted arguments. */
  readonly blocks: readonly string[];
  readonly create: (name: string, args: never, opts: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;
  readonly fit: (args: Args, random: Random) => Args;
}

/** Options with a cluster of its own, because a cluster can have only one ingress layer and one operator. */
export const ownCluster = (name: string): pulumi.ComponentResourceOptions => ({
  provider: new kubernetes.Provider(name, { kubeconfig: "{}" }),
});

const without = (args: Args, ...names: string[]): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));

const some = (args: Args, random: Random, ...names: string[]): Args =>
  without(args, ...names.filter(() => random.chance(0.7)));

/** Inputs of a model about its requests, which fit together. */
const ROUTED: Args = {
  hosts: ["models.example.org"],
  timeouts: { restMs: 5000 },
  retries: { attempts: 2, perTryTimeoutMs: 1000 },
  circuitBreaker: { maxConnections: 100 },
};

/** Inputs of a step, and of its predictor, which fit together. */
const STEP: Args = {
  resources: { requests: { cpu: "100m", memory: "128Mi" } },
  gpu: { count: 1 },
  autoscaling: { maxReplicas: 3, cpuPercent: 70 },
  disruptionBudget: { minAvailable: "1" },
  env: { LEVEL: "debug" },
  secretEnv: { TOKEN: { secret: "api", key: "token" } },
  envFromSecrets: ["api"],
  volumes: [{ name: "data", mountPath: "/data", claim: "features" }],
  probes: { startup: { failureThreshold: 60 } },
  nodeSelector: { disk: "ssd" },
  tolerations: [{ key: "team" }],
  imagePullSecrets: ["registry"],
  requestLogging: { mode: "all" },
  explainer: { type: "AnchorTabular" },
  orchestrator: { env: { SELDON_LOG_LEVEL: "DEBUG" } },
  progressDeadlineSeconds: 300,
};

const CONTROLLERS = ["istio", "emissary", "ambassador", "existing"];

/** A layer with one controller, and what goes with it. */
function layer(given: Args, random: Random): Args {
  const args = some(
    given,
    random,
    ...["charts", "service", "autoscaling", "resources", "mirror", "imageRegistry", "tls", "hosts", "dns"],
  );
  const controller = random.of([...CONTROLLERS, "istio", "emissary"]);
  const rest = without(args, ...CONTROLLERS, "metallb", "internal", "allowPublic", "sourceRanges");
  const facts = { ...(args["cluster"] as object), ...clusterFacts };
  const block = (given[controller] ?? {}) as Args;
  if (controller === "existing") {
    const { port, https } = block;
    const kind = random.of(Object.values(EXISTING));
    const written = Object.fromEntries(Object.entries({ port, https }).filter(([, value]) => value !== undefined));
    return { cluster: facts, existing: { ...kind, ...some(written, random, "port", "https") } };
  }
  const isOld = controller === "ambassador";
  const cluster = { ...facts, ...(isOld ? { kubernetesVersion: "1.21" } : {}) };
  const common = {
    ...(isOld ? without(rest, "hosts", "tls", "dns", "imageRegistry") : { ...rest, ...hosted(random) }),
    // The layer whose control plane or definitions are used must have the same controller.
    [controller]: without(block, "controlPlane", "definitions"),
    sourceRanges: ["203.0.113.0/24"],
  };
  if (random.chance(0.7)) return { ...common, cluster };
  const metallb = { ...some((given["metallb"] ?? {}) as Args, random, "namespace", "l2", "bgpPeers", "network") };
  const pools = { main: { addresses: ["172.25.1.1-172.25.1.100"] } };
  return { ...common, metallb: { ...metallb, pools }, cluster: { ...cluster, providesLoadBalancers: false } };
}

/** HTTPS for a host, sometimes with its record in DNS. */
function hosted(random: Random): Args {
  if (random.chance(0.6)) return {};
  const cloudDns = { zones: ["example.org"], project: "my-project", serviceAccount: DNS_ACCOUNT };
  const tls = random.of([{ selfSigned: {} }, { existingIssuer: { name: "corporate" } }, { secret: { name: "tls" } }]);
  return { hosts: ["models.example.org"], tls, ...(random.chance(0.5) ? { dns: { cloudDns } } : {}) };
}

const DNS_ACCOUNT = "dns@my-project.iam.gserviceaccount.com";

const PACHYDERM_STORES = ["s3", "gcs", "seaweedFs", "s3Compatible", "local"];

/** Pachyderm with one store and one database, inside the cluster or behind an ingress. */
function pachyderm(given: Args, random: Random): Args {
  const args = some(
    given,
    random,
    ...["charts", "mirror", "imageRegistry", "resources", "workers", "etcd", "loki", "namespace", "tls"],
  );
  const store = random.of(PACHYDERM_STORES);
  const block = (given[store] ?? {}) as Args;
  const minio = { endpoint: "https://minio.example.org", bucket: "models", accessKeyId: "id", secretAccessKey: "key" };
  const stores: Args = {
    ...{ s3: {}, gcs: {}, local: {}, s3Compatible: minio },
    seaweedFs: some(block, random, "resources", "servers"),
  };
  const clouds: Args = { s3: ON_AWS(), gcs: ON_GCP() };
  const databases = [{ bundled: {} }, { external: { host: "db.example.org", password: "the-password" } }];
  const rest = without(
    args,
    ...["azureBlob", ...PACHYDERM_STORES],
    ...[
      "ingress",
      "allowWithoutLogins",
      "service",
      "host",
      "console",
      "oidc",
      "licenseKey",
      "rootToken",
      "database",
      "adopt",
      "deleteData",
      "tls",
    ],
  );
  return {
    ...rest,
    cluster: { ...(args["cluster"] as object), ...clusterFacts, ...(clouds[store] as object | undefined) },
    [store]: stores[store],
    ...(random.chance(0.5) ? { database: random.of(databases) } : {}),
    ...(random.chance(0.5) ? { console: {} } : {}),
    ...(random.chance(0.5)
      ? { service: { type: "ClusterIP" } }
      : {
          ingress: { ...(args["ingress"] as object), ...ingressFacts },
          ...{ host: "pachyderm.example.org", allowWithoutLogins: true },
        }),
  };
}

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

/** JupyterHub with one login, inside the cluster or behind an ingress. */
function jupyterHub(given: Args, random: Random): Args {
  const args = some(
    without(given, "kubernetesIngress", "service", "tls", "host", "deleteData", "adopt"),
    random,
    ...[
      "charts",
      "mirror",
      "imageRegistry",
      "profiles",
      "resources",
      "storage",
      "database",
      "culling",
      "tolerations",
      "nodeSelector",
    ],
    ...["namespace", "image", "extraEnv", "basePath", "defaultUrl", "reach", "labels"],
  );
  const login = random.of(Object.values<object>(LOGINS));
  const profiles = [{ name: "Small", image: "quay.io/jupyter/scipy-notebook:2026-08-10" }];
  const isInside = random.chance(0.3) && ["sharedPassword", "native", "dummy"].some((block) => block in login);
  return {
    ...without(args, "ingress", "profiles"),
    cluster: { ...(args["cluster"] as object), ...clusterFacts },
    login,
    ...(random.chance(0.3) ? { profiles } : {}),
    ...(isInside ? {} : { ingress: { ...(args["ingress"] as object), ...HTTPS }, host: HOST }),
  };
}

/** Rancher behind an ingress, or with an Ingress of its own. */
function rancher(given: Args, random: Random): Args {
  const args = some(
    without(given, "ingress", "kubernetesIngress", "tls", "privateCa", "version", "kubeconfig"),
    random,
    ...["charts", "mirror", "imageRegistry", "resources", "auditLog", "labels", "bootstrapPassword", "replicas"],
  );
  const hidden = random.chance(0.5)
    ? { ingress: { ...ingressFacts, ...HTTPS } }
    : {
        kubernetesIngress: { className: "traefik", certManagerReady: "cert-manager" },
        ...(random.chance(0.5) ? { tls: { letsEncrypt: { email: "ml@example.org" } } } : {}),
      };
  return { ...args, cluster: clusterFacts, host: HOST, cleanUp: { enabled: false }, ...hidden };
}

/** Controllers that exist. */
const EXISTING = {
  istio: { controller: "istio", version: "1.30.3", host: "lb.example.org", gateway: "istio-system/gateway" },
  emissary: { controller: "emissary", version: "4.1.0", host: "lb.example.org" },
  other: { controller: "other", version: "3.0.0", host: "lb.example.org", ingressClassName: "traefik" },
};

/** A cluster of one target. */
function clusterOf(args: Args, random: Random): Args {
  switch (random.of(targetNames())) {
    case "aws": {
      const parts = ["autoMode", "login", "existingNetwork"];
      const more = random.chance(0.5) ? {} : some((args["aws"] ?? {}) as Args, random, ...parts);
      return inCloud(args, random, { aws: { region: "eu-central-1", ...more } });
    }
    case "gcp":
      return inCloud(args, random, { gcp: { project: "my-project", location: "europe-west1" } });
    case "azure":
      return inCloud(args, random, { azure: { location: "westeurope" } });
    case "k3d": {
      const parts = ["image", "volumes", "registries", "listenAddress"];
      const block = some((args["k3d"] ?? {}) as Args, random, ...parts);
      // Two clusters on one machine need ports of their own.
      const port = 10_000 + 3 * random.below(15_000);
      const ports = { apiPort: port, httpPort: port + 1, httpsPort: port + 2 };
      return { k3d: { ...(random.chance(0.5) ? {} : without(block, "name")), ...ports } };
    }
    case "rke2": {
      const parts = ["cni", "etcdSnapshots", "registrationAddress", "clusterCidr", "hostEntries", "nameservers"];
      const block = some((args["rke2"] ?? {}) as Args, random, ...parts);
      const { storage, charts } = some(args, random, "storage", "charts");
      // Two clusters cannot have one machine.
      const nodes = [{ address: `10.0.${String(random.below(250))}.${String(1 + random.below(250))}`, role: "server" }];
      const more = random.chance(0.5) ? {} : without(block, "rkeClusterYml", "airGapFolder", "sshKeyPath");
      return { storage, charts, rke2: { ...more, sshKey: SSH_KEY, nodes } };
    }
    default: {
      const { kubernetesVersion, allowUntestedVersions, existing } = args;
      const chosen = without((existing ?? {}) as Args, "kubeconfigPath", "useCurrentContext", "context");
      const block = { ...chosen, kubeconfig: (existing as Args | undefined)?.["kubeconfig"] ?? CONFIG, context: "dev" };
      return { kubernetesVersion, allowUntestedVersions, existing: block };
    }
  }
}

/** A cluster that a cloud creates, mostly without what has to fit together. */
const inCloud = (args: Args, random: Random, block: Args): Args => ({
  ...some(
    some(args, random, "nodePools", "charts", "mirror", "imageRegistry", "admins", "viewers"),
    random,
    "nodePools",
    "storage",
  ),
  ...Object.fromEntries(targetNames().map((target) => [target, undefined])),
  ...block,
  apiAccess: { cidrs: ["203.0.113.0/24"] },
});

export const fuzzed: Readonly<Record<string, Fuzzed>> = {
  MlCluster: {
    blocks: targetNames(),
    create: (name, args) => new MlCluster(name, args),
    fit: clusterOf,
  },
  IngressLayer: {
    create: (name, args, opts) => new IngressLayer(name, args, opts),
    blocks: [...CONTROLLERS, "metallb", "tls", "dns"],
    fit: layer,
  },
  SeldonCore: {
    blocks: [
      ...["orchestratorResources", "existing", "controllerId", "singleNamespace", "definition", "keda"],
      ...["podMonitors", "requestLogger", "storageInitializer", "servers", "imageRegistry", "webhookPort"],
    ],
    create: (name, args, opts) => new SeldonCore(name, args, opts),
    fit: operator,
  },
  PachydermStore: {
    blocks: [...PACHYDERM_STORES, "database", "console", "ingress", "service"],
    create: (name, args, opts) => new PachydermStore(name, args, opts),
    fit: pachyderm,
  },
  JupyterHub: {
    blocks: ["login", "ingress", "profiles"],
    create: (name, args, opts) => new JupyterHub(name, args, opts),
    fit: jupyterHub,
  },
  RancherServer: {
    blocks: ["ingress", "kubernetesIngress", "tls", "auditLog"],
    create: (name, args, opts) => new RancherServer(name, args, opts),
    fit: rancher,
  },
  Route: {
    blocks: ["tls", "requestHeaders"],
    create: (name, args, opts) => new Route(name, args, opts),
    fit: (args, random) => ({
      ...some(args, random, "tls", "requestHeaders", "rewrite", "path", "webSockets", "timeoutSeconds"),
      ingress: { ...(args["ingress"] as object), ...ingressFacts, ...random.of(ROUTE_CONTROLLERS) },
      namespace: "jupyter",
      host: "lab.example.org",
      service: { name: "proxy-public", port: 80 },
    }),
  },
  ModelDeployment: {
    blocks: ["overrides", "annotations", ...Object.keys(ROUTED), "ambassador"],
    create: (name, args, opts) => new ModelDeployment(name, args, opts),
    fit(args, random) {
      const [first] = Array.isArray(args["predictors"]) ? (args["predictors"] as Args[]) : [];
      const given: Args = { ...first };
      // One input of the step as it was made, the others as they fit.
      const kept = random.of(Object.keys(STEP));
      const step = {
        ...some(STEP, random, ...Object.keys(STEP)),
        ...(random.chance(0.5) && kept in given ? { [kept]: given[kept] } : {}),
      };
      const served = random.chance(0.5)
        ? { name: given["name"] ?? "main", ...step, image: "registry.example.org/iris:2" }
        : {
            name: given["name"] ?? "main",
            ...step,
            server: "SKLEARN_SERVER",
            modelUri: given["modelUri"] ?? "gs://models/iris",
          };
      const predictors = random.chance(0.3)
        ? [
            { ...served, name: "a", traffic: 60 },
            { ...served, name: "b", traffic: 40 },
            ...(random.chance(0.5) ? [{ ...served, name: "c", headers: [{ name: "x-beta", regex: "1.*" }] }] : []),
          ]
        : [served];
      const others = without(args, ...Object.keys(ROUTED), "ambassador");
      const isEmissary = random.chance(0.3);
      return {
        ...some(others, random, "protocol", "annotations", "overrides", "wait", "waitSeconds"),
        ...some(ROUTED, random, ...Object.keys(ROUTED)),
        ...(isEmissary ? { ambassador: { headers: [{ name: "location", value: "london" }] } } : {}),
        seldon: isEmissary ? { ...seldonFacts, controller: "emissary" } : seldonFacts,
        namespace: "models",
        predictors,
      };
    },
  },
};

const ROUTE_CONTROLLERS: readonly Args[] = [
  {},
  { controller: "emissary", controllerVersion: "4.1.0" },
  { controller: "other", controllerVersion: "3.0.0" },
];

const CONFIG = {
  contexts: [{ name: "dev", context: { cluster: "c" } }],
  clusters: [{ name: "c", cluster: { server: "https://c.example.org" } }],
};
