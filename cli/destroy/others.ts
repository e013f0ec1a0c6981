import { RELEASE_TYPE, releaseName } from "../recover/release";
import { resourcesOf, type ResourceRecord, type State } from "../recover/state";
import type { ClusterAccess } from "../recover/tools";

/** Something in a cluster that holds a load balancer or a disk of the cloud, and is not of the stack. */
export interface OtherObject {
  readonly kind: "Service" | "Ingress" | "Gateway" | "PersistentVolumeClaim";
  readonly namespace: string;
  readonly name: string;
  /** Who made it, as far as the object tells. */
  readonly maker: string;
  /** What it holds: `load balancer web.elb.example.org`. */
  readonly holds: string;
  /** The volume of a claim, which is gone when the disk is: after the claim. */
  readonly volume?: string;
  /** Pods that use the disk: as long as they run, it cannot be deleted. */
  readonly usedBy: readonly string[];
}

interface ClusterObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly managedFields?: readonly { readonly manager?: string; readonly subresource?: string }[];
  };
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

/** How messages name it. */
export const shownOther = ({ kind, namespace, name, maker, holds, usedBy }: OtherObject): string =>
  `${kind} ${namespace}/${name} (made by ${maker}): ${holds}${usedBy.length > 0 ? `, used by ${usedBy.join(", ")}` : ""}`;

const KINDS = ["services", "ingresses.networking.k8s.io", "persistentvolumeclaims", "persistentvolumes", "pods"];
const GATEWAYS = "gateways.gateway.networking.k8s.io";

/** Finds what others made in a cluster that holds something of the cloud: it would be left behind, or be in the way. */
export async function othersIn(cluster: ClusterAccess, state: State): Promise<OtherObject[]> {
  // kubectl refuses a list with a kind that the cluster does not know.
  const gateways = (await cluster.kubectl(["get", "crd", GATEWAYS, "--ignore-not-found", "-o", "name"])) !== "";
  const kinds = [...KINDS, ...(gateways ? [GATEWAYS] : [])].join(",");
  const listed = await cluster.kubectl(["get", kinds, "--all-namespaces", "-o", "json", "--show-managed-fields"]);
  const { items } = JSON.parse(listed) as { items: ClusterObject[] };
  const isOwn = ownershipOf(state);
  return items.flatMap((object) => (isOwn(object) ? [] : held(object, items)));
}

function held(object: ClusterObject, all: readonly ClusterObject[]): OtherObject[] {
  const { kind, metadata, spec, status } = object;
  const { name, namespace = "" } = metadata;
  const known = { namespace, name, maker: makerOf(object) };
  if (
    (kind === "Service" && spec?.type === "LoadBalancer") ||
    ((kind === "Ingress" || kind === "Gateway") && isOfCloud(kind, metadata.finalizers))
  ) {
    const { hostname, ip } = status?.loadBalancer?.ingress?.[0] ?? {};
    const address = hostname ?? ip ?? status?.addresses?.[0]?.value ?? "to come";
    return [{ ...known, kind, holds: `load balancer ${address}`, usedBy: [] }];
  }
  if (kind !== "PersistentVolumeClaim" || spec?.volumeName === undefined) return [];
  const volume = all.find((one) => one.kind === "PersistentVolume" && one.metadata.name === spec.volumeName);
  // A disk that is to stay without its claim stays without its cluster too.
  if (volume?.spec?.persistentVolumeReclaimPolicy !== "Delete") return [];
  const [disk, usedBy] = [spec.volumeName, usersOf(namespace, name, all)];
  return [{ ...known, kind, holds: `disk ${disk}`, volume: disk, usedBy }];
}

/**
 * Whether an Ingress or a Gateway has a load balancer of its own: its controller puts a finalizer on it first. Its
 * address does not tell: one that is served in the cluster, as by nginx, has that of its controller's Service.
 */
const isOfCloud = (kind: "Ingress" | "Gateway", finalizers: readonly string[] = []): boolean =>
  finalizers.some((one) => FINALIZER[kind].test(one));

/** Of AWS Load Balancer Controller (`group.ingress.k8s.aws/shop`, `gateway.k8s.aws/alb`), of EKS Auto Mode, of GKE. */
const FINALIZER = {
  Ingress: /^(group\.)?ingress\.(k8s\.aws|eks\.amazonaws\.com)\/|^networking\.gke\.io\/ingress-finalizer/,
  Gateway: /^gateway\.k8s\.aws\/|^gateway\.finalizer\.networking\.gke\.io$/,
};

const usersOf = (namespace: string, claim: string, all: readonly ClusterObject[]): string[] =>
  all
    .filter(({ kind, metadata }) => kind === "Pod" && metadata.namespace === namespace)
    .filter(({ spec }) => spec?.volumes?.some(({ persistentVolumeClaim: used }) => used?.claimName === claim))
    .map(({ metadata }) => `Pod ${namespace}/${metadata.name}`);

/** Tells what the stack deletes by itself: its objects, those of its Helm releases, and all that is in its namespaces. */
function ownershipOf(state: State): (object: ClusterObject) => boolean {
  const kubernetes = resourcesOf(state).filter(({ type, custom }) => custom && type.startsWith("kubernetes:"));
  const idsOf = (type: RegExp): Set<string | undefined> =>
    new Set(kubernetes.filter((resource) => type.test(resource.type) && !isKept(resource)).map(({ id }) => id));
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
  return ({ kind, metadata: { name, namespace = "", annotations = {} } }) =>
    namespaces.has(namespace) ||
    (kind in objects && objects[kind as keyof typeof objects].has(`${namespace}/${name}`)) ||
    // Helm deletes a Service; a claim that it made goes the same way, unless it is kept.
    releases.has(
      `${annotations["meta.helm.sh/release-namespace"] ?? ""}/${annotations["meta.helm.sh/release-name"] ?? ""}`,
    );
}

const isKept = ({ retainOnDelete }: ResourceRecord): boolean => retainOnDelete === true;

/** The Helm release that an object is of, or the program that wrote it, rather than the controllers that filled it in. */
function makerOf({ metadata: { annotations = {}, managedFields = [] } }: ClusterObject): string {
  const release = annotations["meta.helm.sh/release-name"];
  if (release !== undefined) return `Helm release ${annotations["meta.helm.sh/release-namespace"] ?? ""}/${release}`;
  const managers = managedFields.flatMap(({ subresource, manager }) => (subresource ? [] : (manager ?? [])));
  return managers.find((manager) => !/^kube-|controller/.test(manager)) ?? managers[0] ?? "somebody";
}
