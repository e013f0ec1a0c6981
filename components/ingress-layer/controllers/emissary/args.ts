import type { IngressFacts } from "../../../shared/facts";

/** Emissary-ingress, the successor of Ambassador, as the ingress controller. */
export interface EmissaryArgs {
  /**
   * Id of this installation, if there are several in the cluster: it answers only Hosts and Mappings that name it. A DNS-1123 label.
   * Chart key `env.AMBASSADOR_ID`.
   *
   * @default none
   */
  readonly ambassadorId?: string;
  /**
   * Another `IngressLayer` with Emissary in the same cluster, whose definitions this one uses. This layer then has an `ambassadorId`
   * and a namespace of its own, for example as an internal gateway beside a public one.
   *
   * @default none: the layer installs the definitions
   */
  readonly definitions?: IngressFacts;
  /**
   * Whether the definitions also have the versions before v3alpha1, such as the Mappings of `getambassador.io/v2` that Seldon Core
   * creates. Their webhook then converts every object. Without it, Seldon Core writes its Mappings into annotations of Services.
   * Changing it from true to false is not safe, because the cluster may have stored objects of the older version. Chart key
   * `enableLegacyVersions`.
   *
   * @default true
   */
  readonly legacyVersions?: boolean;
}
