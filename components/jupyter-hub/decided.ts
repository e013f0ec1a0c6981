import * as pulumi from "@pulumi/pulumi";
import { problemIf, type Problem } from "../shared/invalid-args";
import type { Decided, ProtectedValue } from "../shared/values";
import type { JupyterHubSpec } from "./spec";

/** Which input decides which value of the chart. */
export const decidedValues = ({ method: { section, block } }: JupyterHubSpec): Decided => ({
  [`hub.config.${section}`]: `login.${block}`,
  "hub.config.JupyterHub.authenticator_class": "login",
  "hub.baseUrl": "basePath",
  "hub.db.pvc.storage": "database.capacity",
  "hub.db.pvc.storageClassName": "database.storageClass",
  "hub.resources": "resources.hub",
  "proxy.service.type": "service.type",
  "proxy.service.annotations": "service.annotations",
  "proxy.service.loadBalancerSourceRanges": "service.sourceRanges",
  "proxy.https": "tls",
  "proxy.chp.resources": "resources.proxy",
  "ingress.enabled": "kubernetesIngress",
  "ingress.ingressClassName": "kubernetesIngress.className",
  "ingress.annotations": "kubernetesIngress.annotations",
  "ingress.hosts": "host",
  "ingress.tls": "kubernetesIngress.tlsSecretName",
  "singleuser.image": "image",
  "singleuser.defaultUrl": "defaultUrl",
  "singleuser.storage.capacity": "storage.capacity",
  "singleuser.storage.dynamic.storageClass": "storage.storageClass",
  "singleuser.extraEnv": "extraEnv",
  "singleuser.cpu": "resources.notebook",
  "singleuser.memory": "resources.notebook",
  "singleuser.nodeSelector": "nodeSelector",
  "singleuser.extraTolerations": "tolerations",
  "singleuser.profileList": "profiles",
  "singleuser.networkPolicy.egress": "reach",
  "scheduling.userScheduler.enabled": "userScheduler",
  "prePuller.hook.enabled": "prePuller",
  "prePuller.continuous.enabled": "prePuller",
  "cull.enabled": "culling.enabled",
  "cull.timeout": "culling.timeoutSeconds",
});

const GENERATED = "is derived from the Secret jupyterhub-credentials, so that no update logs users out";
const CODE =
  "changes the hub in a way that no check sees, also who may log in. If that is meant, write allowHubCode: true";
const POLICY = "with this value, notebooks would reach what reach does not name";
const NAMES = "changes the names of objects on which the routes and the outputs rely";

/** Keys of the hub that hold code, containers or Secrets, or give rights. */
const HUB_CODE = [
  ...["extraConfig", "extraFiles", "extraEnv", "existingSecret", "services", "loadRoles", "command", "args", "image"],
  ...["initContainers", "extraContainers", "extraVolumes", "extraVolumeMounts", "extraPodSpec", "lifecycle"],
  ...["templatePaths"],
];

