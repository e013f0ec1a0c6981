import { JupyterHub } from "../../../../components";
import { HOST, HTTPS, LOGINS } from "../../jupyter-hub/hub";
import { clusterFacts, ingressFacts, seldonFacts } from "../../platform";
import { some, without, type Args, type Fuzzed } from "../fuzzed";
import type { Random } from "../random";

/** JupyterHub with one login, inside the cluster or behind an ingress. */
function inside(given: Args, random: Random): Args {
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

const INSIDE = { cluster: clusterFacts, login: LOGINS.sharedPassword };
const OUTSIDE = { cluster: clusterFacts, ingress: HTTPS, host: HOST };
const PACHYDERM = { clusterIdentifier: "dev", namespace: "pachyderm", ready: "pachyderm" };
const RESOURCES = { requests: { cpu: "500m", memory: "1Gi" }, limits: { cpu: "1", memory: "2Gi" } };
const BALANCED = {
  ...clusterFacts,
  loadBalancerAnnotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" },
  internalLoadBalancerAnnotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" },
};
const NOTEBOOK = "quay.io/jupyter/scipy-notebook:2026-08-10";

export const jupyterHub: Fuzzed = {
  create: (name, args, opts) => new JupyterHub(name, args, opts),
  fit: inside,
  examples: () => [
    ...Object.values(LOGINS).map((login) => ({ ...OUTSIDE, login })),
    {
      ...OUTSIDE,
      login: {
        github: { ...LOGINS.github.github, serverUrl: "https://git.example.org" },
        ...{ allowedUsers: ["ada"], adminUsers: ["ada"] },
      },
    },
    {
      ...OUTSIDE,
      login: {
        oidc: {
          ...{ ...LOGINS.oidc.oidc, usernameClaim: "email", scopes: ["openid", "groups"] },
          ...{ groupsClaim: "groups", displayName: "Example Org" },
        },
      },
    },
    {
      ...OUTSIDE,
      login: { azureAd: { ...LOGINS.azureAd.azureAd, usernameClaim: "upn", allowedGroups: ["notebooks"] } },
    },
    { ...OUTSIDE, login: { native: { minimumPasswordLength: 12 }, allowedUsers: ["ada"], adminUsers: ["admin"] } },
    { ...INSIDE, login: { dummy: { password: "a password for users" }, insecureAllowAnyone: true } },
    {
      ...INSIDE,
      login: {
        sharedPassword: { userPassword: "a password for users", adminPassword: "a long password for administrators" },
        ...{ allowAll: true, adminUsers: ["admin"] },
      },
      kubernetesIngress: {
        ...{ className: "nginx", annotations: { "example.org/a": "b" }, tlsSecretName: "hub-tls" },
      },
      ...{ host: HOST, basePath: "/jupyter", defaultUrl: "/lab" },
    },
    { ...INSIDE, kubernetesIngress: { https: true }, host: HOST },
    {
      ...INSIDE,
      ...{ cluster: BALANCED, host: HOST, tls: { secretName: "hub-tls" } },
      service: { type: "LoadBalancer", sourceRanges: ["203.0.113.0/24"], annotations: { "example.org/x": "y" } },
    },
    {
      ...INSIDE,
      ...{ cluster: BALANCED, host: HOST, tls: { secretName: "hub-tls" } },
      service: { type: "LoadBalancer", allowPublic: true },
    },
    { ...INSIDE, service: { type: "ClusterIP" }, namespace: { name: "lab", create: true }, deleteData: true },
    {
      ...INSIDE,
      image: { name: "registry.example.org/lab", tag: "1" },
      profiles: [
        { name: "Small", image: NOTEBOOK, default: true },
        {
          ...{ name: "Large", image: NOTEBOOK, slug: "large", description: "With a GPU", gpus: 1 },
          ...{ resources: RESOURCES, env: { LEVEL: "debug" } },
        },
      ],
      storage: { capacity: "20Gi", storageClass: "fast" },
      database: { capacity: "2Gi", storageClass: "fast" },
      extraEnv: { LEVEL: "debug" },
      culling: { enabled: true, timeoutSeconds: 3600 },
      ...{ prePuller: true, userScheduler: true },
      resources: { notebook: RESOURCES, hub: RESOURCES, proxy: RESOURCES },
      nodeSelector: { disk: "ssd" },
      tolerations: [{ key: "team", value: "ml", effect: "NoSchedule" }, { key: "any" }],
      ...{ labels: { team: "ml" }, adopt: true },
    },
    {
      ...INSIDE,
      reach: {
        seldon: { ...seldonFacts, ingress: ingressFacts },
        pachyderm: PACHYDERM,
        namespaces: ["data"],
        cidrs: ["10.0.0.0/16"],
      },
      charts: { jupyterhub: { mirror: "https://charts.example.org", values: { singleuser: { cloudMetadata: {} } } } },
      imageRegistry: "registry.example.org",
    },
    {
      ...{ ...INSIDE, charts: { jupyterhub: { version: "4.3.5" } }, mirror: "oci://registry.example.org/charts" },
      ...{ allowUntestedVersions: true, allowHubCode: true },
    },
  ],
};
