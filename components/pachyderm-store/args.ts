import type * as pulumi from "@pulumi/pulumi";
import type { ChartArgs } from "../shared/install-chart";
import type { ClusterFacts, IngressFacts } from "../shared/facts";
import type { NamespaceArgs } from "../shared/namespace";
import type { ResourcesArgs } from "../shared/resources";
import type { S3StoreArgs } from "../targets/aws/bucket-args";
import type { AzureBlobStoreArgs } from "../targets/azure/bucket-args";
import type { GcsStoreArgs } from "../targets/gcp/bucket-args";
import type { PachydermDatabaseArgs } from "./database-args";
import type { LocalStoreArgs, S3CompatibleStoreArgs, SeaweedFsStoreArgs } from "./store-args";

/** Pachyderm 2.11, which versions data and runs pipelines on it. Fill exactly one store for its objects. */
export interface PachydermStoreArgs {
  /** The cluster to install into: an `MlCluster`, or the facts that another stack exports. */
  readonly cluster: ClusterFacts;
  /**
   * A bucket of Amazon S3, without keys.
   *
   * @default none: fill exactly one store
   */
  readonly s3?: S3StoreArgs;
  /**
   * A bucket of Google Cloud Storage, without keys.
   *
   * @default none: fill exactly one store
   */
  readonly gcs?: GcsStoreArgs;
  /**
   * A container of Azure Blob Storage, by default with the key of its account.
   *
   * @default none: fill exactly one store
   */
  readonly azureBlob?: AzureBlobStoreArgs;
  /**
   * SeaweedFS: an object store inside the cluster, on volumes of its own.
   *
   * @default none: fill exactly one store
   */
  readonly seaweedFs?: SeaweedFsStoreArgs;
  /**
   * A bucket at any endpoint that speaks S3, such as MinIO, Ceph or Garage.
   *
   * @default none: fill exactly one store
   */
  readonly s3Compatible?: S3CompatibleStoreArgs;
  /**
   * A folder on the one node of a cluster, for trials.
   *
   * @default none: fill exactly one store
   */
  readonly local?: LocalStoreArgs;
  /**
   * Namespace of Pachyderm. With `create: false`, it must exist, and its claims remain on destroy.
   *
   * @default pachyderm, created; kept on destroy unless `deleteData` is true
   */
  readonly namespace?: NamespaceArgs;
  /**
   * Whether destroying the component deletes the data: the namespace with its volume claims, the passwords and the bucket. Write it and
   * run `up` before `destroy`, because Pulumi reads it from the state. It also counts when an `up` replaces the bucket, because its name,
   * its region or location or the store changes: the old bucket is then deleted with all objects. If it is false, the namespace, its
   * claims, the Secret `pachyderm-credentials`, the bucket, and what pachd itself has created remain: stop pipelines first, or their
   * workers remain too. A claim lives only as long as its cluster.
   *
   * @default false
   */
  readonly deleteData?: boolean;
  /**
   * Whether to take back what an earlier `destroy` kept: the namespace with its claims, the passwords and the bucket, unless that has
   * `create: false`. You may leave it set afterwards. The update fails if one of them does not exist.
   *
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * The ingress in front of Pachyderm: an `IngressLayer`, or the facts that another stack exports. `pachctl` works through Istio and
   * Emissary. Other controllers forward requests to the console only, because an Ingress cannot ask for HTTP/2.
   *
   * @default none: `service` is the way in
   */
  readonly ingress?: IngressFacts;
  /**
   * Whether everyone who reaches the `ingress` may read and change all data. Needed with `ingress` if there is no `licenseKey`, because
   * then there are no logins.
   *
   * @default false
   */
  readonly allowWithoutLogins?: boolean;
  /**
   * Host name at which users reach Pachyderm, such as `pachyderm.example.org`: the console, logins and `pachctl`. Needed with `ingress` and
   * with `oidc`. Without `ingress`, create a record in DNS that leads to the load balancer. Chart key `proxy.host`.
   *
   * @default the address of the load balancer
   */
  readonly host?: string;
  /**
   * The Service in front of Pachyderm if there is no `ingress`.
   *
   * @default a load balancer that only the cluster's network can reach
   */
  readonly service?: PachydermServiceArgs;
  /**
   * HTTPS at the Service of Pachyderm. Behind an `ingress`, the ingress answers HTTPS.
   *
   * @default plain HTTP
   */
  readonly tls?: PachydermTlsArgs;
  /**
   * The console, Pachyderm's web page. With `licenseKey`, it asks users to log in.
   *
   * @default no console
   */
  readonly console?: PachydermConsoleArgs;
  /**
   * Licence of Pachyderm's enterprise features, the base64 text that the vendor sent. Pachyderm 2.11 has logins only with a licence;
   * without one, everyone who reaches it can read and change all data. Needs `oidc`. Chart key `pachd.enterpriseLicenseKey`. A secret.
   *
   * @default none: no logins
   */
  readonly licenseKey?: pulumi.Input<string>;
  /**
   * The identity provider with which users log in to `pachctl` and to the console. Needs `licenseKey` and `host`, and `licenseKey` needs
   * it: without one, Pachyderm 2.11 does not start its logins.
   *
   * @default no logins
   */
  readonly oidc?: PachydermOidcArgs;
  /**
   * Token with which an administrator logs in (`pachctl auth use-auth-token`): 16 to 128 letters, digits, `-` and `_`, with a letter
   * first. Needs `licenseKey`. Chart key `pachd.rootToken`. A secret.
   *
   * @default generated
   */
  readonly rootToken?: pulumi.Input<string>;
  /**
   * etcd, which keeps Pachyderm's metadata.
   *
   * @default one node with a claim of 200Gi
   */
  readonly etcd?: EtcdArgs;
  /**
   * PostgreSQL, which keeps what is in repositories and pipelines.
   *
   * @default `bundled`, for trials
   */
  readonly database?: PachydermDatabaseArgs;
  /**
   * Loki, which keeps the logs of pipelines. Its agent reads files of every node, which is not possible on GKE Autopilot.
   *
   * @default a Loki with a claim of 10Gi
   */
  readonly loki?: LokiArgs;
  /**
   * Resources of single pods.
   *
   * @default the chart's: none
   */
  readonly resources?: PachydermResourcesArgs;
  /**
   * Pods that run pipelines and work on storage.
   *
   * @default the chart's
   */
  readonly workers?: PachydermWorkersArgs;
  /**
   * Whether Pachyderm and its console send usage data to their vendor. Chart keys `pachd.metrics.enabled` and
   * `console.config.disableTelemetry`.
   *
   * @default false
   */
  readonly usageMetrics?: boolean;
  /**
   * Registry that mirrors the images of the charts, such as `registry.example.org/mirror`, under their own paths, such as
   * `<imageRegistry>/pachyderm/pachd`. Chart key `global.image.registry` and those of the charts inside it. Images that pipelines name
   * remain as they are written.
   *
   * @default docker.io, and gcr.io for the proxy of `database.cloudSql`
   */
  readonly imageRegistry?: string;
  /**
   * Labels for the namespace and for what the component itself creates in it, and for what it creates in the cloud: labels of a bucket of
   * Google Cloud, and tags of a bucket of S3 with its role, or of a storage account with its resource group and identity. They must then
   * follow the rules of that cloud too. Google Cloud takes keys and values of a-z, 0-9, `-` and `_` alone; Azure takes no prefix such as
   * `example.org/`; on AWS, `name` is in use, and a key may not differ from one of `aws:defaultTags` in upper and lower case only.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * Changes to the charts `pachyderm` and `seaweedfs`.
   *
   * @default the charts that we test
   */
  readonly charts?: Record<string, ChartArgs>;
  /**
   * Where to fetch the charts instead of their public repositories: an `https://` Helm repository, the root of an `oci://`
   * mirror, or a folder of `<chart>-<version>.tgz` files.
   *
   * @default the public repositories
   */
  readonly mirror?: string;
  /**
   * Whether to allow versions that are not tested.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
}

/** How the Service in front of Pachyderm is reached. */
export enum PachydermServiceType {
  /** An address outside the cluster, by default for the cluster's network only. */
  LoadBalancer = "LoadBalancer",
  /** Only inside the cluster, or through `kubectl port-forward`. */
  ClusterIP = "ClusterIP",
}

/** The Service in front of Pachyderm: `pachyderm-proxy`, for the console, `pachctl`, logins and S3 clients. */
export interface PachydermServiceArgs {
  /**
   * How it is reached. Chart key `proxy.service.type`.
   *
   * @default PachydermServiceType.LoadBalancer
   */
  readonly type?: PachydermServiceType;
  /**
   * Whether the whole internet may reach the load balancer. Needs `licenseKey`, without which there are no logins.
   *
   * @default false: only the cluster's network reaches it
   */
  readonly allowPublic?: boolean;
  /**
   * Annotations, merged over the cluster's own for load balancers. One that contradicts `allowPublic` is refused. Chart key
   * `proxy.service.annotations`.
   *
   * @default the cluster's annotations for an internal load balancer; with `allowPublic`, for a public one
   */
  readonly annotations?: Record<string, pulumi.Input<string>>;
}

/** The certificate of Pachyderm's own Service. */
export interface PachydermTlsArgs {
  /**
   * Secret of type `kubernetes.io/tls` in the namespace of Pachyderm. Pods wait until it exists; the output `namespace` tells when it can
   * be created. Chart key `proxy.tls.secretName`.
   */
  readonly secretName: string;
}

/** Pachyderm's web page. */
export interface PachydermConsoleArgs {
  /**
   * Resources of the console's pod. Chart key `console.resources`.
   *
   * @default the chart's: none
   */
  readonly resources?: ResourcesArgs;
}

/** An identity provider with OpenID Connect. Register `<https or http>://<host>/dex/callback` there as the redirect URI. */
export interface PachydermOidcArgs {
  /** URL of the issuer, with `https://`. Chart key `oidc.upstreamIDPs`. */
  readonly issuer: string;
  /** Id of the client that was registered for Pachyderm. */
  readonly clientId: pulumi.Input<string>;
  /** Secret of that client. */
  readonly clientSecret: pulumi.Input<string>;
  /**
   * Name of the provider on the login page.
   *
   * @default the host of the issuer
   */
  readonly displayName?: string;
  /**
   * E-mail addresses of the administrators of Pachyderm. Chart key `pachd.pachAuthClusterRoleBindings`.
   *
   * @default none: the root token is the only administrator
   */
  readonly admins?: string[];
}

/**
 * etcd. Kubernetes cannot change the claims of a StatefulSet, so `mlplatform up` refuses another size or class before anything changes. With
 * `pulumi up` alone, the update of the chart fails.
 */
export interface EtcdArgs {
  /**
   * Number of nodes: 1, 3, 5 or 7. It cannot change later, because the nodes know each other from the start: `mlplatform up` refuses that.
   * With `pulumi up` alone, etcd loses its quorum, and Pachyderm stops. Chart key `etcd.dynamicNodes`.
   *
   * @default 1
   */
  readonly nodes?: number;
  /**
   * Size of each claim, such as `200Gi`. Chart key `etcd.storageSize`.
   *
   * @default 200Gi
   */
  readonly storageSize?: string;
  /**
   * Storage class of the claims. Chart key `etcd.storageClass`.
   *
   * @default the cluster's
   */
  readonly storageClass?: pulumi.Input<string>;
  /**
   * Resources of each pod. Chart key `etcd.resources`.
   *
   * @default the chart's: none
   */
  readonly resources?: ResourcesArgs;
}

/**
 * Loki. Kubernetes cannot change its claim later: `mlplatform up` refuses another size or class before anything changes. With `pulumi up`
 * alone, the update of the chart fails.
 */
export interface LokiArgs {
  /**
   * Whether it is installed. Without it, `pachctl logs` shows only what the cluster still has. Chart keys `pachd.lokiDeploy` and
   * `pachd.lokiLogging`.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Size of its claim, such as `10Gi`. Chart key `loki-stack.loki.persistence.size`.
   *
   * @default 10Gi
   */
  readonly storageSize?: string;
  /**
   * Storage class of its claim. Chart key `loki-stack.loki.persistence.storageClassName`.
   *
   * @default the cluster's
   */
  readonly storageClass?: pulumi.Input<string>;
}

/** Resources of single pods. */
export interface PachydermResourcesArgs {
  /**
   * pachd, Pachyderm's server. Chart key `pachd.resources`.
   *
   * @default none
   */
  readonly pachd?: ResourcesArgs;
  /**
   * The proxy in front of it. Chart key `proxy.resources`.
   *
   * @default 100m and 512Mi requested, 512Mi at most
   */
  readonly proxy?: ResourcesArgs;
}

/** Pods that run pipelines and work on storage. */
export interface PachydermWorkersArgs {
  /**
   * The most pods that work on storage, such as on compaction. Chart key `pachw.maxReplicas`.
   *
   * @default 1
   */
  readonly maxStorageWorkers?: number;
  /**
   * What is reserved for the code of a pipeline that asks for nothing. Chart keys `pachd.defaultPipelineCPURequest` and so on.
   *
   * @default Pachyderm's
   */
  readonly pipeline?: PodRequestsArgs;
  /**
   * What is reserved for the container beside it that reads and writes data. Chart keys `pachd.defaultSidecarCPURequest` and so on.
   *
   * @default Pachyderm's
   */
  readonly sidecar?: PodRequestsArgs;
}

/** What is reserved for a container. `0` reserves nothing. */
export interface PodRequestsArgs {
  /**
   * CPU cores, such as `500m` or `2`.
   *
   * @default Pachyderm's
   */
  readonly cpu?: string;
  /**
   * Memory, such as `512Mi`.
   *
   * @default Pachyderm's
   */
  readonly memory?: string;
  /**
   * Disk of the node, such as `1Gi`.
   *
   * @default Pachyderm's
   */
  readonly storage?: string;
}
