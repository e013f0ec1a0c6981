import type * as pulumi from "@pulumi/pulumi";
import type { EmissaryRoutes } from "./args";

/** An operator that something else installed. Its Deployment `seldon-controller-manager` is looked up. */
export interface ExistingSeldonArgs {
  /** Its version, such as `1.17.1`. */
  readonly version: string;
  /**
   * Its namespace.
   *
   * @default seldon-system
   */
  readonly namespace?: string;
  /**
   * Its value `controllerId`.
   *
   * @default none
   */
  readonly controllerId?: string;
  /**
   * Its value `singleNamespace`. Its namespace must then have the label `seldon.io/controller-id: <namespace>`.
   *
   * @default false
   */
  readonly singleNamespace?: boolean;
  /**
   * Istio: its value `istio.gateway`, as `<namespace>/<name>`.
   *
   * @default the Gateway of the ingress
   */
  readonly gateway?: pulumi.Input<string>;
  /**
   * Emissary: its value `ambassador.version`.
   *
   * @default EmissaryRoutes.Mappings
   */
  readonly emissaryRoutes?: EmissaryRoutes;
  /**
   * Emissary: its value `ambassador.singleNamespace`.
   *
   * @default false
   */
  readonly shortPaths?: boolean;
  /**
   * Its value `predictiveUnit.defaultEnvSecretRefName`.
   *
   * @default none
   */
  readonly storageSecret?: string;
  /**
   * Its value `keda.enabled`.
   *
   * @default false
   */
  readonly keda?: boolean;
  /**
   * Its servers with the protocols of each, such as `MY_SERVER: ["v2"]`.
   *
   * @default the prepackaged servers
   */
  readonly servers?: Record<string, string[]>;
}
