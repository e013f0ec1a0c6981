import { generateKeyPairSync } from "node:crypto";
import { Rke2Role, type MlClusterArgs, type Rke2NodeArgs } from "../../../../components";
import type { PlainValue } from "../../../../recorder/graph";
import { clock } from "../../../../components/targets/rke2/nodes/clock";
import { recordedCluster } from "../recorded-cluster";

/** The time at which all clusters of the tests are made, in seconds: machines compare their clocks with it. */
export const TIME = 1_800_000_000;
clock.seconds = () => TIME;

/** A private key, made for this run. */
export const KEY = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** The host key of every machine of the tests. */
export const HOST_KEY = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from("ssh-ed25519"),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]).toString("base64")}`;

/** A server and an agent, as in the guide. */
export const NODES: readonly Rke2NodeArgs[] = [
  { address: "10.0.0.1", hostname: "s1", role: Rke2Role.Server },
  { address: "10.0.0.2", hostname: "a1", role: Rke2Role.Agent },
];

/** Three servers and two agents. */
export const FIVE_NODES: readonly Rke2NodeArgs[] = [
  { address: "10.0.0.1", hostname: "s1", role: Rke2Role.Server },
  { address: "10.0.0.2", hostname: "s2", role: Rke2Role.Server },
  { address: "10.0.0.3", hostname: "s3", role: Rke2Role.Server },
  { address: "10.0.0.4", hostname: "a1", role: Rke2Role.Agent },
  { address: "10.0.0.5", hostname: "a2", role: Rke2Role.Agent },
];

/** Arguments of a cluster, of which nothing is said but its machines and its key. */
export const clusterArgs = ({ rke2, ...common }: Partial<MlClusterArgs> = {}): MlClusterArgs => ({
  rke2: { nodes: [...NODES], user: "ubuntu", sshKey: KEY, ...rke2 },
  ...common,
});

export const {
  /** A program with one cluster, `ml`. */
  cluster: rke2,
  /** The same with other settings, or in a preview. */
  clusterIn: rke2In,
  commands,
} = recordedCluster(clusterArgs, {
  "random:index/randomId:RandomId": () => ({ outputs: { hex: "5eed" } }),
  "random:index/randomPassword:RandomPassword": () => ({ outputs: { result: "t0ken" } }),
  "command:local:Command": (name) => ({ id: `${name}0a1b`, outputs: { stdout: HOST_KEY, stderr: "" } }),
  "command:remote:Command": (name, { create }) => ({
    id: `${name}0a1b`,
    outputs: { stdout: printed(name, create), stderr: "" },
  }),
});

/** It logs in with the certificate of an administrator, as such a cluster's does. */
const KUBECONFIG = [
  ...["apiVersion: v1", "kind: Config", "users:", "- name: admin", "  user:"],
  ...["    client-certificate-data: Y2VydA==", "    client-key-data: a2V5", ""],
].join("\n");

function printed(name: string, create: PlainValue | undefined): string {
  if (name.endsWith("-check")) return `host-of-${name.slice("ml-".length, -"-check".length)}`;
  if (name.endsWith("-bastion-host") || (name.endsWith("-host") && create !== undefined)) return HOST_KEY;
  return name === "ml-kubeconfig" ? KUBECONFIG : "";
}
