import type * as pulumi from "@pulumi/pulumi";
import type { ChartArgs } from "../shared/install-chart";
import type { ClusterFacts, IngressFacts, SeldonFacts } from "../shared/facts";
import type { NamespaceArgs } from "../shared/namespace";
import type { ResourcesArgs } from "../shared/resources";
import type { ExistingSeldonArgs } from "./existing-args";
import type { StorageInitializerArgs } from "./storage-args";

/** Seldon Core v1, which serves models behind an ingress. */
export interface SeldonCoreArgs {
  /** The cluster to install into: an `MlCluster`, or the facts that another stack exports. */
  readonly cluster: ClusterFacts;
  /** The ingress that routes to models: an `IngressLayer`, or the facts that another stack exports. */
  readonly ingress: IngressFacts;
  /**
   * An operator that is in the cluster already. Nothing is installed; only namespaces for models and `podMonitors` are created.
   *
   * @default none: the operator is installed
   */
  readonly existing?: ExistingSeldonArgs;
  /**
   * Namespaces for models, created here so that many models can share one, and labelled
   * `app.kubernetes.io/component: models`.
   *
   * @default none: models then use a namespace that exists
   */
  readonly modelNamespaces?: string[];
  /**
   * Namespace of the operator. Operators beside each other have one each.
   *
   * @default seldon-system, created
   */
  readonly namespace?: NamespaceArgs;
  /**
   * Id of this operator, if there are several in the cluster: a label value. It serves only models with the label
   * `seldon.io/controller-id: <id>`, which each `ModelDeployment` of it gets. Several operators in one program must each have one, or
   * be a `singleNamespace`: without either, the webhook of an operator also judges the models of the others on EKS and GKE, because the
   * chart leaves out the selectors where the cluster's version ends like `-eks-1a2b3c4` or `-gke.100`. Chart key `controllerId`.
   *
   * @default none: it serves models without that label
   */
  readonly controllerId?: string;
  /**
   * Whether the operator serves only models in its own namespace, and has no rights beyond it. Its namespace gets the label
   * `seldon.io/controller-id: <namespace>`, by which other operators leave these models alone. Chart key `singleNamespace`.
   *
   * @default false
   */
  readonly singleNamespace?: boolean;
  /**
   * Another operator of the same cluster, a `SeldonCore` or its facts, whose definition of SeldonDeployment this one uses. A cluster has
   * only one. Chart key `crd.create`.
   *
   * @default none: the definition is installed, and remains on destroy
   */
  readonly definition?: SeldonFacts;
  /**
   * Istio: the Gateway that models are routed through, as `<namespace>/<name>`. Chart key `istio.gateway`.
   *
   * @default the Gateway of the ingress
   */
  readonly gateway?: pulumi.Input<string>;
  /**
   * Emissary: how the operator routes through it.
   *
   * @default Mappings if the ingress serves `getambassador.io/v2`, else annotations
   */
  readonly emissary?: SeldonEmissaryArgs;
  /**
   * Scaling by KEDA, for models that ask for it. KEDA must be in the cluster: its definition `scaledobjects.keda.sh` is looked up before
   * the operator is installed, because the operator does not start without it. Chart key `keda.enabled`.
   *
   * @default no KEDA
   */
  readonly keda?: SeldonKedaArgs;
  /**
   * Metrics of the operator and of models for the Prometheus Operator: a PodMonitor for each. The chart has no object for it, and no
   * Service in front of the metrics. The definition `podmonitors.monitoring.coreos.com` is looked up first.
   *
   * @default none
   */
  readonly podMonitors?: PodMonitorsArgs;
  /**
   * Whether the operator sends usage data to its vendor. Chart key `usageMetrics.enabled`.
   *
   * @default false
   */
  readonly usageMetrics?: boolean;
  /**
   * What the operator logs. Chart key `manager.logLevel`.
   *
   * @default SeldonLogLevel.Info
   */
  readonly logLevel?: SeldonLogLevel;
  /**
   * Priority class of the operator's pod. It must exist. Chart key `manager.priorityClassName`.
   *
   * @default none
   */
  readonly priorityClass?: pulumi.Input<string>;
  /**
   * Whether the operator uses the network of its node. EKS needs it with another network plugin than Amazon's, because the control
   * plane then cannot reach pods. Its ports must be free on the node. Chart key `hostNetwork`.
   *
   * @default false
   */
  readonly hostNetwork?: boolean;
  /**
   * Port of the operator's webhook, from 1024 with `hostNetwork`. Chart key `webhook.port`.
   *
   * @default 4443
   */
  readonly webhookPort?: number;
  /**
   * Port of the operator's metrics, from 1024 with `hostNetwork`. Chart key `metrics.port`.
   *
   * @default 8080
   */
  readonly metricsPort?: number;
  /**
   * User id of the models' pods, a whole number as text. An empty text sets none, which OpenShift needs. Chart key `defaultUserID`.
   *
   * @default 8888
   */
  readonly defaultUserId?: string;
  /**
   * Registry that mirrors the images of the chart, such as `registry.example.org/mirror`: of the operator, the orchestrator, the
   * container that loads models, the explainers and the prepackaged servers, under their own names, such as
   * `<imageRegistry>/seldonio/sklearnserver`. Images of `servers` and of models remain as they are written. The chart has no pull
   * secrets, so nodes must be able to pull without one.
   *
   * @default docker.io, and nvcr.io for Triton
   */
  readonly imageRegistry?: string;
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
   * Where orchestrators send requests and answers of models that log them, unless the model says otherwise.
   *
   * @default the chart's
   */
  readonly requestLogger?: RequestLoggerArgs;
  /**
   * The container that loads a model before its server starts.
   *
   * @default the chart's, which reads public models of Google Cloud Storage
   */
  readonly storageInitializer?: StorageInitializerArgs;
  /**
   * Servers of your own, by the name that `customServer` of a model uses, such as `MY_SERVER`. The name of a prepackaged server replaces
   * its images. Chart key `predictor_servers`.
   *
   * @default the prepackaged servers
   */
  readonly servers?: Record<string, ServerImagesArgs>;
  /**
   * Labels for the namespaces, and for the objects that the component creates itself.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * Changes to the chart `seldon-core-operator`. From version 1.18 it needs `acceptBusinessSourceLicense`.
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
   * Whether you accept the Business Source License 1.1. Versions from 1.18 have it instead of Apache-2.0; use in production then needs
   * a subscription of the vendor.
   *
   * @default false: such a version is refused
   */
  readonly acceptBusinessSourceLicense?: boolean;
  /**
   * Whether to allow combinations of versions that are not tested.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
}

/** How Seldon Core tells Emissary of its routes. */
export enum EmissaryRoutes {
  /** Mappings of `getambassador.io/v2`. */
  Mappings = "v2",
  /** An annotation on the Service of each predictor, which every version of Emissary reads. */
  Annotations = "v1",
}

/** How the operator routes through Emissary. */
export interface SeldonEmissaryArgs {
  /**
   * How it tells Emissary of routes. Mappings need an Emissary with `legacyVersions`. Annotations work with every version, and some
   * annotations of models, such as `seldon.io/ambassador-config`, work with them only. Chart key `ambassador.version`.
   *
   * @default Mappings if the ingress serves `getambassador.io/v2`, else annotations
   */
  readonly routes?: EmissaryRoutes;
  /**
   * Whether a model also answers below `/seldon/<name>/`, without its namespace. Needs annotations: with Mappings, the operator writes
   * an invalid name, and every model fails. Chart key `ambassador.singleNamespace`.
   *
   * @default false
   */
  readonly shortPaths?: boolean;
}

/** Scaling by KEDA. */
export interface SeldonKedaArgs {
  /**
   * An output of what installs KEDA in the same program, such as the status of its release. KEDA is looked up when it resolves.
   *
   * @default none: KEDA is in the cluster already
   */
  readonly ready?: pulumi.Input<string>;
}

/** PodMonitors of the operator and of models. */
export interface PodMonitorsArgs {
  /**
   * Labels by which a Prometheus chooses its PodMonitors, such as `release: kube-prometheus-stack`.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * Seconds between two scrapes.
   *
   * @default that of Prometheus
   */
  readonly intervalSeconds?: number;
  /**
   * An output of what installs the Prometheus Operator in the same program. Its definition is looked up when it resolves.
   *
   * @default none: it is in the cluster already
   */
  readonly ready?: pulumi.Input<string>;
}

/** What an operator logs. */
export enum SeldonLogLevel {
  /** Everything. */
  Debug = "DEBUG",
  /** What it does. */
  Info = "INFO",
  // The operator reads "WARN" as "INFO": a case of main.go that falls through to nothing.
  /** What may be wrong. */
  Warning = "WARNING",
  /** What is wrong. */
  Error = "ERROR",
  /** What ends it. */
  Fatal = "FATAL",
}

/** Defaults of models that log their requests. */
export interface RequestLoggerArgs {
  /**
   * URL that gets a CloudEvent for each request and answer. Chart key `executor.requestLogger.defaultEndpoint`.
   *
   * @default http://default-broker
   */
  readonly endpoint?: pulumi.Input<string>;
  /**
   * How many events wait at most; further ones are dropped. Chart key `executor.requestLogger.workQueueSize`.
   *
   * @default 10000
   */
  readonly queueSize?: number;
  /**
   * Milliseconds after which an event that finds no place in the queue is dropped. Chart key `executor.requestLogger.writeTimeoutMs`.
   *
   * @default 2000
   */
  readonly timeoutMs?: number;
}

/** Images of a server, one for each protocol that it speaks; at least one. */
export interface ServerImagesArgs {
  /**
   * Image for `ModelProtocol.Seldon`, such as `registry.example.org/my-server:1.2`.
   *
   * @default none; of a prepackaged server, its own
   */
  readonly seldon?: pulumi.Input<string>;
  /**
   * Image for `ModelProtocol.Tensorflow`.
   *
   * @default none; of a prepackaged server, its own
   */
  readonly tensorflow?: pulumi.Input<string>;
  /**
   * Image for `ModelProtocol.V2`.
   *
   * @default none; of a prepackaged server, its own
   */
  readonly v2?: pulumi.Input<string>;
}
