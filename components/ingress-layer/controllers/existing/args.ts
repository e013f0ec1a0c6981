import type * as pulumi from "@pulumi/pulumi";
import type { IngressController, IssuerReference } from "../../../shared/facts";

/** An ingress controller that something else installed. */
export interface ExistingIngressArgs {
  /** Which controller answers. */
  readonly controller: IngressController;
  /** Its version, such as `1.30.3`. Of a controller that is neither Istio nor Emissary, every version is accepted. */
  readonly version: string;
  /** Host name or IP address at which it answers. */
  readonly host: pulumi.Input<string>;
  /**
   * Whether it answers HTTPS.
   *
   * @default false
   */
  readonly https?: boolean;
  /**
   * Port at the host.
   *
   * @default 80; with `https`, 443
   */
  readonly port?: pulumi.Input<number>;
  /**
   * Istio: the Gateway that routes use, as `<namespace>/<name>`.
   *
   * @default none: Istio needs one
   */
  readonly gateway?: pulumi.Input<string>;
  /**
   * Istio: labels of the gateway's pods.
   *
   * @default `istio: ingressgateway`
   */
  readonly gatewaySelector?: Record<string, string>;
  /**
   * Namespace of the gateway's pods.
   *
   * @default istio-system; for Emissary, ambassador; for another controller, kube-system
   */
  readonly gatewayNamespace?: pulumi.Input<string>;
  /**
   * The class by which Ingresses choose the controller.
   *
   * @default istio; for Emissary, ambassador; another controller needs it
   */
  readonly ingressClassName?: pulumi.Input<string>;
  /**
   * Emissary: id of the installation.
   *
   * @default none
   */
  readonly ambassadorId?: string;
  /**
   * Emissary: whether Mappings of `getambassador.io/v2` are served.
   *
   * @default true
   */
  readonly legacyVersions?: boolean;
  /**
   * Whether cert-manager is there to issue certificates.
   *
   * @default false; true with `issuer`
   */
  readonly certManager?: boolean;
  /**
   * The issuer of the hosts' certificates. An `Issuer` must be in the gateway's namespace.
   *
   * @default none
   */
  readonly issuer?: IssuerReference;
}
