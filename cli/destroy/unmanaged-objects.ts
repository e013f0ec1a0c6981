import { allOperations } from "../../components/targets/operations";
import { releaseName } from "../cluster/helm-release";
import type { ObjectMetadata } from "../cluster/objects";
import type { StackCluster } from "../cluster/stack-clusters";
import { RELEASE_TYPE, type ResourceRecord } from "../stack/state";
import { keptNamespaces } from "./kept-objects";

/** An object in a cluster that has a load balancer or a disk in the cloud, and that the stack does not manage. */
export interface UnmanagedObject {
  readonly kind: "Service" | "Ingress" | "Gateway" | "PersistentVolumeClaim";
  readonly namespace: string;
  readonly name: string;
  /** Who created it, as far as the object shows. */
  readonly creator: string;
  /** What it has in the cloud: `load balancer web.lb.example.org`. */
  readonly holds: string;
  /** The persistent volume of a claim. It is deleted with the disk, later than the claim. */
  readonly volume?: string;
  /** Pods that use the disk. It cannot be deleted while they run. */
  readonly usedBy: readonly string[];
}

interface ClusterObject {
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly spec?: {
    readonly type?: string;
    readonly volumeName?: string;
    readonly persistentVolumeReclaimPolicy?: string;
    readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  };
  readonly status?: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[] };
    readonly addresses?: readonly { readonly value?: string }[];
  };
}

/** An unmanaged object in messages. */
export const describeUnmanaged = ({ kind, namespace, name, creator, holds, usedBy }: UnmanagedObject): string =>
  `${kind} ${namespace}/${name} (created by ${creator}): ${holds}${usedBy.length > 0 ? `, used by ${usedBy.join(", ")}` : ""}`;

const KINDS = ["services", "ingresses.networking.k8s.io", "persistentvolumeclaims", "persistentvolumes", "pods"];
const GATEWAYS = "gateways.gateway.networking.k8s.io";

/** Finds the unmanaged objects of a cluster. Their disks would be left behind, and their load balancers block the network. */
export async function unmanagedIn({ access: cluster, resources }: StackCluster): Promise<UnmanagedObject[]> {
  // kubectl fails if one of the kinds does not exist in the cluster.
  const gateways = (await cluster.kubectl(["get", "crd", GATEWAYS, "--ignore-not-found", "-o", "name"])) !== "";
  const kinds = [...KINDS, ...(gateways ? [GATEWAYS] : [])].join(",");
  const listed = await cluster.kubectl(["get", kinds, "--all-namespaces", "-o", "json", "--show-managed-fields"]);
  const { items } = JSON.parse(listed) as { items: ClusterObject[] };
  const isManaged = managedBy(resources);
  const kept = keptNamespaces(resources);
  // The claims of a kept namespace are the stack's own data.
  const isKept = ({ kind, metadata: { namespace = "" } }: ClusterObject) =>
    kind === "PersistentVolumeClaim" && kept.has(namespace);
  return items.flatMap((object) => (isManaged(object) || isKept(object) ? [] : unmanaged(object, items)));
}

/** The object as unmanaged, if it has a load balancer or a disk in the cloud. */
function unmanaged(object: ClusterObject, all: readonly ClusterObject[]): UnmanagedObject[] {
  const { kind, metadata, spec, status } = object;
  const { name, namespace = "" } = metadata;
  const common = { namespace, name, creator: creatorOf(metadata) };
  if (
    (kind === "Service" && spec?.type === "LoadBalancer") ||
    ((kind === "Ingress" || kind === "Gateway") && hasOwnLoadBalancer(kind, metadata.finalizers))
  ) {
    const { hostname, ip } = status?.loadBalancer?.ingress?.[0] ?? {};
    const address = hostname ?? ip ?? status?.addresses?.[0]?.value ?? "without an address yet";
    return [{ ...common, kind, holds: `load balancer ${address}`, usedBy: [] }];
  }
  if (kind !== "PersistentVolumeClaim" || spec?.volumeName === undefined) return [];
  const volume = all.find((one) => one.kind === "PersistentVolume" && one.metadata.name === spec.volumeName);
  // With another policy the user wants to keep the disk after the claim is deleted.
  if (volume?.spec?.persistentVolumeReclaimPolicy !== "Delete") return [];
  const volumeName = spec.volumeName;
  return [
    { ...common, kind, holds: `disk ${volumeName}`, volume: volumeName, usedBy: podsUsing(namespace, name, all) },
  ];
}

