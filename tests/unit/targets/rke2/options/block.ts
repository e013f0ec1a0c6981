import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { HOST_KEY } from "../cluster";
import { KEY_FILE, OTHER } from "./nodes";
import { ON_AGENT, ON_SERVER, scripts, THROUGH_SERVER, type DataRow } from "./row";

/** The logins from here. */
const logins = (inputs: string): string[] => ["s1", "a1"].flatMap((key) => scripts(key, ["login"], inputs));

/** All commands on machines, whose connections change. */
const ALL = [...ON_SERVER.map((part) => ["s1", part]), ...[...ON_AGENT, ...THROUGH_SERVER].map((part) => ["a1", part])];
const CONNECTIONS = [
  ...ALL.map(([key = "", part = ""]) => `~ Command ml-${key}${part === "" ? "" : `-${part}`}: connection`),
  "~ Command ml-kubeconfig: connection",
];

const folder = mkdtempSync(path.join(tmpdir(), "rke2-files-"));
export const AIR_GAP = path.join(folder, "release");
mkdirSync(AIR_GAP);
for (const file of [
  "install.sh",
  "sha256sum-amd64.txt",
  "rke2.linux-amd64.tar.gz",
  "rke2-images.linux-amd64.tar.zst",
]) {
  writeFileSync(path.join(AIR_GAP, file), "");
}
export const CLUSTER_YML = path.join(folder, "cluster.yml");
writeFileSync(CLUSTER_YML, "nodes:\n- {address: 10.0.0.7, user: ubuntu, role: [controlplane, etcd, worker]}\n");

const PREPARED = { rke2: { prepareHosts: true } };
const BASTION = { bastion: { address: "192.0.2.1", hostKey: HOST_KEY } };
const ofBastion = (option: string, more: object, inputs: string, ofItself: string): DataRow => ({
  option: `rke2.bastion.${option}`,
  args: { rke2: { bastion: { ...BASTION.bastion, ...more } } },
  than: { rke2: BASTION },
  expected: [
    ...[...CONNECTIONS, "~ Command ml-a1-host: connection", "~ Command ml-s1-host: connection"],
    ...["s1", "a1"].flatMap((key) => scripts(key, ["login", "reach"], inputs)),
    ...ofItself.split("; ").map((change) => `~ Command ml-bastion-${change}`),
  ],
});

/** Options of the block that are no keys of config.yaml. */
export const blockRows: readonly DataRow[] = [
  {
    option: "rke2.rkeClusterYml",
    args: { rke2: { rkeClusterYml: CLUSTER_YML, nodes: undefined } },
    than: { rke2: { nodes: [{ address: "10.0.0.7", user: "ubuntu", role: "server" as never }] } },
    expected: [],
  },
  {
    option: "rke2.version",
    args: { rke2: { version: "v1.35.9+rke2r2" } },
    expected: [
      ...["s1", "a1"].flatMap((key) => [
        `~ Command ml-${key}-install: create`,
        `~ Command ml-${key}: create`,
        `~ Command ml-${key}-drain: update`,
        `~ Command ml-${key}-upgrade: update`,
        `~ Command ml-${key}-uncordon: update`,
        `~ Command ml-${key}-login: environment`,
      ]),
      "~ Command ml-kubeconfig: stdin",
      "~ MlCluster ml: facts, kubernetesVersion",
    ],
  },
  {
    option: "rke2.user",
    args: { rke2: { user: "debian" } },
    expected: [
      ...CONNECTIONS.filter((line) => !line.includes("-check:")),
      "~ Command ml-a1-check: connection, create",
      "~ Command ml-s1-check: connection, create",
      ...logins("environment"),
    ],
  },
  {
    option: "rke2.port",
    args: { rke2: { port: 2222 } },
    expected: [
      ...CONNECTIONS,
      ...["s1", "a1"].flatMap((key) => scripts(key, ["host", "login", "reach"], "environment")),
    ],
  },
  { option: "rke2.sshKey", args: { rke2: { sshKey: OTHER } }, expected: [...CONNECTIONS, ...logins("stdin")] },
  { option: "rke2.sshKeyPath", args: { rke2: { sshKey: undefined, sshKeyPath: KEY_FILE } }, expected: [] },
  {
    option: "rke2.bastion.address",
    args: { rke2: BASTION },
    expected: [
      ...CONNECTIONS,
      "+ Command ml-a1-host",
      "+ Command ml-bastion-host",
      "+ Command ml-bastion-login",
      "+ Command ml-s1-host",
      ...["a1", "s1"].map((key) => `- Command ml-${key}-host`),
      ...logins("environment"),
      ...["a1", "s1"].flatMap((key) => scripts(key, ["reach"], "environment, stdin")),
    ],
  },
  ofBastion("user", { user: "jump" }, "environment", "login: environment"),
  ofBastion("port", { port: 2222 }, "environment", "host: environment; login: environment"),
  ofBastion("sshKey", { sshKey: OTHER }, "stdin", "login: stdin"),
  { ...ofBastion("sshKeyPath", { sshKeyPath: KEY_FILE }, "", ""), expected: [] },
  {
    ...ofBastion("hostKey", { hostKey: undefined }, "", ""),
    expected: ["~ Command ml-bastion-host: environment"],
  },
  {
    option: "rke2.prepareHosts",
    args: PREPARED,
    expected: [
      "+ Command ml-a1-prepare",
      "+ Command ml-s1-prepare",
      "~ Command ml-a1-check: stdin",
      "~ Command ml-s1-check: stdin",
      ...logins("environment"),
    ],
    data: { "ml-s1-check": { PREPARE: "yes" } },
  },
  {
    option: "rke2.hostEntries",
    args: { rke2: { prepareHosts: true, hostEntries: { worker: "192.168.86.35", "a.example.org": "192.168.86.36" } } },
    than: PREPARED,
    expected: [...["a1", "s1"].flatMap((key) => scripts(key, ["prepare"])), ...logins("environment")],
    data: { "ml-s1-prepare": { HOSTS: "192.168.86.36 a.example.org" } },
  },
  {
    option: "rke2.nameservers",
    args: { rke2: { prepareHosts: true, nameservers: ["8.8.4.4", "8.8.8.8"] } },
    than: PREPARED,
    expected: [...["a1", "s1"].flatMap((key) => scripts(key, ["prepare"])), ...logins("environment")],
    data: { "ml-s1-prepare": { NAMESERVERS: "8.8.4.4 8.8.8.8" } },
  },
  {
    option: "rke2.airGapFolder",
    args: { rke2: { airGapFolder: AIR_GAP } },
    expected: ["s1", "a1"].flatMap((key) => [
      `+ CopyToRemote ml-${key}-files`,
      `~ Command ml-${key}-check: stdin`,
      `~ Command ml-${key}-login: environment`,
      `~ Command ml-${key}-install: create`,
      `~ Command ml-${key}: create`,
      `~ Command ml-${key}-upgrade: update`,
    ]),
  },
  {
    option: "rke2.localStorage",
    args: { rke2: { localStorage: false } },
    expected: ["- Release ml-storage", "~ MlCluster ml: facts, storageClass"],
  },
  {
    option: "rke2.localStorageFolder",
    args: { rke2: { localStorageFolder: "/srv/volumes" } },
    expected: ["~ Release ml-storage: values"],
  },
  {
    option: "rke2.loadBalancerNetwork",
    args: { rke2: { loadBalancerNetwork: "10.0.0.0/24" } },
    expected: ["~ MlCluster ml: defaultExposure, facts, loadBalancerNetwork"],
  },
];
