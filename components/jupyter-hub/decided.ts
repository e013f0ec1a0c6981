import type { Decided, ProtectedValue } from "../shared/values";
import { NOTEBOOKS_END } from "./notebooks-end";
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
const OF_NODE = "would put notebooks into the network of their node, to which no policy applies";
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
  ...Object.keys(NOTEBOOKS_END).map((key) => ({
    keys: ["hub", "extraConfig", key],
    why: "must stay as it is, or notebooks would outlive the hub",
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
  { keys: ["singleuser", "extraPodConfig", "hostNetwork"], value: false, why: OF_NODE },
  { keys: ["singleuser", "extraPodConfig", "host_network"], value: false, why: OF_NODE },
  { keys: ["singleuser", "networkPolicy", "egressAllowRules", "privateIPs"], value: false, why: POLICY },
  { keys: ["singleuser", "networkPolicy", "egressAllowRules", "nonPrivateIPs"], value: false, why: POLICY },
  { keys: ["singleuser", "networkPolicy", "egressAllowRules", "cloudMetadataServer"], value: false, why: POLICY },
  {
    keys: ["singleuser", "cloudMetadata", "blockWithIptables"],
    value: false,
    why: "needs a privileged container in each notebook, and the policy for notebooks does the same",
  },
];
