import type * as pulumi from "@pulumi/pulumi";
import type { ChartArgs } from "../shared/install-chart";
import type { ClusterFacts } from "../shared/facts";
import type { NamespaceArgs } from "../shared/namespace";
import type { ResourcesArgs } from "../shared/resources";
import type { DnsArgs } from "./dns/args";
import type { TlsArgs } from "./tls/args";
import type { AmbassadorArgs } from "./controllers/ambassador/args";
import type { EmissaryArgs } from "./controllers/emissary/args";
import type { ExistingIngressArgs } from "./controllers/existing/args";
import type { IstioArgs } from "./controllers/istio/args";
import type { MetalLbArgs } from "./metallb/args";
import type { AutoscalingArgs } from "./scale-args";

/** How traffic enters the cluster. Fill exactly one controller block; all controllers share the other inputs. */
export interface IngressLayerArgs {
  /** The cluster to install into: an `MlCluster`, or the facts that another stack exports. */
  readonly cluster: ClusterFacts;
  /**
   * Istio: its control plane and an ingress gateway.
   *
   * @default none: fill exactly one controller
   */
  readonly istio?: IstioArgs;
  /**
   * Host names that the layer serves, such as `models.example.org` or `*.example.org`. `url` names the first one without a
   * wildcard. Create records in DNS that lead from these names to the output `host`, or fill `dns`, which
   * does it for you. With `existing`, write the hosts that its controller serves, as its Gateway or its Hosts name them.
   *
   * @default every host
   */
  readonly hosts?: string[];
  /**
   * HTTPS, and where its certificates come from. If it is removed, cert-manager keeps the Secrets of issued certificates until their
   * namespace is deleted.
   *
   * @default plain HTTP
   */
  readonly tls?: TlsArgs;
  /**
   * Emissary-ingress, the successor of Ambassador.
   *
   * @default none: fill exactly one controller
   */
  readonly emissary?: EmissaryArgs;
  /**
   * Ambassador 1.14, as Emissary was called before, for Kubernetes 1.21 or older.
   *
   * @default none: fill exactly one controller
   */
  readonly ambassador?: AmbassadorArgs;
  /**
   * A controller that is in the cluster already. Nothing is installed.
   *
   * @default none: fill exactly one controller
   */
  readonly existing?: ExistingIngressArgs;
  /**
   * The DNS zones of `hosts`: records of the hosts are written there.
   *
   * @default none: write the records yourself
   */
  readonly dns?: DnsArgs;
  /**
   * Namespace of the controller.
   *
   * @default created; Istio: istio-system; Emissary and Ambassador: ambassador; the name of the layer if it uses the control plane or
   * the definitions of another
   */
  readonly namespace?: NamespaceArgs;
  /**
   * The gateway's Service.
   *
   * @default a load balancer with the cluster's own annotations
   */
  readonly service?: GatewayServiceArgs;
  /**
   * Whether only the cluster's network can reach the load balancer. The Service then gets the cluster's annotations for an
   * internal load balancer.
   *
   * @default false
   */
  readonly internal?: boolean;
  /**
   * CIDR blocks that may reach the load balancer, such as `203.0.113.0/24`. Together they may not allow more of the internet than
   * a /8 (IPv6: a /16). Chart key `service.loadBalancerSourceRanges`.
   *
   * @default none: a public load balancer then needs `allowPublic`
   */
  readonly sourceRanges?: pulumi.Input<string>[];
  /**
   * Whether the whole internet may reach the load balancer.
   *
   * @default false
   */
  readonly allowPublic?: boolean;
  /**
   * MetalLB, beside the controller: gives addresses to load balancers in a cluster that provides none.
   *
   * @default none
   */
  readonly metallb?: MetalLbArgs;
  /**
   * Number of gateway pods, instead of `autoscaling`. Chart key `replicaCount`.
   *
   * @default autoscaled
   */
  readonly replicas?: pulumi.Input<number>;
  /**
   * Bounds between which gateway pods are scaled. Chart key `autoscaling`.
   *
   * @default 1 to 5 pods at 80 % of the requested CPU
   */
  readonly autoscaling?: AutoscalingArgs;
  /**
   * Resources of a gateway pod. Chart key `resources`.
   *
   * @default the chart's. Istio: 100m and 128Mi requested, 2 CPUs and 1Gi at most. Emissary: 200m and 300Mi, 600Mi at most
   */
  readonly resources?: ResourcesArgs;
  /**
   * Labels for the namespaces, the gateway's pods, and the objects that the layer creates itself. Some charts do not support labels
   * for their other objects.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * Changes to single charts, by name: `istio-base`, `istiod`, `istio-gateway`, `emissary-crds`, `emissary-ingress`,
   * `ambassador`, `cert-manager`, `external-dns`, `metallb`.
   *
   * @default the charts that we test
   */
  readonly charts?: Record<string, ChartArgs>;
  /**
   * Where to fetch all charts instead of their public repositories: an `https://` Helm repository, the root of an
   * `oci://` mirror, or a folder of `<chart>-<version>.tgz` files.
   *
   * @default the public repositories
   */
  readonly mirror?: string;
  /**
   * Registry that mirrors the images of all charts, such as `registry.example.org/mirror`, under their own paths, such as
   * `<imageRegistry>/istio/pilot`. The proxies that Istio adds to pods come from there too. Not for `ambassador`, whose chart has no
   * key for one of its images. The charts have no pull secrets, so nodes must be able to pull without one.
   *
   * @default the registries that the charts name; docker.io for Istio
   */
  readonly imageRegistry?: string;
  /**
   * Whether to allow versions, and combinations of versions, that are not tested.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
}

/** How a gateway's Service is exposed. */
export enum ServiceType {
  /** An address outside the cluster, if the cluster provides load balancers. */
  LoadBalancer = "LoadBalancer",
  /** A port on every node. */
  NodePort = "NodePort",
  /** Only inside the cluster. */
  ClusterIP = "ClusterIP",
}

/** The Service in front of the gateway's pods. */
export interface GatewayServiceArgs {
  /**
   * How it is exposed. Chart key `service.type`.
   *
   * @default ServiceType.LoadBalancer
   */
  readonly type?: ServiceType;
  /**
   * Annotations, merged over the cluster's own for load balancers. An annotation that makes a load balancer internal or
   * public must agree with `internal`. One that lets in more than `sourceRanges` or
   * `internal` allow, such as other security groups, is refused. Chart key `service.annotations`.
   *
   * @default the cluster's annotations for a load balancer
   */
  readonly annotations?: Record<string, pulumi.Input<string>>;
}
