import type { WorkloadIdentity } from "../shared/facts";
import type { VersionMoves } from "../shared/version-moves";
import type { Guardrails } from "./guardrails";
import type { CloudPrices } from "./prices";
import { targetNames } from "./target";

export type { CloudPrices, Price, PricedPart } from "./prices";

/**
 * What the command line and the ingress layer need to know about the cloud of a target: plain data without an SDK, so that it can
 * be read for all targets at once. Each target's folder exports one as `operations` from `operations.ts`.
 */
export interface TargetOperations {
  /** Whether the target creates a cluster, instead of using one that exists. @default true */
  readonly createsCluster?: boolean;
  /** A type token of this cloud's packages without the API version that some of them have in it; absent if none has. */
  readonly withoutApiVersion?: (type: string) => string;
  /** Matches the type tokens of Kubernetes clusters that this cloud has: `aws:eks/cluster:Cluster`. */
  readonly clusterTypes?: RegExp;
  /**
   * The input that tells clusters from other resources of `clusterTypes`, with the start of its value.
   *
   * @default all of `clusterTypes` are clusters
   */
  readonly clusterInput?: { readonly name: string; readonly start: string };
  /** Whether deleting a cluster also deletes disks with the reclaim policy `Retain`. @default false */
  readonly clusterTakesDisks?: boolean;
  /**
   * By type token, the form of a resource's id for `pulumi import`: `{clusterName}:{nodeGroupName}` with the names of inputs;
   * `{@resourceName}` is the id of the resource that the input comes from. Only resources that take long to create and have unique
   * names: after an interrupted run they are looked up by this id.
   */
  readonly importIds?: Readonly<Record<string, string>>;
  /**
   * Types of `importIds` whose provider waits for a resource that is still being created only when it imports it, not when it
   * refreshes it. After an interrupted run, such a resource is imported.
   */
  readonly waitsOnImport?: readonly string[];
  /**
   * Types of resources of an `MlCluster` whose creation looks for what an interrupted one left, so that it is simply repeated after an
   * interrupted run.
   */
  readonly repeatedTypes?: readonly string[];
  /** What a resource says of itself while it is being created, and after its creation failed. */
  readonly statusWords?: {
    /** The output that says it. @default `status` */
    readonly output?: string;
    readonly creating: readonly string[];
    readonly failed: readonly string[];
  };
  /** Where the versions of Kubernetes are; absent if machines have them, or another version replaces the cluster. */
  readonly kubernetesVersions?: KubernetesVersions;
  /** Where the versions of Kubernetes are if a command upgrades each machine; `clusterInput` tells those of servers. */
  readonly machineVersions?: MachineVersions;
  /** Inputs of node pools that an autoscaler changes: `scalingConfig`. */
  readonly autoscaledInputs?: readonly string[];
  /** Prefixes of the finalizers that the cloud's controllers set on objects that have a load balancer. */
  readonly loadBalancerFinalizers?: { readonly Ingress: readonly string[]; readonly Gateway: readonly string[] };
  /** The annotations of a Service that decide whether its load balancer is internal, with their values. */
  readonly loadBalancerAnnotations?: Readonly<Record<string, LoadBalancerAnnotation>>;
  /** The annotations of a Service that contradict another input about who reaches its load balancer. */
  readonly accessAnnotations?: Readonly<Record<string, AccessAnnotation>>;
  /** The annotations of a Service that decide who answers HTTPS, or how the gateway is asked, with values that change nothing. */
  readonly httpsAnnotations?: Readonly<Record<string, readonly string[]>>;
  /** The annotations of a Service that choose which controller creates its load balancer. */
  readonly controllerAnnotations?: readonly string[];
  /**
   * CIDR blocks at which the cloud tells pods about their node, or gives them its login, besides link-local ones: of IPv4 those that look
   * like the internet, and of IPv6 all. Pods that users control must not reach them.
   */
  readonly metadataAddresses?: readonly string[];
  /** How a load balancer gets a certificate of the cloud; absent if it cannot. */
  readonly certificate?: LoadBalancerCertificate;
  /** How a load balancer is told at which port of the pods it asks whether they answer; absent if it cannot be told. */
  readonly healthCheck?: LoadBalancerHealthCheck;
  /** How pods use a role of the cloud that may change DNS zones; absent if the cloud has no such roles. */
  readonly dnsRole?: DnsRole;
  /** Name of the block of this cloud's object store in the arguments of components that keep objects; absent if it has none. */
  readonly objectStore?: string;
  /** By type token, what the plan shows about a resource besides its name. */
  readonly planDetails?: Readonly<Record<string, readonly PlanDetail[]>>;
  /** By type token, the inputs that decide who reaches an API server. */
  readonly apiServers?: Readonly<Record<string, ApiServerInputs>>;
  /** By type token, the inputs that give machines or databases a public address if they are true, or lists that are not empty. */
  readonly publicAddresses?: Readonly<Record<string, readonly string[]>>;
  /** The annotations of an Ingress that decide who reaches the load balancer that the cloud creates for it. */
  readonly ingressAccess?: IngressAccess;
  /** By type token, what a resource permits to whom. */
  readonly permissions?: Readonly<Record<string, PermissionForm>>;
  /**
   * Inputs that say who may do something, where that can be everyone, besides those of `permissions`: by the form of type tokens, the path
   * of names or of an IAM policy document. `byComponents` if the components of this package decide theirs alone, so that nothing has to be
   * said about those while they are not known.
   */
  readonly grants?: readonly { readonly types: RegExp; readonly input: string; readonly byComponents?: boolean }[];
  /** What the rules for plans must know about the cloud's resources. A getter, as is the next, because most programs do not ask. */
  readonly guardrails?: Guardrails;
  /** What the cloud's resources cost; absent if nobody sells them. */
  readonly prices?: CloudPrices;
}

