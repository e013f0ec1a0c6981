import { targetNames } from "./target";

/**
 * What the command line and the ingress layer need to know about the cloud behind a target. Plain data without any SDK, so
 * that it can be read for every target at once. Each target's folder exports one as `operations` from `operations.ts`.
 */
export interface TargetOperations {
  /** Matches the type tokens of Kubernetes clusters that this cloud has: `aws:eks/cluster:Cluster`. */
  readonly clusterTypes?: RegExp;
  /**
   * By type token, the inputs that make up the provider's id of a resource, joined by `:`, as `pulumi import` takes it. Only
   * resources that take long to create and whose names are unique; after an interrupted run they are looked up by that id.
   */
  readonly importIds?: Readonly<Record<string, readonly string[]>>;
  /** Words of the output `status` of a resource that is being created, and of one whose creation failed. */
  readonly statusWords?: { readonly creating: readonly string[]; readonly failed: readonly string[] };
  /** Inputs of node pools that an autoscaler changes: `scalingConfig`. */
  readonly autoscaledInputs?: readonly string[];
  /** How finalizers begin that the cloud's controllers put on objects with a load balancer of their own. */
  readonly loadBalancerFinalizers?: { readonly Ingress: readonly string[]; readonly Gateway: readonly string[] };
  /** The annotations of a Service that say whether its load balancer is internal, with the values for each of the two. */
  readonly loadBalancerAnnotations?: Readonly<Record<string, LoadBalancerAnnotation>>;
  /** By type token, what a line of the plan says about a resource besides its name. */
  readonly planDetails?: Readonly<Record<string, readonly PlanDetail[]>>;
  /** By type token, the inputs that say whether an API server is reachable from the internet, and from which CIDR blocks. */
  readonly apiServers?: Readonly<Record<string, { readonly isPublic: string; readonly cidrs: string }>>;
  /** By type token, the inputs that give machines an address on the internet where they are true. */
  readonly publicAddresses?: Readonly<Record<string, readonly string[]>>;
}

/** Values of an annotation, compared exactly: any other value means public to most clouds. */
export interface LoadBalancerAnnotation {
  readonly internal: readonly string[];
  readonly public: readonly string[];
}

/**
 * A part of a plan line. In a template, `{scalingConfig.minSize}` is the input at that path, and `{@subnetId}` the name of
 * the resource that the input comes from; a template of which a value is missing, secret or unknown is left out.
 */
export type PlanDetail =
  | string
  /** The first of these templates of which every value is known. */
  | { readonly firstOf: readonly string[] }
  /** `text`, where the input at the path `when` contains `contains`. */
  | { readonly text: string; readonly when: string; readonly contains: string };

/** What every target's folder says about its cloud. */
export const allOperations = (): TargetOperations[] => targetNames().map(operationsOf);

/** What one target's folder says about its cloud. */
export const operationsOf = (target: string): TargetOperations =>
  // Found by the folder listing, like the target itself.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./${target}/operations`) as { operations: TargetOperations }).operations;
