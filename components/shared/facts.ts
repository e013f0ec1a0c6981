import type * as pulumi from "@pulumi/pulumi";

/** Whether a Service of type LoadBalancer is reachable from the internet where nothing is said about it. */
export enum Exposure {
  /** Only from the cluster's own network, as the AWS Load Balancer Controller does. */
  Internal = "internal",
  /** From everywhere that `loadBalancerSourceRanges` lets through. */
  Public = "public",
}

/** How pods of a cluster prove who they are to a cloud; only what the cloud in question has is filled. */
export interface WorkloadIdentity {
  /** URL of the cluster's OIDC issuer, with `https://`. */
  readonly oidcIssuer?: string;
  /** AWS: ARN of the IAM OIDC provider for that issuer. */
  readonly providerArn?: string;
  /** Google Cloud: project id. */
  readonly project?: string;
  /** Google Cloud: project number, in digits. */
  readonly projectNumber?: string;
  /** Google Cloud: workload identity pool, `<project>.svc.id.goog`. */
  readonly pool?: string;
  /** Azure: tenant id, a UUID. */
  readonly tenantId?: string;
  /** Azure: resource group in which identities are made. */
  readonly resourceGroup?: string;
}

/**
 * What an add-on must know of a cluster, so that none asks which cloud it is on.
 *
 * An `MlCluster` fits by its shape. Another program fills it from the `facts` output of the stack that made the cluster.
 */
export interface ClusterFacts {
  /** Stable identifier of the cluster; replacing it replaces everything inside. */
  readonly clusterIdentifier: pulumi.Input<string>;
  /** Name of the cluster where it runs. */
  readonly clusterName: pulumi.Input<string>;
  /** Version of the control plane, such as `1.35`; absent where nobody said it, and then no version pairing is checked. */
  readonly kubernetesVersion?: pulumi.Input<string | undefined>;
  /** Storage class for claims; absent for the cluster's default class. */
  readonly storageClass?: pulumi.Input<string | undefined>;
  /** Annotations for a Service of type LoadBalancer that is reachable from outside. */
  readonly loadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /** Annotations for one that is reachable only from the cluster's network; empty where there is no way to ask for it. */
  readonly internalLoadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /** Whether a Service of type LoadBalancer gets an address. */
  readonly providesLoadBalancers: boolean;
  /** Who reaches a load balancer that carries no annotation. */
  readonly defaultExposure: Exposure;
  /** How pods prove who they are to the cloud. */
  readonly identity?: pulumi.Input<WorkloadIdentity>;
  /** Resolves when the cluster can take workloads; what is created first in it waits for this. */
  readonly ready: pulumi.Input<string>;
}

/** Which ingress controller answers. */
export enum IngressController {
  /** Istio's ingress gateway. */
  Istio = "istio",
  /** Emissary-ingress, the successor of Ambassador. */
  Emissary = "emissary",
}

/**
 * What a workload must know of the ingress in front of it. An `IngressLayer` fits by its shape; another program fills
 * it from that layer's `facts` output.
 */
export interface IngressFacts {
  /** Which controller answers. */
  readonly controller: IngressController;
  /** Version of the controller, such as `1.30.3`. */
  readonly controllerVersion: string;
  /**
   * Whether cert-manager is there to issue certificates.
   *
   * @default false
   */
  readonly certManager?: boolean;
  /** Host name, or else address, at which the gateway answers. */
  readonly host: pulumi.Input<string>;
  /** Port at that host. */
  readonly port: pulumi.Input<number>;
  /** `http://host:port`, without the port where it is the scheme's own. */
  readonly url: pulumi.Input<string>;
  /** Istio: the shared Gateway as `<namespace>/<name>`. */
  readonly gateway?: pulumi.Input<string | undefined>;
  /** Namespace in which the gateway's pods run; certificates for it stand here. */
  readonly gatewayNamespace: pulumi.Input<string>;
  /** Istio: labels of the gateway's pods, for further Gateways. */
  readonly gatewaySelector?: pulumi.Input<Record<string, string>>;
  /** Value for `ingressClassName`. */
  readonly ingressClassName: pulumi.Input<string>;
  /**
   * Emissary: id of the installation that Mappings name.
   *
   * @default none
   */
  readonly ambassadorId?: string;
  /**
   * Resolves when the custom resource definitions of the controller are served, and the namespaces that it was given are
   * labelled; what needs only those waits for this.
   *
   * @default ready: facts of an older stack lack it
   */
  readonly crdsReady?: pulumi.Input<string>;
  /** Resolves when the gateway routes; what needs routes waits for this. */
  readonly ready: pulumi.Input<string>;
}

/**
 * What a model must know of the operator that serves it. A `SeldonCore` fits by its shape; another program fills it
 * from that component's `facts` output.
 */
export interface SeldonFacts {
  /** Stable identifier of the cluster that the operator runs in. */
  readonly clusterIdentifier: pulumi.Input<string>;
  /** Namespace of the operator. */
  readonly namespace: pulumi.Input<string>;
  /** Which ingress controller routes to models. */
  readonly controller: IngressController;
  /** Emissary: id of the installation that routes have to name; absent where it has none. */
  readonly ambassadorId?: string;
  /** Namespaces for models that exist because of the operator's component. */
  readonly modelNamespaces: string[];
  /** Servers that the operator knows, with the protocols that each speaks. */
  readonly servers: Record<string, string[]>;
  /** Whether the operator scales by KEDA. */
  readonly keda: boolean;
  /** Istio: the Gateway of the models' routes as `<namespace>/<name>`. */
  readonly gateway?: pulumi.Input<string | undefined>;
  /** URL of the ingress, below which every model has its path. It resolves when the ingress routes. */
  readonly url: pulumi.Input<string>;
  /** Resolves when the operator takes models, whether or not the ingress routes already; what is served by it waits for this. */
  readonly ready: pulumi.Input<string>;
}