/** Where the versions of Kubernetes are in a plan and in a state. */
export interface KubernetesVersions {
  /** The input that decides the version of the control plane. `isLeast` if a newer control plane stays as it is. */
  readonly planned: { readonly type: string; readonly input: string; readonly isLeast?: boolean };
  /** The output that says which version the control plane has: of the planned resource or of a child of it. */
  readonly controlPlane: { readonly type: string; readonly output: string };
  /** The output that says which version the nodes of a pool have. */
  readonly nodes: { readonly type: string; readonly output: string };
}

/** Where the versions of machines are in a plan and in a state. */
export interface MachineVersions {
  /** What the name of the command that upgrades a machine has behind that of the command that starts it. */
  readonly ending: string;
  /** The input that says what is upgraded to which version. In a state, it is that of the last upgrade that succeeded. */
  readonly input: string;
  /** Finds the groups `machine` and `version` in it. */
  readonly form: RegExp;
  /** How servers move. Agents move in the same ways, except that they may skip versions. */
  readonly moves: VersionMoves;
}

/**
 * What a resource permits to whom, each as a part of a plan line. A permission whose `may` is empty is in the plan, but what it permits is
 * known later; one whose `to` is empty is left out.
 */
export interface PermissionForm {
  /** Who may do it. */
  readonly to: PlanDetail;
  /** What is permitted, such as the name of a role. */
  readonly may: PlanDetail;
  /** On what it is permitted. */
  readonly on?: PlanDetail;
  /** Path of an IAM policy document, each statement of which is a permission. It takes the place of `may`, and of `on` where it names any. */
  readonly statements?: string;
  /** Path of the input with who may do it, if that can be everyone: one name, several, or the document of `statements`. */
  readonly principals?: string;
}

/** The paths of inputs that decide who reaches an API server. */
export interface ApiServerInputs {
  /** False for an API server without a public address. */
  readonly isPublic?: string;
  /** True for an API server without a public address. */
  readonly isPrivate?: string;
  /** The CIDR blocks that reach it; without any, everyone does. */
  readonly cidrs: string;
  /** If the input at the path `when` is true, something in front of the API server decides who reaches it. */
  readonly guarded?: { readonly when: string; readonly text: string };
}

