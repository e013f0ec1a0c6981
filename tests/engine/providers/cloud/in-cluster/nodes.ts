import { type Properties, objectAt } from "../../property-values";
import type { ClusterCloud } from "../cluster-cloud";
import { objectsAt, textAt } from "../values";
import { metadataOf } from "./kubernetes-api";

/** A taint as Kubernetes spells it. */
export interface NodeTaint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** A machine that joins a cluster. */
export interface Machine {
  /** The name of the node. */
  readonly name: string;
  readonly address: string;
  readonly providerId: string;
  readonly region: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly arch?: "amd64" | "arm64";
  /** Labels that the cloud adds. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A pool of nodes: how they are found, and what a new one is. */
export interface Pool {
  /** A label selector. */
  readonly selector: string;
  /** Labels that the program asked for. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly machine: (index: number) => Machine;
}

/** Longest time that the simulation takes to play a kubelet; a node that the cloud would not start is refused before. */
const SIMULATION_MS = 30_000;

/** Kubernetes' spelling of the effects that clouds write in capitals. */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

const nodePath = (name: string) => `/api/v1/nodes/${name}`;

/** The taints under `taints` in the inputs of a pool. */
export function taintsAt(inputs: Properties): NodeTaint[] {
  return objectsAt(inputs, "taints").map((taint) => ({
    key: textAt(taint, "key"),
    value: textAt(taint, "value"),
    effect: EFFECTS[textAt(taint, "effect")] ?? "",
  }));
}

/** The labels under `labels` in the inputs of a pool. */
export const labelsAt = (inputs: Properties) => objectAt(inputs, "labels") as Record<string, string>;

/** The names of the nodes of a pool. */
export async function nodesOf(cloud: ClusterCloud, { selector }: Pick<Pool, "selector">): Promise<string[]> {
  const nodes = await cloud.kubernetes.list("/api/v1/nodes", selector);
  return nodes.map((node) => textAt(metadataOf(node), "name")).sort();
}

/** Starts machines that join the cluster, and waits until all are ready. */
export async function startNodes(cloud: ClusterCloud, pool: Pool, count: number): Promise<void> {
  const nodes = Array.from({ length: count }, (_, index) => describe(pool, index));
  for (const node of nodes) await cloud.kubernetes.create("/api/v1/nodes", node);
  for (const { metadata } of nodes) {
    const ready = async () => isReady(await cloud.kubernetes.get(nodePath(metadata.name)));
    if (!(await cloud.eventually(ready, SIMULATION_MS))) throw new Error(`node ${metadata.name} did not become ready`);
  }
}

/**
 * Terminates machines, those that started first. Clouds drain a machine before, so its pods end and their controllers start
 * others elsewhere. Without that, its pods would stay until the garbage collector of Kubernetes looks for pods without a node.
 */
export async function stopNodes(cloud: ClusterCloud, names: readonly string[]): Promise<void> {
  for (const name of names) await cloud.kubernetes.patch(nodePath(name), { spec: { unschedulable: true } });
  for (const name of names) await cloud.kubernetes.delete(nodePath(name));
  const pods = await cloud.kubernetes.list("/api/v1/pods");
  for (const pod of pods.filter(({ spec }) => names.includes(textAt(spec, "nodeName")))) {
    const [namespace, name] = [textAt(metadataOf(pod), "namespace"), textAt(metadataOf(pod), "name")];
    await cloud.kubernetes.deleteNow(`/api/v1/namespaces/${namespace}/pods/${name}`);
  }
}

/** Brings a pool to a size. */
export async function scaleNodes(cloud: ClusterCloud, pool: Pool, size: number): Promise<void> {
  const nodes = await nodesOf(cloud, pool);
  if (size > nodes.length) await startNodes(cloud, pool, size - nodes.length);
  else await stopNodes(cloud, nodes.slice(0, nodes.length - size));
}

/** Starts as many new machines as there are, and terminates the old ones. */
export async function replaceNodes(cloud: ClusterCloud, pool: Pool): Promise<void> {
  const before = await nodesOf(cloud, pool);
  await startNodes(cloud, pool, before.length);
  await stopNodes(cloud, before);
}

/** Puts changed labels and taints on the nodes that there are, without new machines. */
export async function relabelNodes(cloud: ClusterCloud, before: Pool, after: Pool): Promise<void> {
  const dropped = Object.keys(before.labels).map((key): [string, null] => [key, null]);
  const labels = { ...Object.fromEntries(dropped), ...after.labels };
  for (const name of await nodesOf(cloud, after)) {
    await cloud.kubernetes.patch(nodePath(name), { metadata: { labels }, spec: { taints: after.taints } });
  }
}

/** Whether pods that tolerate nothing find a place: some node of the cloud is ready and has no taint that keeps them away. */
export async function hasRoom(cloud: ClusterCloud, selector: string): Promise<boolean> {
  const nodes = await cloud.kubernetes.list("/api/v1/nodes", selector);
  return nodes.some((node) => isReady(node) && keepsAway(node).length === 0);
}

function keepsAway(node: Properties): Properties[] {
  return objectsAt(node.spec, "taints").filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute");
}

function isReady(node: Properties | undefined): boolean {
  const ready = objectsAt(node?.status, "conditions").find(({ type }) => type === "Ready");
  const noticed = !objectsAt(node?.spec, "taints").some(({ key }) => key === "node.kubernetes.io/not-ready");
  return ready?.status === "True" && noticed;
}

/** A new node of a pool as its kubelet registers it. */
function describe({ machine, labels, taints }: Pool, index: number) {
  const made = machine(index);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: made.name,
      labels: {
        "kubernetes.io/arch": made.arch ?? "amd64",
        "kubernetes.io/hostname": made.name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": made.instanceType,
        "topology.kubernetes.io/region": made.region,
        "topology.kubernetes.io/zone": made.zone,
        ...made.labels,
        ...labels,
      },
    },
    spec: { providerID: made.providerId, taints },
    status: {
      addresses: [
        { type: "InternalIP", address: made.address },
        { type: "Hostname", address: made.name },
      ],
    },
  };
}