/**
 * Whether an Ingress or a Gateway has a load balancer of its own: its controller then adds a finalizer. The address does not
 * show it, because an Ingress that a controller in the cluster serves has the address of the controller's Service.
 */
const hasOwnLoadBalancer = (kind: "Ingress" | "Gateway", finalizers: readonly string[] = []): boolean =>
  allOperations()
    .flatMap(({ loadBalancerFinalizers }) => loadBalancerFinalizers?.[kind] ?? [])
    .some((prefix) => finalizers.some((finalizer) => finalizer.startsWith(prefix)));

const podsUsing = (namespace: string, claim: string, all: readonly ClusterObject[]): string[] =>
  all
    .filter(({ kind, metadata }) => kind === "Pod" && metadata.namespace === namespace)
    .filter(({ spec }) => spec?.volumes?.some(({ persistentVolumeClaim: used }) => used?.claimName === claim))
    .map(({ metadata }) => `Pod ${namespace}/${metadata.name}`);

/** Whether the stack deletes an object: as a resource, as part of a Helm release, or with its namespace. */
function managedBy(resources: readonly ResourceRecord[]): (object: ClusterObject) => boolean {
  const kubernetes = resources.filter(({ type, custom }) => custom && type.startsWith("kubernetes:"));
  const deleted = kubernetes.filter(({ retainOnDelete }) => retainOnDelete !== true);
  const idsOf = (type: RegExp): Set<string | undefined> =>
    new Set(deleted.filter((resource) => type.test(resource.type)).map(({ id }) => id));
  const namespaces = idsOf(/:Namespace$/);
  const objects = {
    Service: idsOf(/:Service$/),
    Ingress: idsOf(/:Ingress$/),
    Gateway: idsOf(/^kubernetes:gateway\.networking\.k8s\.io\/\w+:Gateway$/),
    PersistentVolumeClaim: idsOf(/:PersistentVolumeClaim$/),
  };
  const releases = new Set(
    kubernetes
      .filter(({ type }) => type === RELEASE_TYPE)
      .map((resource) => Object.values(releaseName(resource) ?? {}).join("/")),
  );
  return ({ kind, metadata }) => {
    const { name, namespace = "" } = metadata;
    const release = releaseOf(metadata);
    return (
      namespaces.has(namespace) ||
      (kind in objects && objects[kind as keyof typeof objects].has(`${namespace}/${name}`)) ||
      // Helm deletes the objects of a release, also its claims, unless they are marked to be kept.
      (release !== undefined && releases.has(release))
    );
  };
}

/** The Helm release that created an object, by Helm's own annotations. */
function releaseOf({ annotations = {} }: ObjectMetadata): string | undefined {
  const name = annotations["meta.helm.sh/release-name"];
  return name === undefined ? undefined : `${annotations["meta.helm.sh/release-namespace"] ?? ""}/${name}`;
}

/** The Helm release of an object, or the program that wrote it, rather than the controllers that changed it later. */
function creatorOf(metadata: ObjectMetadata): string {
  const release = releaseOf(metadata);
  if (release !== undefined) return `Helm release ${release}`;
  const managers = (metadata.managedFields ?? []).flatMap(({ subresource, manager }) =>
    subresource ? [] : (manager ?? []),
  );
  return managers.find((manager) => !/^kube-|controller/.test(manager)) ?? managers[0] ?? "an unknown program";
}
