import type * as pulumi from "@pulumi/pulumi";
import type { Exposure, WorkloadIdentity } from "../../shared/facts";

/** A cluster that exists already and is reached with a kubeconfig. The caller states what the cluster offers; nothing is detected. */
export interface ExistingClusterArgs {
  /**
   * A kubeconfig: its text in YAML or JSON, or an object as other packages return it. It is read as kubectl reads it, and kept
   * secret. Fill this or `kubeconfigPath`.
   *
   * @default none; the kubeconfig of the environment (`KUBECONFIG`, `~/.kube/config`) is never used
   */
  // `any`, because the schema analyzer refuses a union of text and an object.
  readonly kubeconfig?: pulumi.Input<any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  /**
   * Path of a kubeconfig file of at most 4 MiB. `~/` is the home directory; other relative paths start at the program's folder.
   * Fill this or `kubeconfig`.
   *
   * @default none; the kubeconfig of the environment (`KUBECONFIG`, `~/.kube/config`) is never used
   */
  readonly kubeconfigPath?: string;
  /**
   * Name of the context to use. Fill this or `useCurrentContext`: a context must be chosen, so that nobody installs into the wrong
   * cluster.
   *
   * @default none
   */
  readonly context?: pulumi.Input<string>;
  /**
   * Whether to use the current context of the kubeconfig. Use it for a kubeconfig that has one context only: in a file that
   * people share, `kubectl config use-context` would change the cluster.
   *
   * @default false
   */
  readonly useCurrentContext?: boolean;
  /**
   * Name of the cluster, for display.
   *
   * @default the context's name
   */
  readonly clusterName?: string;
  /**
   * What identifies the cluster for Kubernetes providers. A different identifier means a different cluster, and everything in
   * it is replaced; while the identifier stays the same, nothing is replaced, whatever the kubeconfig says. Set it before the
   * same cluster gets another address or certificate authority, and if the kubeconfig is an output that a preview may not
   * know. Write something that no other cluster has, such as its OIDC issuer.
   *
   * @default none; providers compare the `cluster` entries of the old and the new kubeconfig
   */
  readonly clusterIdentifier?: pulumi.Input<string>;
  /**
   * Storage class for volume claims.
   *
   * @default the cluster's default class
   */
  readonly storageClass?: pulumi.Input<string>;
  /**
   * Whether a Service of type LoadBalancer gets an address.
   *
   * @default true
   */
  readonly providesLoadBalancers?: boolean;
  /**
   * Who reaches a Service of type LoadBalancer that has no annotations.
   *
   * @default Exposure.Public, the cautious assumption: a gateway must then say who may reach it
   */
  readonly defaultExposure?: Exposure;
  /**
   * Annotations that make a Service of type LoadBalancer reachable from outside.
   *
   * @default none
   */
  readonly loadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /**
   * Annotations that make a Service of type LoadBalancer internal.
   *
   * @default none; an internal load balancer is then refused, unless MetalLB gives it a private address
   */
  readonly internalLoadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /**
   * CIDR block of the addresses of load balancers.
   *
   * @default none
   */
  readonly loadBalancerNetwork?: pulumi.Input<string>;
  /**
   * Region or location of the cluster, spelt as its cloud spells it.
   *
   * @default none
   */
  readonly region?: pulumi.Input<string>;
  /**
   * Id of the network of the nodes.
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
   * How pods log in to the cloud.
   *
   * @default none; pods have no cloud identity
   */
  readonly identity?: pulumi.Input<WorkloadIdentity>;
  /**
   * Identity of the nodes: role ARN, service account or managed identity.
   *
   * @default none
   */
  readonly nodeIdentity?: pulumi.Input<string>;
}
