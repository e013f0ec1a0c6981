import type * as pulumi from "@pulumi/pulumi";
import type { Exposure, WorkloadIdentity } from "../../shared/facts";

/** A cluster that exists, reached by a kubeconfig. What the cluster offers is said by the caller: nothing is guessed. */
export interface ExistingClusterArgs {
  /**
   * Text of a kubeconfig, YAML or JSON; kept secret. Fill this or `kubeconfigPath`.
   *
   * @default none: the ambient kubeconfig is never used
   */
  readonly kubeconfig?: pulumi.Input<string>;
  /**
   * Path of a kubeconfig file; `~/` is the home directory, anything else is relative to the program. Fill this or
   * `kubeconfig`.
   *
   * @default none: the ambient kubeconfig is never used
   */
  readonly kubeconfigPath?: string;
  /** Name of the context to use. It has to be named, so that nobody installs into the wrong cluster. */
  readonly context: string;
  /**
   * Name of the cluster, for people.
   *
   * @default the context's name
   */
  readonly clusterName?: string;
  /**
   * Stable identifier of the cluster. Another one means another cluster: everything inside is replaced. Set it when a
   * context is renamed but the cluster is still the same.
   *
   * @default the context's name
   */
  readonly clusterIdentifier?: string;
  /**
   * Storage class for volume claims.
   *
   * @default the cluster's default class
   */
  readonly storageClass?: pulumi.Input<string>;
  /**
   * Whether a Service of type LoadBalancer gets an address here.
   *
   * @default true
   */
  readonly providesLoadBalancers?: boolean;
  /**
   * Whether such a Service without annotations is reachable from the internet.
   *
   * @default Exposure.Public, the cautious assumption: a gateway then has to say who may reach it
   */
  readonly defaultExposure?: Exposure;
  /**
   * Annotations that a Service of type LoadBalancer needs here to be reachable from outside.
   *
   * @default none
   */
  readonly loadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /**
   * Annotations that make a Service of type LoadBalancer internal.
   *
   * @default none: an internal load balancer is then refused
   */
  readonly internalLoadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /**
   * CIDR block that addresses of load balancers are taken from.
   *
   * @default none
   */
  readonly loadBalancerNetwork?: pulumi.Input<string>;
  /**
   * Region or location of the cluster, as its cloud spells it.
   *
   * @default none
   */
  readonly region?: pulumi.Input<string>;
  /**
   * Id of the network that the nodes are in.
   *
   * @default none
   */
  readonly networkId?: pulumi.Input<string>;
  /**
   * Ids of the private subnets.
   *
   * @default none
   */
  readonly privateSubnetIds?: pulumi.Input<string[]>;
  /**
   * How pods prove who they are to a cloud.
   *
   * @default none: pods have no cloud identity
   */
  readonly identity?: pulumi.Input<WorkloadIdentity>;
  /**
   * Identity of the nodes: role ARN, service account or managed identity.
   *
   * @default none
   */
  readonly nodeIdentity?: pulumi.Input<string>;
}
