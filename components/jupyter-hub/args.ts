import type * as pulumi from "@pulumi/pulumi";
import type { ClusterFacts, IngressFacts } from "../shared/facts";
import type { ChartArgs } from "../shared/install-chart";
import type { NamespaceArgs } from "../shared/namespace";
import type { JupyterHubLoginArgs } from "./login-args";
import type {
  JupyterHubCullingArgs,
  JupyterHubDatabaseArgs,
  JupyterHubImageArgs,
  JupyterHubProfileArgs,
  JupyterHubReachArgs,
  JupyterHubResourcesArgs,
  JupyterHubStorageArgs,
  JupyterHubTolerationArgs,
} from "./notebook-args";

/** JupyterHub 5, which gives each user a notebook in the cluster. */
export interface JupyterHubArgs {
  /** The cluster to install into: an `MlCluster`, or the facts that another stack exports. */
  readonly cluster: ClusterFacts;
  /** How users log in, who may, and who administers. */
  readonly login: JupyterHubLoginArgs;
  /**
   * The ingress in front of JupyterHub: an `IngressLayer`, or the facts that another stack exports. Needs `host`.
   *
   * @default none: `kubernetesIngress` or `service` is the way in
   */
  readonly ingress?: IngressFacts;
  /**
   * An Ingress of the chart, for a controller that the cluster has. Needs `host`.
   *
   * @default none
   */
  readonly kubernetesIngress?: JupyterHubIngressArgs;
  /**
   * The Service in front of JupyterHub if there is no ingress.
   *
   * @default only inside the cluster
   */
  readonly service?: JupyterHubServiceArgs;
  /**
   * HTTPS at the Service of JupyterHub. An ingress answers HTTPS itself.
   *
   * @default plain HTTP
   */
  readonly tls?: JupyterHubTlsArgs;
  /**
   * Host name at which users reach JupyterHub, such as `jupyterhub.example.org`. Needed with an ingress, and with a login at an identity
   * provider. Without an ingress, create a record in DNS that leads to the load balancer. Chart key `ingress.hosts`.
   *
   * @default the address of the Service
   */
  readonly host?: string;
  /**
   * Path below which JupyterHub answers, such as `/jupyter`; other paths of the host are not routed to it. Chart key `hub.baseUrl`.
   *
   * @default /
   */
  readonly basePath?: string;
  /**
   * Page of a notebook at first: `/lab` for JupyterLab, `/tree` for the classic one. The image must have it. Chart key
   * `singleuser.defaultUrl`.
   *
   * @default /lab
   */
  readonly defaultUrl?: string;
  /**
   * Image of notebooks. Chart key `singleuser.image`.
   *
   * @default quay.io/jupyter/minimal-notebook with the tag 2026-08-10
   */
  readonly image?: JupyterHubImageArgs;
  /**
   * Kinds of notebooks that users choose from. Without any, all notebooks have `image`. Chart key `singleuser.profileList`.
   *
   * @default none
   */
  readonly profiles?: JupyterHubProfileArgs[];
  /**
   * The volume of each user.
   *
   * @default 10Gi of the cluster's storage class
   */
  readonly storage?: JupyterHubStorageArgs;
  /**
   * The hub's database.
   *
   * @default 1Gi of the cluster's storage class
   */
  readonly database?: JupyterHubDatabaseArgs;
  /**
   * Environment variables of all notebooks. Their text is used as it is, and a secret stays one in the state. Users can read it. Chart key
   * `singleuser.extraEnv`.
   *
   * @default none
   */
  readonly extraEnv?: Record<string, pulumi.Input<string>>;
  /**
   * When notebooks that nobody uses are stopped.
   *
   * @default after an hour
   */
  readonly culling?: JupyterHubCullingArgs;
  /**
   * Whether images are pulled on every node before users need them. The installation then waits for that. Chart keys
   * `prePuller.hook.enabled` and `prePuller.continuous.enabled`.
   *
   * @default false
   */
  readonly prePuller?: boolean;
  /**
   * Whether a scheduler of the chart packs notebooks onto few nodes, so that an autoscaler can remove others. It is kube-scheduler 1.30, which
   * is older than the clusters that we test. Chart key `scheduling.userScheduler.enabled`.
   *
   * @default false
   */
  readonly userScheduler?: boolean;
  /**
   * Resources of single pods.
   *
   * @default 1Gi of memory is reserved for a notebook
   */
  readonly resources?: JupyterHubResourcesArgs;
  /**
   * Labels of the nodes on which notebooks run. Chart key `singleuser.nodeSelector`.
   *
   * @default all nodes
   */
  readonly nodeSelector?: Record<string, pulumi.Input<string>>;
  /**
   * Taints of nodes on which notebooks may run. A profile with `gpus` tolerates the taint of GPUs without this. Chart key
   * `singleuser.extraTolerations`.
   *
   * @default none
   */
  readonly tolerations?: JupyterHubTolerationArgs[];
  /**
   * What notebooks reach in the cluster and in private networks.
   *
   * @default nothing
   */
  readonly reach?: JupyterHubReachArgs;
  /**
   * Namespace of JupyterHub and of all notebooks. With `create: false`, it must exist, and volumes remain on destroy.
   *
   * @default jupyterhub, created; kept on destroy unless `deleteData` is true
   */
  readonly namespace?: NamespaceArgs;
  /**
   * Whether destroying the component deletes the data: the namespace with the volumes of all users, the hub's database and the passwords.
   * Write it and run `up` before `destroy`, because Pulumi reads it from the state. If it is false, all of that remains. Notebooks that run
   * end either way. A volume lives only as long as its cluster.
   *
   * @default false
   */
  readonly deleteData?: boolean;
  /**
   * Whether to take back what an earlier `destroy` kept: the namespace with its volumes, the database and the passwords. You may leave it
   * set afterwards. The update fails if the namespace or the Secret `jupyterhub-credentials` does not exist.
   *
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Whether `charts` may add code, containers and Secrets to the hub, such as `hub.extraConfig`, and give rights by `hub.services` and
   * `hub.loadRoles`. No check sees who may log in then.
   *
   * @default false
   */
  readonly allowHubCode?: boolean;
  /**
   * Labels for the namespace and for what the component itself creates in it.
   *
   * @default none
   */
  readonly labels?: Record<string, pulumi.Input<string>>;
  /**
   * Changes to the chart `jupyterhub`.
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
   * Registry that mirrors the images of the chart and of notebooks, such as `registry.example.org/mirror`, under their own paths, such
   * as `<imageRegistry>/jupyterhub/k8s-hub`. Images that `image` and `profiles` name remain as they are written.
   *
   * @default quay.io and registry.k8s.io
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
export interface JupyterHubIngressArgs {
  /**
   * Class of the Ingress. Chart key `ingress.ingressClassName`.
   *
   * @default the cluster's default class
   */
  readonly className?: pulumi.Input<string>;
  /**
   * Annotations of the Ingress. Chart key `ingress.annotations`.
   *
   * @default none
   */
  readonly annotations?: Record<string, pulumi.Input<string>>;
  /**
   * Secret of type `kubernetes.io/tls` in the namespace of JupyterHub, with which the controller answers HTTPS. Chart key `ingress.tls`.
   *
   * @default none
   */
  readonly tlsSecretName?: string;
  /**
   * Whether the controller answers HTTPS with a certificate of its own.
   *
   * @default false
   */
  readonly https?: boolean;
}

