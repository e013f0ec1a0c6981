import { isSameTaint, type NodeSpec, type Rke2Spec } from "../spec";
import { problemIf, shown, type Problem } from "../../../shared/invalid-args";
import { filled } from "../../../shared/one-of";
import { TaintEffect } from "../../node-pool-args";
import { Rke2Role, type Rke2ClusterArgs, type Rke2NodeArgs } from "../args";

const at = (index: number): string => `rke2.nodes[${String(index)}]`;

/** Rules across the machines. */
export function nodeProblems(block: Rke2ClusterArgs, spec: Rke2Spec): Problem[] {
  const { nodes = [] } = block;
  return [
    ...serverCountProblems(nodes),
    ...(["address", "hostname", "internalAddress"] as const).flatMap((input) => repeats(spec.nodes, input)),
    ...sharedAddressProblems(spec.nodes),
    ...childNameProblems(spec.nodes),
    ...nodes.flatMap((node, index) => singleProblems(at(index), node)),
    ...keyProblems(block),
    ...taintProblems(spec.nodes),
    ...workerProblems(spec.nodes),
    ...lostProblems(nodes),
  ];
}

function serverCountProblems(nodes: readonly Rke2NodeArgs[]): Problem[] {
  const count = nodes.filter(({ role }) => role === Rke2Role.Server).length;
  return [
    ...problemIf(
      count === 0,
      "rke2.nodes",
      'there is no server, and a cluster needs one at least. Write role: "server" for a node.',
    ),
    ...problemIf(
      count > 0 && count % 2 === 0,
      "rke2.nodes",
      `there are ${String(count)} servers. etcd needs an odd number: with an even one, it stops sooner. Write ${String(count - 1)} or ${String(count + 1)}.`,
    ),
  ];
}

const repeats = (nodes: readonly NodeSpec[], input: "address" | "hostname" | "internalAddress"): Problem[] =>
  nodes.flatMap((node, index) => {
    const before = nodes.findIndex((other) => node[input] !== undefined && isSame(node, other, input));
    return problemIf(
      before !== -1 && before < index,
      `${at(index)}.${input}`,
      `${shown(node[input])} is also that of nodes[${String(before)}]. Write another one.`,
    );
  });

/** Two SSH servers at different ports of one address may be two machines, behind a router. */
const isSame = (one: NodeSpec, other: NodeSpec, input: "address" | "hostname" | "internalAddress"): boolean =>
  one[input] === other[input] && (input !== "address" || one.port === other.port);

/** An internal address at which another machine is reached, which then has it in the cluster too. */
const sharedAddressProblems = (nodes: readonly NodeSpec[]): Problem[] =>
  nodes.flatMap(({ internalAddress }, index) => {
    const other = nodes.findIndex(
      (one, place) => place !== index && one.address === internalAddress && one.internalAddress === undefined,
    );
    return problemIf(
      internalAddress !== undefined && other !== -1,
      `${at(index)}.internalAddress`,
      `${shown(internalAddress)} is also the address of nodes[${String(other)}]. Write another one.`,
    );
  });

/** Parts of the names of a node's resources, and what one node may not add to the name of another. */
const PARTS = [
  "host",
  "login",
  "check",
  "prepare",
  "files",
  "install",
  "drain",
  "upgrade",
  "reach",
  "uncordon",
  "member",
];
const TAKEN = [
  "command",
  "random",
  "internal",
  "id",
  "token",
  "kubeconfig",
  "storage",
  "device-plugin",
  "bastion-host",
  "bastion-login",
];

