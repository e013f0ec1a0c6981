import type * as pulumi from "@pulumi/pulumi";
import type { ChartArgs } from "../shared/install-chart";
import type { ClusterFacts, IngressFacts } from "../shared/facts";
import type { NamespaceArgs } from "../shared/namespace";
import type { ResourcesArgs } from "../shared/resources";

/** Seldon Core v1, which serves models behind an ingress. */
export interface SeldonCoreArgs {
  /** The cluster to install into: an `MlCluster`, or the facts that another stack exports. */
  readonly cluster: ClusterFacts;
  /** The ingress that routes to models: an `IngressLayer`, or the facts that another stack exports. */
  readonly ingress: IngressFacts;
  /**
   * Namespaces for models, created here so that many models can share one, and labelled
   * `app.kubernetes.io/component: models`.
   *
   * @default none: models then use a namespace that exists
   */
  readonly modelNamespaces?: string[];
  /**
   * Namespace of the operator.
   *
   * @default seldon-system, created
   */
  readonly namespace?: NamespaceArgs;
  /**
   * Istio: the Gateway that models are routed through, as `<namespace>/<name>`. Chart key `istio.gateway`.
   *
   * @default the Gateway of the ingress
   */
  readonly gateway?: pulumi.Input<string>;
  /**
   * Whether the operator sends usage data to its vendor. Chart key `usageMetrics.enabled`.
   *
   * @default false
   */
  readonly usageMetrics?: boolean;
  /**
   * Resources of the operator's pod. Chart keys `manager.cpuRequest`, `manager.memoryLimit` and so on.
   *
   * @default the chart's: 100m and 200Mi requested, 500m and 300Mi at most
   */
  readonly resources?: ResourcesArgs;
  /**
   * Resources of the orchestrator that runs beside every predictor. Chart keys `executor.resources.cpuRequest` and so
   * on.
   *
   * @default the chart's: 500m and 512Mi as request and as limit; a few models can use all resources of a laptop
   */
  readonly orchestratorResources?: ResourcesArgs;
  /**
   * Labels for the namespaces.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * Changes to the chart `seldon-core-operator`. From version 1.18 the operator's licence is not Apache-2.0, and use in
   * production needs a subscription.
   *
   * @default the chart that we test
   */
  readonly charts?: Record<string, ChartArgs>;
  /**
   * Where to fetch the chart instead of its public repository: an `https://` Helm repository, the root of an `oci://`
   * mirror, or a folder of `<chart>-<version>.tgz` files.
   *
   * @default the public repository
   */
  readonly mirror?: string;
  /**
   * Whether to allow combinations of versions that are not tested.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
}
