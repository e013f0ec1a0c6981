import type * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts, IngressFacts } from "../shared/facts";
import type { ChartArgs } from "../shared/install-chart";
import type { NamespaceArgs } from "../shared/namespace";
import type { ResourcesArgs } from "../shared/resources";

/** Rancher, which manages Kubernetes clusters. A cluster has at most one. */
export interface RancherServerArgs {
  /** The cluster to install into: an `MlCluster`, or the facts that another stack exports. */
  readonly cluster: ClusterFacts;
  /** Host name at which browsers and the agents of other clusters reach Rancher, such as `rancher.example.org`. Chart key `hostname`. */
  readonly host: string;
  /**
   * The ingress in front of Rancher: an `IngressLayer`, or the facts that another stack exports. It must answer HTTPS.
   *
   * @default none: `kubernetesIngress` is the way in
   */
  readonly ingress?: IngressFacts;
  /**
   * An Ingress of the chart, for a controller that the cluster has. It answers HTTPS with the certificate of `tls`.
   *
   * @default none
   */
  readonly kubernetesIngress?: RancherIngressArgs;
  /**
   * Where the certificate of `kubernetesIngress` comes from: fill exactly one block. An `ingress` has its own.
   *
   * @default a certificate of Rancher's own authority, which cert-manager issues
   */
  readonly tls?: RancherTlsArgs;
  /**
   * Certificate of the private authority that signed the certificate of `tls.secret` or of the `ingress`, in PEM form. Agents of other
   * clusters trust it. Becomes the Secret `tls-ca`. Chart key `privateCA`.
   *
   * @default none: the certificate is one that everybody trusts
   */
  readonly privateCa?: pulumi.Input<string>;
  /**
   * Password of `admin` for the first login, of at least 12 characters. Once Rancher is installed, a change has no effect. It is always
   * stored as a secret. Chart key `bootstrapPassword`.
   *
   * @default a random one, which the output `bootstrapPassword` tells
   */
  readonly bootstrapPassword?: pulumi.Input<string>;
  /**
   * Version of Rancher: a minor one, such as `2.14`, for the patch version that we test, or a whole one.
   *
   * @default the newest that supports the cluster's version of Kubernetes
   */
  readonly version?: string;
  /**
   * Number of Rancher's pods. Chart key `replicas`.
   *
   * @default 3
   */
  readonly replicas?: pulumi.Input<number>;
  /**
   * Resources of each pod of Rancher. Chart key `resources`.
   *
   * @default none
   */
  readonly resources?: ResourcesArgs;
  /**
   * A record of who asked Rancher for what. Chart key `auditLog`.
   *
   * @default none
   */
  readonly auditLog?: RancherAuditLogArgs;
  /**
   * The namespace, whose name is always `cattle-system`. With `create: false`, it must exist, and it remains on destroy.
   *
   * @default created
   */
  readonly namespace?: NamespaceArgs;
  /**
   * Labels for the namespace and for what the component itself creates in it.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * What happens after Rancher was uninstalled. Pulumi reads it from the state: write a change and run `up` before `destroy`.
   *
   * @default everything that Rancher left in the cluster is removed within 5 minutes
   */
  readonly cleanUp?: RancherCleanUpArgs;
  /**
   * Text of a kubeconfig with which the clean-up reaches the cluster as an administrator. It is always stored as a secret.
   *
   * @default the output `kubeconfig` of `cluster`, if that is an `MlCluster` of the same program
   */
  readonly kubeconfig?: pulumi.Input<string>;
  /**
   * Seconds that the installation waits for Rancher, and the removal for the chart's own clean-up.
   *
   * @default 1200, because the first start can take 10 minutes
   */
  readonly timeoutSeconds?: number;
  /**
   * Changes to the chart `rancher`.
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
   * Registry that mirrors the images of the chart, such as `registry.example.org/mirror`, under their own paths, such as
   * `<imageRegistry>/rancher/rancher`. Rancher takes the images of what it installs itself from there too, also those of clusters that it
   * creates. Each release of Rancher has a list of these. Chart key `systemDefaultRegistry`.
   *
   * @default docker.io
   */
  readonly imageRegistry?: string;
  /**
   * Whether to allow versions that are not tested.
   *
   * @default false
   */
  readonly allowUntestedVersions?: boolean;
}

