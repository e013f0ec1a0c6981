import type * as pulumi from "@pulumi/pulumi";

/** Whether a Service of type LoadBalancer without annotations is reachable from the internet. */
export enum Exposure {
  /** Only from the cluster's own network, as the AWS Load Balancer Controller does. */
  Internal = "internal",
  /** From every address in `loadBalancerSourceRanges`, or from everywhere if there are none. */
  Public = "public",
}

/** How pods of a cluster authenticate to a cloud; only the fields of the cluster's own cloud are filled. */
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
  /** Azure: resource group in which identities are created. */
  readonly resourceGroup?: string;
}

/** A pool of nodes with GPUs of NVIDIA. */
export interface GpuPool {
  /** Name of the pool. */
  readonly name: string;
  /** Model of the GPUs, such as `nvidia-l4`. */
  readonly type: string;
  /** Number of GPUs of each node. */
  readonly count: number;
  /** Key of the label of the nodes whose value is `type`. */
  readonly typeLabel: string;
  /** Taints of the nodes, those that the cloud adds included. */
  readonly taints: NodeTaint[];
}

/** A taint of a node. */
export interface NodeTaint {
  /** Its key. */
  readonly key: string;
  /** Its value; absent if it is empty. */
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. */
  readonly effect: string;
}

/**
 * What an add-on needs to know about a cluster, so that it does not depend on a cloud.
 *
 * An `MlCluster` has this shape. Another program uses the `facts` output of the stack that created the cluster.
 */
export interface ClusterFacts {
  /**
   * What identifies the cluster for Kubernetes providers; another one replaces everything inside. Absent if providers compare
   * kubeconfigs instead.
   */
  readonly clusterIdentifier?: pulumi.Input<string | undefined>;
  /** Name of the cluster in its cloud. */
  readonly clusterName: pulumi.Input<string>;
  /** Version of the control plane, such as `1.35`; if it is absent, no combination of versions is checked. */
  readonly kubernetesVersion?: pulumi.Input<string | undefined>;
  /** Storage class for claims; absent for the cluster's default class. */
  readonly storageClass?: pulumi.Input<string | undefined>;
  /** Annotations for a Service of type LoadBalancer that is reachable from outside. */
  readonly loadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /** Annotations for one that is reachable only from the cluster's network; empty if the cluster cannot create one. */
  readonly internalLoadBalancerAnnotations?: pulumi.Input<Record<string, string>>;
  /** CIDR block from which addresses for load balancers can be taken; absent if the cluster assigns them, or if it is not known. */
  readonly loadBalancerNetwork?: pulumi.Input<string | undefined>;
  /** Whether a Service of type LoadBalancer gets an address. */
  readonly providesLoadBalancers: boolean;
  /** Who can reach a load balancer without annotations. */
  readonly defaultExposure: Exposure;
  /** How pods authenticate to the cloud. */
  readonly identity?: pulumi.Input<WorkloadIdentity>;
  /** The node pools with GPUs; empty if no node has one, absent if the nodes are not known. */
  readonly gpuPools?: GpuPool[] | undefined;
  /** Region or location of the cluster; absent if it has none, or if it is not known. */
  readonly region?: pulumi.Input<string | undefined>;
  /** Ids of the private subnets of the nodes; absent if they are not known. */
  readonly privateSubnetIds?: pulumi.Input<string[]>;
  /** Resolves when the cluster can run workloads. The first resources in the cluster wait for it. */
  readonly ready: pulumi.Input<string>;
}

/** Which ingress controller answers. */
export enum IngressController {
  /** Istio's ingress gateway. */
  Istio = "istio",
  /** Emissary-ingress, the successor of Ambassador. */
  Emissary = "emissary",
  /** Another controller, such as Traefik or NGINX: routes are Kubernetes Ingresses. Seldon Core cannot use it. */
  Other = "other",
}

/** Kind of an issuer of cert-manager. */
export enum IssuerKind {
  /** For certificates in its own namespace. */
  Issuer = "Issuer",
  /** For certificates in every namespace. */
  ClusterIssuer = "ClusterIssuer",
}

/** An issuer of cert-manager. */
export interface IssuerReference {
  /** Its kind. An `Issuer` is in the gateway's namespace. */
  readonly kind: IssuerKind;
  /** Its name. */
  readonly name: string;
}

/**
 * What a workload needs to know about the ingress in front of it. An `IngressLayer` has this shape; another program uses
 * the `facts` output of that layer.
 */
