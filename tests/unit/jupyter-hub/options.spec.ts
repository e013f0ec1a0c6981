import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { JupyterHubServiceType, TaintEffect, type IngressFacts, type JupyterHubArgs } from "../../../components";
import { spawnerMemory } from "../../../components/jupyter-hub/notebooks";
import { clusterFacts, ingressFacts, seldonFacts } from "../platform";
import { HOST, HTTPS, valuesWith } from "./hub";

const IMAGE = "quay.io/jupyter/scipy-notebook:2026-08-10";
const RESOURCES = { requests: { cpu: "500m", memory: "2Gi" }, limits: { cpu: "2", memory: "4Gi" } };

/** The value at a dotted key with these arguments. */
const valueWith = async (args: Partial<JupyterHubArgs>, key: string): Promise<unknown> =>
  key
    .split(".")
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], await valuesWith(args));

describe("the notebooks of JupyterHub", () => {
  const rows: [what: string, args: Partial<JupyterHubArgs>, key: string, value: unknown][] = [
    ["have JupyterLab", {}, "singleuser.defaultUrl", "/lab"],
    ["have a page of the caller", { defaultUrl: "/tree" }, "singleuser.defaultUrl", "/tree"],
    [
      "have an image with a fixed tag",
      {},
      "singleuser.image",
      { name: "quay.io/jupyter/minimal-notebook", tag: "2026-08-10" },
    ],
    [
      "have an image of the caller",
      { image: { name: "example.org/lab", tag: "1" } },
      "singleuser.image",
      { name: "example.org/lab", tag: "1" },
    ],
    [
      "have an image of the registry",
      { imageRegistry: "registry.example.org/ml" },
      "singleuser.image",
      { name: "registry.example.org/ml/jupyter/minimal-notebook", tag: "2026-08-10" },
    ],
    [
      "have an image of the caller, although there is a registry",
      { image: { name: "example.org/lab", tag: "1" }, imageRegistry: "registry.example.org/ml" },
      "singleuser.image",
      { name: "example.org/lab", tag: "1" },
    ],
    ["have 10Gi", {}, "singleuser.storage.capacity", "10Gi"],
    [
      "have a volume of the caller's size and class",
      { storage: { capacity: "20Gi", storageClass: "fast" } },
      "singleuser.storage",
      { capacity: "20Gi", dynamic: { storageClass: "fast" } },
    ],
    [
      "have the caller's text in the environment as it is, although KubeSpawner replaces names in braces",
      { extraEnv: { CONFIG: '{"a": "{username}"}' } },
      "singleuser.extraEnv",
      { CONFIG: '{{"a": "{{username}}"}}' },
    ],
    [
      "have it as it is, although Kubernetes replaces names in brackets after a dollar, and two dollars by one",
      { extraEnv: { PASSWORD: "pa$$word", COMMAND: "$(JUPYTERHUB_USER)", PRICE: "1$" } },
      "singleuser.extraEnv",
      { PASSWORD: "pa$$$$word", COMMAND: "$$(JUPYTERHUB_USER)", PRICE: "1$$" },
    ],
    [
      "reserve cores as numbers",
      { resources: { notebook: RESOURCES } },
      "singleuser.cpu",
      { guarantee: 0.5, limit: 2 },
    ],
    [
      "reserve memory in KubeSpawner's units",
      { resources: { notebook: RESOURCES } },
      "singleuser.memory",
      { guarantee: "2G", limit: "4G" },
    ],
    ["run on chosen nodes", { nodeSelector: { pool: "ml" } }, "singleuser.nodeSelector", { pool: "ml" }],
    [
      "tolerate chosen taints",
      { tolerations: [{ key: "team" }, { key: "pool", value: "ml", effect: TaintEffect.NoSchedule }] },
      "singleuser.extraTolerations",
      [
        { key: "team", operator: "Exists" },
        { key: "pool", operator: "Equal", value: "ml", effect: "NoSchedule" },
      ],
    ],
    ["stop after the chart's hour", {}, "cull", { enabled: true }],
    ["stop when the caller says", { culling: { timeoutSeconds: 600 } }, "cull", { enabled: true, timeout: 600 }],
    ["do not stop", { culling: { enabled: false } }, "cull", { enabled: false }],
    ["are placed by Kubernetes", {}, "scheduling.userScheduler.enabled", false],
    ["are packed", { userScheduler: true }, "scheduling.userScheduler.enabled", true],
    ["need no privileged container", {}, "singleuser.cloudMetadata", { blockWithIptables: false }],
  ];
  for (const [what, args, key, value] of rows) {
    it(what, async () => assert.deepEqual(await valueWith(args, key), value));
  }

  it("have profiles with everything that the caller wrote", async () => {
    const profiles = [
      { name: "Small", image: IMAGE, default: true },
      {
        ...{ name: "With a GPU", slug: "gpu", description: "One T4", image: IMAGE, resources: RESOURCES, gpus: 1 },
        env: { MODE: "{gpu}" },
      },
    ];
    assert.deepEqual(await valueWith({ profiles, tolerations: [{ key: "team" }] }, "singleuser.profileList"), [
      { display_name: "Small", slug: "small", default: true, kubespawner_override: { image: IMAGE } },
      {
        display_name: "With a GPU",
        slug: "gpu",
        description: "One T4",
        kubespawner_override: {
          ...{ image: IMAGE, cpu_guarantee: 0.5, cpu_limit: 2, mem_guarantee: "2G", mem_limit: "4G" },
          environment: { MODE: "{{gpu}}" },
          extra_resource_limits: { "nvidia.com/gpu": "1" },
          tolerations: [
            { key: "hub.jupyter.org/dedicated", operator: "Equal", value: "user", effect: "NoSchedule" },
            { key: "hub.jupyter.org_dedicated", operator: "Equal", value: "user", effect: "NoSchedule" },
            { key: "team", operator: "Exists" },
            { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
          ],
        },
      },
    ]);
  });

  for (const [quantity, text] of [
    ["1Gi", "1G"],
    ["1536Mi", "1536M"],
    ["4G", "3906250K"],
    ["2Ti", "2T"],
    ["1025Ki", "1025K"],
    ["1500000", "1464.84375K"],
  ] as const) {
    it(`have ${text} for ${quantity} of memory`, () => assert.equal(spawnerMemory(quantity), text));
  }
});

describe("the hub", () => {
  const rows: [what: string, args: Partial<JupyterHubArgs>, key: string, value: unknown][] = [
    ["has a database of 1Gi", {}, "hub.db.pvc.storage", "1Gi"],
    ["has one of the caller's size", { database: { capacity: "5Gi" } }, "hub.db.pvc.storage", "5Gi"],
    ["has one of the caller's class", { database: { storageClass: "fast" } }, "hub.db.pvc.storageClassName", "fast"],
    ["has resources", { resources: { hub: RESOURCES } }, "hub.resources", RESOURCES],
    ["has a proxy with resources", { resources: { proxy: RESOURCES } }, "proxy.chp.resources", RESOURCES],
  ];
  for (const [what, args, key, value] of rows) {
    it(what, async () => assert.deepEqual(await valueWith(args, key), value));
  }
});

describe("the network policy of notebooks", () => {
  const internet = {
    to: [
      {
        ipBlock: {
          cidr: "0.0.0.0/0",
          except: [
            ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
            ...["0.0.0.0/8", "192.0.0.0/24", "198.18.0.0/15", "240.0.0.0/4"],
            "168.63.129.16/32",
          ],
        },
      },
    ],
  };
  const dns = {
    to: [{ ipBlock: { cidr: "169.254.0.0/16" } }],
    ports: [
      { port: 53, protocol: "UDP" },
      { port: 53, protocol: "TCP" },
    ],
  };
  const namespace = (name: string) => ({
    to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } }],
  });
  const policyWith = async (args: Partial<JupyterHubArgs>) =>
    (await valueWith(args, "singleuser.networkPolicy")) as { egress: unknown[] };

  it("opens the internet without private addresses and metadata of clouds", async () => {
    assert.deepEqual(await policyWith({}), {
      enabled: true,
      egressAllowRules: { cloudMetadataServer: false, nonPrivateIPs: false, privateIPs: false },
      egress: [internet, dns],
    });
  });

  const pods = (name: string, podSelector: object) => ({
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } },
    podSelector,
  });

  it("opens Seldon's models, and what else the caller names", async () => {
    const reach = { seldon: seldonFacts, namespaces: ["models", "data"], cidrs: ["10.20.0.0/16"] };
    assert.deepEqual((await policyWith({ reach })).egress.slice(2), [
      ...["models", "data"].map(namespace),
      { to: [{ ipBlock: { cidr: "10.20.0.0/16" } }] },
    ]);
  });

  it("opens what Pachyderm answers clients with, and neither its etcd and database nor its ports without logins", async () => {
    const reach = { pachyderm: { ...clusterFacts, namespace: "pachyderm" } };
    assert.deepEqual((await policyWith({ reach })).egress.slice(2), [
      {
        to: [
          pods("pachyderm", {
            matchExpressions: [{ key: "app", operator: "In", values: ["pachd", "pachyderm-proxy"] }],
          }),
        ],
        ports: [1600, 1650, 1657, 1658, 8080, 8443].map((port) => ({ port, protocol: "TCP" })),
      },
    ]);
  });

  it("opens the gateway in front of Seldon's models, and not what else is in its namespace", async () => {
    const behind = async (ingress: IngressFacts) =>
      (await policyWith({ ingress, host: HOST, reach: { seldon: seldonFacts } })).egress.slice(2);
    const gatewaySelector = pulumi.output({ istio: "ingress-gateway" });
    assert.deepEqual(await behind({ ...ingressFacts, gatewaySelector }), [
      namespace("models"),
      { to: [pods("istio-system", { matchLabels: { istio: "ingress-gateway" } })] },
    ]);
    assert.equal((await policyWith({ ingress: ingressFacts, host: HOST })).egress.length, 2);
  });

  it("opens the namespace of the gateway if its pods are not known", async () => {
    const reach = { seldon: seldonFacts };
    const { egress } = await policyWith({ ingress: ingressFacts, host: HOST, reach });
    assert.deepEqual(egress.slice(2), ["models", "istio-system"].map(namespace));
  });
});

