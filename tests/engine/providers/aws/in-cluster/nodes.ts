import { type Properties, objectAt } from "../../property-values";
import { addressIn, parseCidr } from "../../cloud/cidr";
import { listAt, numberAt, objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { isArm } from "./instance-types";
import { metadataOf } from "./kubernetes-api";

/** Kubernetes' spelling of EKS's effects. */
const EFFECTS: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** Longest time that the simulation takes to play a kubelet; a node that EKS would not start is refused before. */
const SIMULATION_MS = 30_000;

/** The inputs of a node group. */
type Group = Properties;

const nodePath = (name: string) => `/api/v1/nodes/${name}`;
const selector = (group: Group) => `eks.amazonaws.com/nodegroup=${textAt(group, "nodeGroupName")}`;

/** The names of a node group's nodes. */
export async function nodesOf(cloud: AwsCloud, group: Group): Promise<string[]> {
  const nodes = await cloud.kubernetes.list("/api/v1/nodes", selector(group));
  return nodes.map((node) => textAt(metadataOf(node), "name")).sort();
}

/** Starts instances that join the cluster, and waits until all are ready. */
export async function startNodes(cloud: AwsCloud, group: Group, count: number): Promise<void> {
  const nodes = Array.from({ length: count }, (_, index) => describe(cloud, group, index));
  for (const node of nodes) await cloud.kubernetes.create("/api/v1/nodes", node);
  for (const { metadata } of nodes) {
    const ready = async () => isReady(await cloud.kubernetes.get(nodePath(metadata.name)));
    if (!(await cloud.eventually(ready, SIMULATION_MS))) throw new Error(`node ${metadata.name} did not become ready`);
  }
}

/** Terminates instances, those that started first. */
export async function stopNodes(cloud: AwsCloud, names: readonly string[]): Promise<void> {
  for (const name of names) await cloud.kubernetes.delete(nodePath(name));
}

/** Brings a node group to its desired size. */
export async function scaleNodes(cloud: AwsCloud, group: Group): Promise<void> {
  const nodes = await nodesOf(cloud, group);
  const desired = numberAt(objectAt(group, "scalingConfig"), "desiredSize");
  if (desired > nodes.length) await startNodes(cloud, group, desired - nodes.length);
  else await stopNodes(cloud, nodes.slice(0, nodes.length - desired));
}

/** Puts changed labels and taints on the nodes that there are, as EKS does without new instances. */
export async function relabelNodes(cloud: AwsCloud, olds: Group, news: Group): Promise<void> {
  const dropped = Object.keys(objectAt(olds, "labels")).map((key): [string, null] => [key, null]);
  const labels = { ...Object.fromEntries(dropped), ...objectAt(news, "labels") };
  for (const name of await nodesOf(cloud, news)) {
    await cloud.kubernetes.patch(nodePath(name), { metadata: { labels }, spec: { taints: taintsOf(news) } });
  }
}

/** Whether pods that tolerate nothing find a place: some node of the cloud is ready and has no taint that keeps them away. */
export async function hasRoom(cloud: AwsCloud): Promise<boolean> {
  const nodes = await cloud.kubernetes.list("/api/v1/nodes", "eks.amazonaws.com/nodegroup");
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

function taintsOf(group: Group) {
  return objectsAt(group, "taints").map((taint) => ({
    key: textAt(taint, "key"),
    value: textAt(taint, "value"),
    effect: EFFECTS[textAt(taint, "effect")] ?? "",
  }));
}

/** A new node of a group as the kubelet of an instance registers it (EKS's labels as of AL2023 and Kubernetes 1.35). */
function describe(cloud: AwsCloud, group: Group, index: number) {
  const subnets = listAt(group, "subnetIds");
  const subnet = cloud.find("aws:ec2/subnet:Subnet", subnets[index % subnets.length] ?? "");
  const zone = textAt(subnet?.inputs, "availabilityZone");
  const region = textAt(group, "region");
  const types = listAt(group, "instanceTypes");
  const instanceType = types[index % types.length] ?? "t3.medium";
  const range = parseCidr(textAt(subnet?.inputs, "cidrBlock"));
  const address = range ? addressIn(range, 10 + cloud.nextNode()) : "";
  const name = `ip-${address.replaceAll(".", "-")}.${region === "us-east-1" ? "ec2" : `${region}.compute`}.internal`;
  const arch = isArm(instanceType) ? "arm64" : "amd64";
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "eks.amazonaws.com/capacityType": textAt(group, "capacityType"),
        "eks.amazonaws.com/nodegroup": textAt(group, "nodeGroupName"),
        "kubernetes.io/arch": arch,
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "node.kubernetes.io/instance-type": instanceType,
        "topology.k8s.aws/zone-id": textAt(subnet?.outputs, "availabilityZoneId"),
        "topology.kubernetes.io/region": region,
        "topology.kubernetes.io/zone": zone,
        ...(objectAt(group, "labels") as Record<string, string>),
      },
    },
    spec: { providerID: `aws:///${zone}/${cloud.newId("i")}`, taints: taintsOf(group) },
    status: {
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
    },
  };
}
