import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Rke2Role, TaintEffect, type Rke2NodeArgs } from "../../../../../components";
import { HOST_KEY, KEY, NODES } from "../cluster";
import { ON_AGENT, scripts, THROUGH_SERVER, type DataRow } from "./row";

const [server, agent] = NODES as [Rke2NodeArgs, Rke2NodeArgs];

/** The agent with more arguments. */
const withAgent = (more: Partial<Rke2NodeArgs>): { rke2: { nodes: Rke2NodeArgs[] } } => ({
  rke2: { nodes: [server, { ...agent, ...more }] },
});
const withServer = (more: Partial<Rke2NodeArgs>): { rke2: { nodes: Rke2NodeArgs[] } } => ({
  rke2: { nodes: [{ ...server, ...more }, agent] },
});

/** The key of the tests in a file. */
export const KEY_FILE = path.join(mkdtempSync(path.join(tmpdir(), "rke2-")), "id_ed25519");
writeFileSync(KEY_FILE, KEY, { mode: 0o600 });
/** Another key. */
export const OTHER = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const OTHER_FILE = path.join(path.dirname(KEY_FILE), "other");
writeFileSync(OTHER_FILE, OTHER, { mode: 0o600 });

const OTHER_HOST_KEY = HOST_KEY.replace(/B/, "C").replace(/BwcHBw/, "BwcHCA");

/** What changes if the connection to the agent does. */
const CONNECTION = scripts("a1", ON_AGENT, "connection");
const LOGIN = "~ Command ml-a1-login: environment";

/** All commands that tell which machine it is, by its address. */
const RENAMED = [
  "~ Command ml-a1-check: connection, create, delete, stdin, update",
  "~ Command ml-a1-install: connection, create, stdin, update",
  "~ Command ml-a1: connection, create, delete, stdin, update",
  "~ Command ml-a1-upgrade: connection, stdin, update",
  "~ Command ml-a1-drain: stdin, update",
  "~ Command ml-a1-uncordon: stdin, update",
  "~ Command ml-a1-member: create, delete, stdin, update",
  "~ Command ml-a1-host: create, environment",
  "~ Command ml-a1-login: create, environment",
  "~ Command ml-a1-reach: delete, environment",
];

const taint = { key: "dedicated", value: "ml", effect: TaintEffect.NoSchedule };
const LABELS = ["~ Command ml-a1-member: stdin", "~ Command ml-a1: stdin", LOGIN];
const GPU = { type: "nvidia-l4" };

