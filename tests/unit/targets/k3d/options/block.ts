import type { Row } from "../../option-row";

/** What is replaced if the config of k3d changes, and a plan shows it. */
const SHOWN = [
  "~ Command ml-check: stdin, triggers",
  "~ Command ml-remains: stdin",
  "~ Command ml: create, stdin, triggers",
];
const NOT_SHOWN = [
  "~ Command ml-check: stdin, triggers",
  "~ Command ml-remains: stdin",
  "~ Command ml: stdin, triggers",
];

/** What the options of the block change. */
export const blockRows: readonly Row[] = [
  {
    option: "k3d.name",
    args: { k3d: { name: "lab" } },
    expected: [
      "~ Command ml-check: stdin, triggers",
      "~ Command ml-kubeconfig: environment",
      "~ Command ml-remains: stdin",
      "~ Command ml: stdin, triggers",
      "~ MlCluster ml: clusterName, facts, networkId, ready",
    ],
  },
  { option: "k3d.servers", args: { k3d: { servers: 3 } }, expected: SHOWN },
  { option: "k3d.agents", args: { k3d: { agents: 2 } }, expected: SHOWN },
  { option: "k3d.serversMemory", args: { k3d: { serversMemory: "8G" } }, expected: NOT_SHOWN },
  {
    option: "k3d.agentsMemory",
    args: { k3d: { agents: 1, agentsMemory: "4G" } },
    than: { k3d: { agents: 1 } },
    expected: NOT_SHOWN,
  },
  {
    option: "k3d.image",
    args: { k3d: { image: "registry.example.org/rancher/k3s:v1.36.4-k3s1" } },
    expected: [...SHOWN, "~ MlCluster ml: facts, kubernetesVersion"],
  },
  { option: "k3d.httpPort", args: { k3d: { httpPort: 9080 } }, expected: SHOWN },
  { option: "k3d.httpsPort", args: { k3d: { httpsPort: 9443 } }, expected: SHOWN },
  {
    option: "k3d.apiPort",
    args: { k3d: { apiPort: 6550 } },
    expected: [...NOT_SHOWN, "~ MlCluster ml: endpoint"],
  },
  {
    option: "k3d.listenAddress",
    args: { k3d: { listenAddress: "0.0.0.0" } },
    expected: [...SHOWN, "~ MlCluster ml: defaultExposure, facts"],
  },
  {
    option: "k3d.serviceLb",
    args: { k3d: { serviceLb: false } },
    expected: [...NOT_SHOWN, "~ MlCluster ml: facts, providesLoadBalancers"],
  },
  {
    option: "k3d.subnet",
    args: { k3d: { subnet: "172.28.0.0/16" } },
    expected: [...NOT_SHOWN, "~ MlCluster ml: facts, loadBalancerNetwork"],
  },
  {
    option: "k3d.volumes[].source",
    args: { k3d: { volumes: [{ source: "/srv/data", path: "/data" }] } },
    expected: NOT_SHOWN,
  },
  {
    option: "k3d.volumes[].path",
    args: { k3d: { volumes: [{ source: "/srv/data", path: "/other" }] } },
    than: { k3d: { volumes: [{ source: "/srv/data", path: "/data" }] } },
    expected: NOT_SHOWN,
  },
  {
    option: "k3d.volumes[].readOnly",
    args: { k3d: { volumes: [{ source: "/srv/data", path: "/data", readOnly: true }] } },
    than: { k3d: { volumes: [{ source: "/srv/data", path: "/data" }] } },
    expected: NOT_SHOWN,
  },
  {
    option: "k3d.registries.create.port",
    args: { k3d: { registries: { create: { port: 5000 } } } },
    expected: NOT_SHOWN,
  },
  {
    option: "k3d.registries.create.name",
    args: { k3d: { registries: { create: { port: 5000, name: "images" } } } },
    than: { k3d: { registries: { create: { port: 5000 } } } },
    expected: NOT_SHOWN,
  },
  { option: "k3d.registries.use", args: { k3d: { registries: { use: ["k3d-images:5000"] } } }, expected: NOT_SHOWN },
  {
    option: "k3d.registries.configFile",
    args: { k3d: { registries: { configFile: "/etc/k3s/registries.yaml" } } },
    expected: NOT_SHOWN,
  },
  {
    option: "k3d.adopt",
    args: { k3d: { adopt: true } },
    expected: ["~ Command ml-check: environment", "~ Command ml-remains: environment", "~ Command ml: environment"],
  },
];