describe("cookies of JupyterHub", () => {
  const SETTINGS = "hub.config.JupyterHub.tornado_settings";
  const secure = { slow_spawn_timeout: 0, cookie_options: { secure: true } };

  it("are sent by HTTPS only, if the ingress answers HTTPS, and browsers are told to stay there", async () => {
    const behind = { ingress: HTTPS, host: HOST };
    const headers = { "Strict-Transport-Security": "max-age=15724800" };
    assert.deepEqual(await valueWith(behind, SETTINGS), { ...secure, headers });
    const kubernetesIngress = { tlsSecretName: "hub-tls" };
    assert.deepEqual(await valueWith({ kubernetesIngress, host: HOST }, SETTINGS), { ...secure, headers });
    assert.deepEqual(await valueWith({ tls: { secretName: "hub-tls" } }, SETTINGS), { ...secure, headers });
  });

  it("let other ports of the host answer without HTTPS, if the ingress has a port of its own", async () => {
    const behind = { ingress: { ...HTTPS, port: 8443 }, host: HOST };
    assert.deepEqual(await valueWith(behind, SETTINGS), { ...secure, headers: {} });
  });

  it("are as before without HTTPS", async () => {
    assert.equal(await valueWith({ ingress: ingressFacts, host: HOST }, SETTINGS), undefined);
  });

  it("follow what the ingress says of the browser, and never what a browser says itself", async () => {
    const flags = "proxy.chp.extraCommandLineFlags";
    assert.deepEqual(await valueWith({ ingress: HTTPS, host: HOST }, flags), ["--no-x-forward"]);
    assert.deepEqual(await valueWith({ kubernetesIngress: {}, host: HOST }, flags), ["--no-x-forward"]);
    const service = { type: JupyterHubServiceType.LoadBalancer, annotations: { "example.org/internal": "true" } };
    const cluster = { ...clusterFacts, internalLoadBalancerAnnotations: service.annotations };
    assert.equal(await valueWith({ cluster, service }, flags), undefined);
  });
});