/** Options of a machine. */
export const nodeRows: readonly DataRow[] = [
  { option: "rke2.nodes[].address", args: withAgent({ address: "10.0.0.9" }), expected: RENAMED },
  {
    option: "rke2.nodes[].role",
    args: {
      rke2: { nodes: [...NODES, ...["s2", "s3"].map((hostname, index) => another(hostname, index, Rke2Role.Server))] },
    },
    than: {
      rke2: { nodes: [...NODES, ...["s2", "s3"].map((hostname, index) => another(hostname, index, Rke2Role.Agent))] },
    },
    expected: [
      "~ Command ml-s1-member: connection",
      "~ Command ml-s1: create",
      ...["s2", "s3"].flatMap((key) => [
        ...scripts(key, ["check", "install", "upgrade", "member"]),
        ...scripts(key, ["drain", "uncordon"], "connection, stdin"),
        ...scripts(key, ["login"], "environment"),
        `~ Command ml-${key}: create, delete, stdin, update`.replace(", delete", ""),
      ]),
    ],
    data: { "ml-s2": { ROLE: "server", CONFIG: 'server: "https://10.0.0.1:9345"' } },
  },
  {
    option: "rke2.nodes[].worker",
    args: withServer({ worker: false }),
    expected: ["~ Command ml-s1-member: stdin", "~ Command ml-s1: stdin", "~ Command ml-s1-login: environment"],
    data: { "ml-s1": { CONFIG: 'node-taint: ["node-role.kubernetes.io/control-plane=:NoSchedule"]' } },
  },
  {
    option: "rke2.nodes[].user",
    args: withAgent({ user: "root" }),
    expected: [
      "~ Command ml-a1-check: connection, create, delete, update",
      "~ Command ml-a1-install: connection, create, update",
      "~ Command ml-a1-upgrade: connection, update",
      "~ Command ml-a1: connection, create, delete, update",
      LOGIN,
    ],
  },
  {
    option: "rke2.nodes[].port",
    args: withAgent({ port: 2222 }),
    expected: [...CONNECTION, LOGIN, "~ Command ml-a1-host: environment", "~ Command ml-a1-reach: environment"],
  },
  {
    option: "rke2.nodes[].sshKey",
    args: withAgent({ sshKey: OTHER }),
    expected: [...CONNECTION, "~ Command ml-a1-login: stdin"],
  },
  {
    option: "rke2.nodes[].sshKeyPath",
    args: withAgent({ sshKeyPath: OTHER_FILE }),
    expected: [...CONNECTION, "~ Command ml-a1-login: stdin"],
  },
  {
    option: "rke2.nodes[].hostKey",
    args: withAgent({ hostKey: OTHER_HOST_KEY }),
    expected: [...CONNECTION, LOGIN, "~ Command ml-a1-host: environment", "~ Command ml-a1-reach: environment"],
  },
  {
    option: "rke2.nodes[].internalAddress",
    args: withAgent({ internalAddress: "172.16.0.2" }),
    expected: ["~ Command ml-a1: stdin", LOGIN],
    data: { "ml-a1": { CONFIG: 'node-ip: "172.16.0.2"' } },
  },
  {
    option: "rke2.nodes[].internalAddress of the first server",
    args: withServer({ internalAddress: "172.16.0.1" }),
    expected: ["~ Command ml-a1: stdin", "~ Command ml-s1: stdin", LOGIN, "~ Command ml-s1-login: environment"],
    data: {
      "ml-a1": { CONFIG: 'server: "https://172.16.0.1:9345"' },
      "ml-s1": { CONFIG: 'node-external-ip: "10.0.0.1"' },
    },
  },
  {
    option: "rke2.nodes[].internalAddress that pods and other nodes are told",
    args: withServer({ internalAddress: "172.16.0.1" }),
    expected: ["~ Command ml-a1: stdin", "~ Command ml-s1: stdin", LOGIN, "~ Command ml-s1-login: environment"],
    data: { "ml-s1": { CONFIG: 'advertise-address: "172.16.0.1"' } },
  },
  {
    option: "rke2.nodes[].hostname",
    args: withAgent({ hostname: "b1" }),
    expected: ["check", "drain", "host", "install", "login", "member", "reach", "uncordon", "upgrade", ""].flatMap(
      (part) => ["- Command ml-a1", "+ Command ml-b1"].map((name) => `${name}${part === "" ? "" : `-${part}`}`),
    ),
    data: { "ml-b1": { CONFIG: 'node-name: "b1"' } },
  },
  {
    option: "rke2.nodes[].labels",
    args: withAgent({ labels: { zone: "rack1" } }),
    expected: LABELS,
    data: { "ml-a1": { CONFIG: 'node-label: ["zone=rack1"]' }, "ml-a1-member": { LABELS: "zone=rack1" } },
  },
  {
    option: "rke2.nodes[].labels that a kubelet may not set",
    args: withAgent({ labels: { "node-role.kubernetes.io/ml": "yes" } }),
    expected: ["~ Command ml-a1-member: stdin"],
    data: { "ml-a1-member": { LABELS: "node-role.kubernetes.io/ml=yes" } },
  },
  {
    option: "rke2.nodes[].taints[].key",
    args: withAgent({ taints: [taint] }),
    expected: LABELS,
    data: {
      "ml-a1": { CONFIG: 'node-taint: ["dedicated=ml:NoSchedule"]' },
      "ml-a1-member": { TAINTS: "dedicated=ml:NoSchedule" },
    },
  },
  {
    option: "rke2.nodes[].taints[].value",
    args: withAgent({ taints: [{ ...taint, value: "x" }] }),
    than: withAgent({ taints: [taint] }),
    expected: LABELS,
    data: { "ml-a1-member": { TAINTS: "dedicated=x:NoSchedule" } },
  },
  {
    option: "rke2.nodes[].taints[].effect",
    args: withAgent({ taints: [{ ...taint, effect: TaintEffect.NoExecute }] }),
    than: withAgent({ taints: [taint] }),
    expected: LABELS,
    data: { "ml-a1-member": { TAINTS: "dedicated=ml:NoExecute" } },
  },
  {
    option: "rke2.nodes[].gpu.type",
    args: withAgent({ gpu: GPU }),
    expected: [
      "+ Release ml-device-plugin",
      "~ Command ml-a1-check: stdin",
      ...LABELS,
      "~ MlCluster ml: facts, gpuPools",
    ],
    data: {
      "ml-a1": { CONFIG: 'default-runtime: "nvidia"' },
      "ml-a1-check": { GPU: "yes" },
      "ml-a1-member": {
        LABELS: "nvidia.com/gpu.present=true accelerator=nvidia-l4",
        TAINTS: "nvidia.com/gpu=present:NoSchedule",
      },
    },
  },
  {
    option: "rke2.nodes[].gpu.count",
    args: withAgent({ gpu: { ...GPU, count: 4 } }),
    than: withAgent({ gpu: GPU }),
    expected: ["~ MlCluster ml: facts, gpuPools"],
  },
  {
    option: "rke2.nodes[].config.*",
    args: withAgent({ config: { "kubelet-arg": ["max-pods=20"] } }),
    than: { rke2: { agentConfig: { "kubelet-arg": ["max-pods=50"] } } },
    expected: ["~ Command ml-a1: stdin", LOGIN],
    data: { "ml-a1": { CONFIG: 'kubelet-arg: ["max-pods=20"]' } },
  },
  {
    option: "rke2.nodes[].lost",
    args: withAgent({ lost: true }),
    expected: [
      "~ Command ml-a1-host: opts.retainOnDelete",
      "~ Command ml-a1-member: create, update",
      ...[...ON_AGENT, "login", "reach", ...THROUGH_SERVER.slice(0, 2)].map(
        (part) => `~ Command ml-a1${part === "" ? "" : `-${part}`}: opts.ignoreChanges, opts.retainOnDelete`,
      ),
    ],
  },
];

function another(hostname: string, index: number, role: Rke2Role): Rke2NodeArgs {
  return { address: `10.0.0.${String(index + 20)}`, hostname, role };
}
