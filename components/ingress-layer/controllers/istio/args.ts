import type * as pulumi from "@pulumi/pulumi";
import type { IngressFacts } from "../../../shared/facts";
import type { ResourcesArgs } from "../../../shared/resources";
import type { AutoscalingArgs } from "../../scale-args";
import type { JwtArgs } from "./jwt/args";

/** Istio as the ingress controller. */
export interface IstioArgs {
  /**
   * Version of all charts of Istio: a minor version, such as `1.31`, for the patch version that we test, or a whole version, such
   * as `1.31.2`. A change upgrades the charts in place, the control plane before the gateways. Upgrade one minor version at a
   * time.
   *
   * @default 1.30, whose charts all our tests cover; it is maintained until November 2026
   */
  readonly version?: string;
  /**
   * What the layer fills in where other inputs are absent.
   *
   * @default IstioProfile.Default
   */
  readonly profile?: IstioProfile;
  /**
   * Another `IngressLayer` with Istio in the same cluster, whose control plane this one uses. This layer then adds a gateway of
   * its own, in its own namespace, with its own shared Gateway, for example an internal one beside a public one. Kubernetes
   * Ingresses always use the first layer's gateway.
   *
   * @default none: the layer installs the control plane
   */
  readonly controlPlane?: IngressFacts;
  /**
   * Existing namespaces whose pods get a sidecar, by the label `istio-injection=enabled`.
   *
   * @default none
   */
  readonly injectedNamespaces?: string[];
  /**
   * The control plane.
   *
   * @default the chart's: 1 to 5 autoscaled pods that request 500m and 2Gi
   */
  readonly istiod?: IstiodArgs;
  /**
   * Settings of the whole mesh.
   *
   * @default those of the profile
   */
  readonly mesh?: MeshArgs;
  /**
   * A gateway through which traffic can leave the mesh, beside the control plane. Its pods have the label
   * `istio: egressgateway`; the traffic that uses it is chosen by Gateways and VirtualServices of your own. Only the cluster
   * reaches it.
   *
   * @default none; an egress gateway with `IstioProfile.Demo`
   */
  readonly egress?: EgressGatewayArgs;
  /**
   * Requests to the gateway need a JSON Web Token (JWT).
   *
   * @default requests need no token
   */
  readonly jwt?: JwtArgs;
}

/** What the layer fills in for Istio. */
export enum IstioProfile {
  /** For production: autoscaled pods, with the requests of the charts. */
  Default = "default",
  /**
   * For a trial, as `istioctl install --set profile=demo`: single pods with small requests, an egress gateway, access logs,
   * and every request traced. Further ports of the gateway, and providers of telemetry, are left out.
   */
  Demo = "demo",
}

/** Istio's control plane. */
export interface IstiodArgs {
  /**
   * Number of istiod pods, instead of `autoscaling`. Several pods have a disruption budget. Chart key `replicaCount`.
   *
   * @default autoscaled; 1 with `IstioProfile.Demo`
   */
  readonly replicas?: pulumi.Input<number>;
  /**
   * Bounds between which istiod pods are scaled. With `min` of 2 or more there is a disruption budget. Chart keys
   * `autoscaleMin`, `autoscaleMax`, `cpu`.
   *
   * @default 1 to 5 pods at 80 % of the requested CPU; none with `IstioProfile.Demo`
   */
  readonly autoscaling?: AutoscalingArgs;
  /**
   * Resources of an istiod pod. Chart key `resources`.
   *
   * @default 500m and 2Gi requested, which is too much for a laptop; 10m and 100Mi with `IstioProfile.Demo`
   */
  readonly resources?: ResourcesArgs;
}

/** Settings of the whole mesh. Chart key `meshConfig` of istiod. */
export interface MeshArgs {
  /**
   * Whether sidecars and gateways log every request, and in which format. Chart keys `accessLogFile`, `accessLogEncoding`.
   *
   * @default AccessLog.Off; AccessLog.Text with `IstioProfile.Demo`
   */
  readonly accessLog?: AccessLog;
  /**
   * What pods with a sidecar can reach outside the mesh. Chart key `outboundTrafficPolicy.mode`.
   *
   * @default OutboundTraffic.AllowAny
   */
  readonly outboundTraffic?: OutboundTraffic;
  /**
   * Whether sidecars use mutual TLS among themselves without further configuration. Chart key `enableAutoMtls`.
   *
   * @default true
   */
  readonly autoMtls?: boolean;
}

/** How requests are logged. */
export enum AccessLog {
  /** Not at all. */
  Off = "off",
  /** As lines of text. */
  Text = "TEXT",
  /** As JSON objects. */
  Json = "JSON",
}

/** What pods with a sidecar can reach outside the mesh. */
export enum OutboundTraffic {
  /** Everything. */
  AllowAny = "ALLOW_ANY",
  /** Only what a ServiceEntry names. Models then need entries for the stores that they are loaded from. */
  RegistryOnly = "REGISTRY_ONLY",
}

/** A gateway through which traffic leaves the mesh. */
export interface EgressGatewayArgs {
  /**
   * Number of pods, instead of `autoscaling`. Several pods have a disruption budget. Chart key `replicaCount`.
   *
   * @default autoscaled; 1 with `IstioProfile.Demo`
   */
  readonly replicas?: pulumi.Input<number>;
  /**
   * Bounds between which pods are scaled. Chart key `autoscaling`.
   *
   * @default 1 to 5 pods at 80 % of the requested CPU; none with `IstioProfile.Demo`
   */
  readonly autoscaling?: AutoscalingArgs;
  /**
   * Resources of a pod. Chart key `resources`.
   *
   * @default the chart's: 100m and 128Mi requested, 2 CPUs and 1Gi at most; 10m and 40Mi requested with `IstioProfile.Demo`
   */
  readonly resources?: ResourcesArgs;
}