/** An Ingress of the chart. */
export interface RancherIngressArgs {
  /**
   * Class of the Ingress. Needed with `tls.letsEncrypt`. Chart key `ingress.ingressClassName`.
   *
   * @default the cluster's default class
   */
  readonly className?: pulumi.Input<string>;
  /**
   * Annotations of the Ingress. Chart key `ingress.extraAnnotations`.
   *
   * @default none
   */
  readonly annotations?: Record<string, pulumi.Input<string>>;
  /**
   * Resolves when cert-manager answers, such as `ready` of an `IngressLayer` of this program that installs it.
   *
   * @default cert-manager is there already
   */
  readonly certManagerReady?: pulumi.Input<string>;
}

/** Where the certificate of the Ingress comes from. Fill exactly one block. */
export interface RancherTlsArgs {
  /**
   * A certificate of Let's Encrypt, by the challenge HTTP-01. Needs cert-manager. Chart key `letsEncrypt`.
   *
   * @default none: fill exactly one block
   */
  readonly letsEncrypt?: RancherLetsEncryptArgs;
  /**
   * A certificate that exists: the Secret `tls-rancher-ingress`.
   *
   * @default none: fill exactly one block
   */
  readonly secret?: RancherCertificateArgs;
}

/** Certificates of Let's Encrypt. */
export interface RancherLetsEncryptArgs {
  /** Address at which Let's Encrypt reaches you. Chart key `letsEncrypt.email`. */
  readonly email: pulumi.Input<string>;
  /**
   * Whether to use the staging service: it has higher limits, and its certificates are not trusted by browsers. Chart key
   * `letsEncrypt.environment`.
   *
   * @default false
   */
  readonly staging?: boolean;
}

/** A certificate that exists. */
export interface RancherCertificateArgs {
  /**
   * Name of a Secret of type `kubernetes.io/tls` in `cattle-system`. The output `namespace` tells when it can be created. Chart key
   * `ingress.tls.secretName`.
   *
   * @default none: write `certificate` and `key`
   */
  readonly name?: string;
  /**
   * The certificate and those of its issuers, in PEM form.
   *
   * @default none: write `name`
   */
  readonly certificate?: pulumi.Input<string>;
  /**
   * The private key of the certificate, in PEM form. It is always stored as a secret.
   *
   * @default none: write `name`
   */
  readonly key?: pulumi.Input<string>;
}

/** A record of requests. */
export interface RancherAuditLogArgs {
  /**
   * How much it tells: 0 who asked for what, 1 also headers, 2 also the body of requests, 3 also that of answers. Chart key
   * `auditLog.level`.
   *
   * @default 0
   */
  readonly level?: number;
  /**
   * Folder of the nodes for the record, such as `/var/log/rancher/audit/`. Chart key `auditLog.hostPath`.
   *
   * @default none: a container beside Rancher prints it
   */
  readonly hostPath?: string;
  /**
   * Days for which old files are kept. Chart key `auditLog.maxAge`.
   *
   * @default 1
   */
  readonly maxAgeDays?: number;
  /**
   * How many old files are kept. Chart key `auditLog.maxBackup`.
   *
   * @default 1
   */
  readonly maxBackups?: number;
  /**
   * Size of a file in megabytes. Chart key `auditLog.maxSize`.
   *
   * @default 100
   */
  readonly maxSizeMb?: number;
}

/** Removes what Rancher leaves in a cluster. It needs kubectl on the machine that runs Pulumi. */
export interface RancherCleanUpArgs {
  /**
   * Whether it runs. Without it, finalizers of Rancher keep every namespace of the cluster from being deleted.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Seconds within which it ends. If something is left then, `destroy` fails and lists it; another `destroy` goes on.
   *
   * @default 300
   */
  readonly timeoutSeconds?: number;
}