/** Values with which others could log in, secrets would change, or data would be lost. */
export const protectedValues = ({
  args: { allowHubCode = false },
  method,
  isBehindIngress,
}: JupyterHubSpec): readonly ProtectedValue[] => [
  { keys: ["hub", "cookieSecret"], why: GENERATED },
  { keys: ["proxy", "secretToken"], why: GENERATED },
  ...(allowHubCode ? [] : HUB_CODE.map((key) => ({ keys: ["hub", key], why: CODE }))),
  ...Object.keys(method.code ?? {}).map((key) => ({
    keys: ["hub", "extraConfig", key],
    why: "must stay as it is, because the login relies on it",
  })),
  { keys: ["hub", "loadRoles", "admin"], why: "has the administrators of login.adminUsers" },
  { keys: ["hub", "config", "CryptKeeper"], why: GENERATED },
  { keys: ["hub", "config", "ConfigurableHTTPProxy"], why: GENERATED },
  { keys: ["hub", "config", "JupyterHub", "tornado_settings"], why: "says which cookies browsers send by HTTPS only" },
  { keys: ["hub", "db", "type"], value: "sqlite-pvc", why: "only the volume of this database outlives the component" },
  {
    keys: ["hub", "db", "pvc", "annotations"],
    why: "says whether the database outlives the component, which deleteData decides",
  },
  { keys: ["fullnameOverride"], why: NAMES },
  { keys: ["nameOverride"], why: NAMES },
  {
    keys: ["proxy", "chp", "extraCommandLineFlags"],
    why: isBehindIngress
      ? "makes the hub see by which scheme a browser reached the ingress"
      : "could make the proxy believe what clients say of themselves",
  },
  { keys: ["proxy", "chp", "extraEnv"], why: "could replace the token of the proxy" },
  { keys: ["proxy", "service", "disableHttpPort"], value: false, why: "the routes lead to this port" },
  { keys: ["proxy", "service", "externalIPs"], why: "would add addresses to which service does not apply" },
  { keys: ["hub", "service", "type"], value: "ClusterIP", why: "the hub is reached through the proxy alone" },
  { keys: ["httpRoute", "enabled"], value: false, why: "the input ingress creates the route" },
  { keys: ["ingress", "extraPaths"], why: "would route requests that the inputs do not name" },
  { keys: ["singleuser", "storage", "type"], value: "dynamic", why: "only volumes of single users outlive a notebook" },
  { keys: ["singleuser", "networkPolicy", "enabled"], value: true, why: POLICY },
  { keys: ["singleuser", "networkPolicy", "egressAllowRules", "privateIPs"], value: false, why: POLICY },
  { keys: ["singleuser", "networkPolicy", "egressAllowRules", "nonPrivateIPs"], value: false, why: POLICY },
  { keys: ["singleuser", "networkPolicy", "egressAllowRules", "cloudMetadataServer"], value: false, why: POLICY },
  {
    keys: ["singleuser", "cloudMetadata", "blockWithIptables"],
    value: false,
    why: "needs a privileged container in each notebook, and the policy for notebooks does the same",
  },
];

/** Classes of which `hub.config` may hold settings: those of notebooks, and the hub itself. All others can decide who logs in. */
const OPEN_SECTIONS = ["KubeSpawner", "Spawner", "JupyterHub"];

/** Settings of the hub that neither let anyone in nor give rights (JupyterHub 5.5, `app.py`). */
const OPEN_SETTINGS = [
  ...[
    "active_server_limit",
    "active_user_window",
    "activity_resolution",
    "allow_named_servers",
    "authenticate_prometheus",
  ],
  ...["concurrent_spawn_limit", "cookie_max_age_days", "default_server_name", "default_url", "implicit_spawn_seconds"],
  ...["init_spawners_timeout", "last_activity_interval", "log_level", "logo_file", "named_server_limit_per_user"],
  ...[
    "oauth_token_expires_in",
    "redirect_to_server",
    "service_check_interval",
    "shutdown_on_logout",
    "spawn_throttle_retry_range",
  ],
  ...["template_vars"],
];

/** What is wrong with settings of the hub that a caller adds: they may not decide who logs in. The typed ones are compared elsewhere. */
export function hubConfigProblems({ args: { charts, allowHubCode = false }, method }: JupyterHubSpec): Problem[] {
  const config = below(below(charts?.["jupyterhub"]?.values, "hub"), "config");
  if (!isMap(config) || allowHubCode) return [];
  const path = "charts.jupyterhub.values.hub.config";
  return Object.entries(config).flatMap(([section, settings]) => [
    ...problemIf(
      !OPEN_SECTIONS.includes(section),
      `${path}.${section}`,
      `can decide who logs in, which login.${method.block} does. Leave it out; if that is meant, write allowHubCode: true.`,
    ),
    ...(section === "JupyterHub" && isMap(settings) ? Object.keys(settings) : []).flatMap((key) =>
      problemIf(
        !OPEN_SETTINGS.includes(key),
        `${path}.JupyterHub.${key}`,
        "can decide who logs in or which rights they have. Leave it out; if that is meant, write allowHubCode: true.",
      ),
    ),
  ]);
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !pulumi.Output.isInstance(value);

const below = (value: unknown, key: string): unknown => (isMap(value) ? value[key] : undefined);