export interface IngressFacts {
  /** Identifier of the cluster that the ingress is in; absent if the cluster has none. */
  readonly clusterIdentifier?: pulumi.Input<string | undefined>;
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
  /** Host name, else IP address, of the gateway. */
  readonly host: pulumi.Input<string>;
  /** Port at that host. */
  readonly port: pulumi.Input<number>;
  /** `http://host:port`, without the port if it is the default of the scheme. */
  readonly url: pulumi.Input<string>;
  /**
   * Host names that the layer serves, such as `models.example.org` or `*.example.org`.
   *
   * @default every host
   */
  readonly hosts?: string[];
  /**
   * Whether the gateway answers HTTPS.
   *
   * @default false
   */
  readonly tls?: boolean;
  /**
   * Whether the load balancer has the certificate, so that the gateway cannot answer HTTPS with another one.
   *
   * @default false
   */
  readonly tlsAtLoadBalancer?: boolean;
  /** The issuer of the hosts' certificates; absent if nothing issues them. */
  readonly issuer?: IssuerReference | undefined;
  /** Istio: the shared Gateway as `<namespace>/<name>`. */
  readonly gateway?: pulumi.Input<string | undefined>;
  /** Namespace of the gateway's pods; its certificates are Secrets in this namespace. */
  readonly gatewayNamespace: pulumi.Input<string>;
  /** Istio: labels of the gateway's pods, for further Gateways. */
  readonly gatewaySelector?: pulumi.Input<Record<string, string>>;
  /** Value for `ingressClassName`; absent if no class leads to this gateway. */
  readonly ingressClassName?: pulumi.Input<string | undefined>;
  /**
   * Emissary: id of the installation that Mappings name.
   *
   * @default none
   */
  readonly ambassadorId?: string | undefined;
  /**
   * Emissary: whether Mappings of `getambassador.io/v2` are served, which Seldon Core then creates.
   *
   * @default true
   */
  readonly legacyVersions?: boolean | undefined;
  /**
   * Resolves when the custom resource definitions of the controller exist and the namespaces with sidecars are
   * labelled. Resources that do not need routes wait for this instead of `ready`.
   *
   * @default `ready`, because older stacks do not export `crdsReady`
   */
  readonly crdsReady?: pulumi.Input<string>;
  /** Resolves when the gateway routes requests. Resources that need routes wait for it. */
  readonly ready: pulumi.Input<string>;
}

/**
 * What a model needs to know about the operator that serves it. A `SeldonCore` has this shape; another program uses the
 * `facts` output of that component.
 */
export interface SeldonFacts {
  /** Identifier of the cluster that the operator runs in; absent if the cluster has none. */
  readonly clusterIdentifier?: pulumi.Input<string | undefined>;
  /** Namespace of the operator. */
  readonly namespace: pulumi.Input<string>;
  /** Which ingress controller routes to models. */
  readonly controller: IngressController;
  /** Emissary: id of the installation that routes must name; absent if it has none. */
  readonly ambassadorId?: string | undefined;
  /**
   * Emissary: whether the operator writes its routes into annotations of Services, not into Mappings.
   *
   * @default false
   */
  readonly annotationRoutes?: boolean | undefined;
  /**
   * Version of the ingress controller, such as `4.1.0`. Routes of a model's own are written for it.
   *
   * @default a version of Emissary that serves `getambassador.io/v3alpha1`
   */
  readonly controllerVersion?: string | undefined;
  /**
   * Namespace of the gateway's pods; limits of connections to models are written there.
   *
   * @default the namespace of `gateway`
   */
  readonly gatewayNamespace?: pulumi.Input<string | undefined>;
  /**
   * Host names that the ingress serves, such as `models.example.org` or `*.example.org`.
   *
   * @default every host
   */
  readonly hosts?: string[] | undefined;
  /**
   * Emissary: whether a model also answers below `/seldon/<name>/`, without its namespace.
   *
   * @default false
   */
  readonly shortPaths?: boolean | undefined;
  /**
   * The label `seldon.io/controller-id` that models must have; absent if they must have none.
   *
   * @default none
   */
  readonly controllerId?: string | undefined;
  /**
   * Whether the operator sees models in its own namespace only.
   *
   * @default false
   */
  readonly singleNamespace?: boolean | undefined;
  /**
   * Name of the Secret, in the namespace of each model, from which the containers that load models have their credentials.
   *
   * @default none
   */
  readonly storageSecret?: string | undefined;
  /** Namespaces for models that exist because of the operator's component. */
  readonly modelNamespaces: string[];
  /** Servers of the operator, with the protocols of each. */
  readonly servers: Record<string, string[]>;
  /** Whether the operator scales by KEDA. */
  readonly keda: boolean;
  /** The cluster's node pools with GPUs; empty if no node has one, absent if the nodes are not known. */
  readonly gpuPools?: GpuPool[] | undefined;
  /** Istio: the Gateway of the models' routes as `<namespace>/<name>`. */
  readonly gateway?: pulumi.Input<string | undefined>;
  /** URL of the ingress, below which every model has its path. It resolves when the ingress routes. */
  readonly url: pulumi.Input<string>;
  /** Resolves when the operator accepts models, even if the ingress does not route requests yet. Models wait for it. */
  readonly ready: pulumi.Input<string>;
}

/** What other components need to know about Pachyderm. A `PachydermStore` has this shape. */
export interface PachydermFacts {
  /**
   * Identifier of the cluster that Pachyderm runs in.
   *
   * @default the cluster has none
   */
  readonly clusterIdentifier?: pulumi.Input<string | undefined>;
  /** Namespace of Pachyderm. */
  readonly namespace: pulumi.Input<string>;
}