/** Names of resources that two nodes would share. */
const childNameProblems = (nodes: readonly NodeSpec[]): Problem[] =>
  nodes.flatMap(({ key, hostname }, index) => {
    const path = `${at(index)}.${hostname === undefined ? "address" : "hostname"}`;
    const clash = nodes.find((other) => PARTS.some((part) => `${other.key}-${part}` === key));
    const same = nodes.findIndex((other) => other.key === key);
    const instead = hostname === undefined ? "Write a hostname for it." : "Write another one.";
    return [
      ...problemIf(
        clash !== undefined,
        path,
        `${shown(key)} is also the name of a resource of ${clash?.key ?? ""}. ${instead}`,
      ),
      ...problemIf(
        TAKEN.includes(key),
        path,
        `${shown(key)} is also the name of a resource of the cluster. ${instead}`,
      ),
      // Two machines at one address differ in their ports, and one name may be an address and a host name.
      ...problemIf(
        same < index && nodes[same]?.hostname !== hostname,
        path,
        `${shown(key)} is also the name of nodes[${String(same)}]. ${instead}`,
      ),
      ...problemIf(
        same < index &&
          nodes[same]?.hostname === undefined &&
          hostname === undefined &&
          nodes[same]?.port !== nodes[index]?.port,
        path,
        `${shown(key)} is also the address of nodes[${String(same)}]. Write a hostname for both.`,
      ),
    ];
  });

function singleProblems(path: string, { role, worker, gpu, labels = {} }: Rke2NodeArgs): Problem[] {
  const decided = gpu === undefined ? [] : ["nvidia.com/gpu.present", "accelerator"];
  return [
    ...problemIf(
      role === Rke2Role.Agent && worker !== undefined,
      `${path}.worker`,
      "has no effect on an agent, which always runs pods. Leave it out.",
    ),
    ...decided
      .filter((key) => key in labels)
      .map((key) => ({ path: `${path}.labels.${key}`, reason: "follows from gpu. Leave it out." })),
  ];
}

/** Nodes without a private key, or with two. */
function keyProblems(block: Rke2ClusterArgs): Problem[] {
  const { nodes = [], bastion } = block;
  const owners: readonly (readonly [path: string, keys: Pick<Rke2NodeArgs, "sshKey" | "sshKeyPath">])[] = [
    ["rke2", block],
    ...nodes.map((node, index) => [at(index), node] as const),
    ...(bastion === undefined ? [] : [["rke2.bastion", bastion] as const]),
  ];
  const keysOf = ({ sshKey, sshKeyPath }: (typeof owners)[number][1]): string[] => filled({ sshKey, sshKeyPath });
  const [, ...users] = owners;
  return [
    ...owners
      .filter(([, keys]) => keysOf(keys).length === 2)
      .map(([path]) => ({ path, reason: "2 keys were given (sshKey, sshKeyPath); fill one of them." })),
    ...problemIf(
      keysOf(block).length === 0 && users.some(([, keys]) => keysOf(keys).length === 0),
      "rke2.sshKeyPath",
      "is missing. Write the path of the private key for SSH, such as ~/.ssh/id_ed25519, or sshKey.",
    ),
  ];
}

/** Kubernetes has one taint for each key and effect. */
const taintProblems = (nodes: readonly NodeSpec[]): Problem[] =>
  nodes.flatMap(({ taints }, index) =>
    taints
      .filter((taint, place) => taints.findIndex((other) => isSameTaint(taint, other)) < place)
      .map(({ key, effect }) => ({
        path: `${at(index)}.taints`,
        reason: `${key}:${effect} is listed twice. Remove one.`,
      })),
  );

/** Pods without tolerations, such as those of DNS add-ons and of the storage, would run nowhere. */
const workerProblems = (nodes: readonly NodeSpec[]): Problem[] =>
  problemIf(
    nodes.length > 0 &&
      nodes.every(({ taints }) => taints.some(({ effect }) => effect !== TaintEffect.PreferNoSchedule)),
    "rke2.nodes",
    "every node has a taint, so usual pods run nowhere. Add a node without taints, or leave out worker: false.",
  );

/** Without a server that is still there, nothing can be done. */
const lostProblems = (nodes: readonly Rke2NodeArgs[]): Problem[] =>
  problemIf(
    nodes.some(({ role }) => role === Rke2Role.Server) &&
      nodes.every(({ role, lost = false }) => role !== Rke2Role.Server || lost) &&
      nodes.some(({ lost = false }) => !lost),
    "rke2.nodes",
    "all servers are lost, and the cluster with them. Write lost: true for the agents too, and destroy it.",
  );
