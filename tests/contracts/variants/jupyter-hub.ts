import { JupyterHub, JupyterHubServiceType, TaintEffect, type JupyterHubArgs } from "../../../components";
import { HOST, HTTPS, LOGINS, withSeed } from "../../unit/jupyter-hub/hub";
import { cluster, clusterFacts, ingressFacts, seldonFacts } from "../../unit/platform";
import { RESOURCES, type Variant } from "./variant";

const annotations = { "example.org/internal": "true" };
const tls = { secretName: "hub-tls" };
const LoadBalancer = { type: JupyterHubServiceType.LoadBalancer };

/** Every way in that any login can have: all of them with HTTPS. */
const WAYS_IN: Readonly<Record<string, Partial<JupyterHubArgs>>> = {
  ingress: { ingress: HTTPS, host: HOST },
  "base-path": { ingress: HTTPS, host: HOST, basePath: "/jupyter" },
  "kubernetes-ingress": {
    kubernetesIngress: { className: "nginx", annotations: { "example.org/a": "b" }, tlsSecretName: "hub-tls" },
    host: HOST,
  },
  service: { tls, service: { ...LoadBalancer, sourceRanges: ["203.0.113.0/24"], annotations }, host: HOST },
};

const STORAGES: Readonly<Record<string, Partial<JupyterHubArgs>>> = {
  default: {},
  own: {
    storage: { capacity: "20Gi", storageClass: "fast" },
    database: { capacity: "5Gi", storageClass: "fast" },
    deleteData: true,
  },
};

/** Every login with every way in and every storage, in one program for each login. */
const combinations: readonly Variant[] = (Object.keys(LOGINS) as (keyof typeof LOGINS)[]).map((login) => ({
  title: `JupyterHub with the login ${login}, with every way in and every storage`,
  program() {
    const ml = cluster();
    const facts = {
      ...clusterFacts,
      loadBalancerAnnotations: annotations,
      internalLoadBalancerAnnotations: annotations,
    };
    for (const [way, wayIn] of Object.entries(WAYS_IN)) {
      for (const [store, storage] of Object.entries(STORAGES)) {
        const name = `${way}-${store}`;
        const host = `${name}.example.org`;
        const args = { cluster: facts, login: LOGINS[login], namespace: { name }, ...wayIn, host, ...storage };
        new JupyterHub(name, args, { provider: ml.provider });
      }
    }
  },
  outputs: withSeed,
}));

const IMAGE = "quay.io/jupyter/scipy-notebook:2026-08-10";

/** `JupyterHub`. */
export const jupyterHubVariants: readonly Variant[] = [
  ...combinations,
  ...(
    [
      ["behind Istio without HTTPS", { ingress: ingressFacts, host: HOST }],
      [
        "with every option of notebooks",
        {
          ...{
            image: { name: "example.org/lab", tag: "1" },
            defaultUrl: "/tree",
            userScheduler: true,
            prePuller: true,
          },
          ...{ extraEnv: { MODE: "lab" }, nodeSelector: { pool: "ml" }, culling: { timeoutSeconds: 600 } },
          tolerations: [{ key: "pool", value: "ml", effect: TaintEffect.NoSchedule }],
          resources: { notebook: RESOURCES, hub: RESOURCES, proxy: RESOURCES },
          profiles: [
            { name: "Small", image: IMAGE, default: true },
            { name: "GPU", description: "One T4", image: IMAGE, gpus: 1, resources: RESOURCES, env: { MODE: "gpu" } },
          ],
          reach: {
            ...{ seldon: seldonFacts, pachyderm: { ...clusterFacts, namespace: "pachyderm" }, namespaces: ["data"] },
            cidrs: ["10.20.0.0/16"],
          },
        },
      ],
      ["without culling", { culling: { enabled: false } }],
      [
        "from a mirror, with values and code of the caller",
        {
          ...{ mirror: "https://charts.example.org", allowHubCode: true },
          charts: { jupyterhub: { values: { hub: { extraConfig: { mine: "pass" } }, debug: { enabled: true } } } },
        },
      ],
    ] as const
  ).map(([title, args]) => ({
    title: `JupyterHub ${title}`,
    program() {
      const ml = cluster();
      const login = LOGINS.sharedPassword;
      new JupyterHub("hub", { cluster: ml, login, ...(args as Partial<JupyterHubArgs>) }, { provider: ml.provider });
    },
    outputs: withSeed,
  })),
];