/** Annotations of an Ingress: the one that makes its load balancer public, and the one with the CIDR blocks that reach it. */
export interface IngressAccess {
  readonly scheme: string;
  readonly public: string;
  readonly cidrs: string;
}

/** Values of an annotation, compared exactly. Most clouds treat any other value as public. */
export interface LoadBalancerAnnotation {
  readonly internal: readonly string[];
  readonly public: readonly string[];
}

/** How a load balancer gets a certificate of the cloud. */
export interface LoadBalancerCertificate {
  /** Form of the certificate's name in the cloud. */
  readonly form: RegExp;
  /** An example of it, for errors. */
  readonly example: string;
  /** The annotation of the Service that names the certificate. */
  readonly annotation: string;
  /** Further annotations that go with it. */
  readonly others: Readonly<Record<string, string>>;
  /** Why load balancers of a cluster with this identity cannot use a certificate, and what to write; nothing if that is not known. */
  readonly misfit: (certificate: string, identity: WorkloadIdentity) => string | undefined;
}

/** The annotations of a Service that say how its load balancer asks whether pods answer. */
export interface LoadBalancerHealthCheck {
  /** The annotation, with its value, of load balancers that reach pods without a port of the node. Others cannot ask pods. */
  readonly reachesPods: { readonly annotation: string; readonly value: string };
  /** Annotations for the port, the path and the protocol. */
  readonly port: string;
  readonly path: string;
  readonly protocol: string;
}

/** A role of the cloud for pods that change DNS zones. */
export interface DnsRole {
  /** Name of the DNS service's block in the arguments of the ingress layer. */
  readonly service: string;
  /** Form of the role's name in the cloud. */
  readonly form: RegExp;
  /** An example of it, for errors. */
  readonly example: string;
  /** The annotation of a service account that names the role. */
  readonly annotation: string;
}

/** An annotation with which a load balancer is reachable in a way that an input rules out. */
export interface AccessAnnotation {
  /** The inputs that it contradicts. */
  readonly against: readonly AccessInput[];
  /** Values with which it does nothing. */
  readonly harmless?: readonly string[];
  /** What happens with any other value. */
  readonly effect: string;
}

/** An input that limits who reaches a load balancer. */
export type AccessInput = "sourceRanges" | "internal";

/**
 * A part of a plan line. In a template, `{scalingConfig.minSize}` is the input at that path, and `{@subnetId}` is the name of the
 * resource that the input comes from. A template is left out if one of its values is missing, secret or unknown.
 */
export type PlanDetail =
  | string
  /** The first template whose values are all known. */
  | { readonly firstOf: readonly string[] }
  /** `text`, if the input at the path `when` contains `contains`. */
  | { readonly text: string; readonly when: string; readonly contains: string };

/** The operations of every target. */
export const allOperations = (): TargetOperations[] => targetNames().map(operationsOf);

/** A type token without an API version in it: what is known of a type, such as who reaches it, is so in every version. */
export function plainType(type: string): string {
  removers ??= allOperations().flatMap(({ withoutApiVersion }) => withoutApiVersion ?? []);
  return removers.reduce((token, withoutApiVersion) => withoutApiVersion(token), type);
}

let removers: readonly ((type: string) => string)[] | undefined;

/** How pods use a role for this DNS service. Throws if no target has such roles. */
export function dnsRoleOf(service: string): DnsRole & { readonly target: string } {
  for (const target of targetNames()) {
    const { dnsRole } = operationsOf(target);
    if (dnsRole?.service === service) return { ...dnsRole, target };
  }
  throw new Error(`no target creates roles for ${service}`);
}

/** The target whose cloud has the object store of this block. Throws if there is none. */
export function objectStoreOf(block: string): string {
  const target = targetNames().find((name) => operationsOf(name).objectStore === block);
  if (target === undefined) throw new Error(`no target has the object store ${block}`);
  return target;
}

/** The operations of one target. */
export const operationsOf = (target: string): TargetOperations =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./${target}/operations`) as { operations: TargetOperations }).operations;