/** How the Service in front of JupyterHub is reached. */
export enum JupyterHubServiceType {
  /** Only inside the cluster, or through `kubectl port-forward`. */
  ClusterIP = "ClusterIP",
  /** An address outside the cluster, by default for the cluster's network only. */
  LoadBalancer = "LoadBalancer",
}

/** The Service in front of JupyterHub: `proxy-public`. */
export interface JupyterHubServiceArgs {
  /**
   * How it is reached. Chart key `proxy.service.type`.
   *
   * @default JupyterHubServiceType.ClusterIP
   */
  readonly type?: JupyterHubServiceType;
  /**
   * Whether the whole internet may reach the load balancer. Needs `tls`.
   *
   * @default false: only the cluster's network reaches it
   */
  readonly allowPublic?: boolean;
  /**
   * CIDR blocks that may reach the load balancer from the internet, together no more than a /8. Needs `tls`. Chart key
   * `proxy.service.loadBalancerSourceRanges`.
   *
   * @default none: only the cluster's network reaches it
   */
  readonly sourceRanges?: string[];
  /**
   * Annotations, merged over the cluster's own for load balancers. One that contradicts the other inputs is refused. Chart key
   * `proxy.service.annotations`.
   *
   * @default the cluster's annotations for an internal or a public load balancer
   */
  readonly annotations?: Record<string, pulumi.Input<string>>;
}

/** The certificate of JupyterHub's own Service. */
export interface JupyterHubTlsArgs {
  /**
   * Secret of type `kubernetes.io/tls` in the namespace of JupyterHub. Pods wait until it exists; the output `namespace` tells when it can
   * be created. Chart key `proxy.https.secret.name`.
   */
  readonly secretName: string;
}
