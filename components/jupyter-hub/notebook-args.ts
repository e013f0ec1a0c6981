import type * as pulumi from "@pulumi/pulumi";
import type { PachydermFacts, SeldonFacts } from "../shared/facts";
import type { ResourcesArgs } from "../shared/resources";
import type { TaintEffect } from "../targets/node-pool-args";

/** The container image of notebooks. */
export interface JupyterHubImageArgs {
  /** Its name, such as `quay.io/jupyter/scipy-notebook`. Chart key `singleuser.image.name`. */
  readonly name: pulumi.Input<string>;
  /** Its tag, such as `2026-08-10`. Chart key `singleuser.image.tag`. */
  readonly tag: pulumi.Input<string>;
}

/** A kind of notebook that users can choose. Chart key `singleuser.profileList`. */
export interface JupyterHubProfileArgs {
  /** Its name on the page. */
  readonly name: string;
  /** Its image with a tag, such as `quay.io/jupyter/scipy-notebook:2026-08-10`. It must have JupyterHub, and JupyterLab for `/lab`. */
  readonly image: pulumi.Input<string>;
  /**
   * What identifies it in forms and in the API: a-z, 0-9 and `-`.
   *
   * @default derived from the name
   */
  readonly slug?: string;
  /**
   * Its description on the page.
   *
   * @default none
   */
  readonly description?: string;
  /**
   * What is reserved for each notebook, and the most that it can use.
   *
   * @default `resources.notebook`
   */
  readonly resources?: ResourcesArgs;
  /**
   * Number of NVIDIA's GPUs of each notebook. It then also runs on nodes with the taint of GPUs, as an `MlCluster` sets it.
   *
   * @default 0
   */
  readonly gpus?: number;
  /**
   * Whether it is chosen if the user chooses nothing. At most one profile can be.
   *
   * @default false; JupyterHub then takes the first one
   */
  readonly default?: boolean;
  /**
   * Environment variables, besides those of `extraEnv`. Their text is used as it is.
   *
   * @default none
   */
  readonly env?: Record<string, pulumi.Input<string>>;
}

/**
 * The volume of each user, at `/home/jovyan`. The hub creates it at the first start of a notebook. For the user `ada`, its claim is
 * `claim-ada`, and the pod of the notebook `jupyter-ada`. A name that is none in Kubernetes is changed and gets a hash: for
 * `Jo.Doe@example.org`, the claim is `claim-jo-doe-example-org---` and 8 hexadecimal digits.
 */
export interface JupyterHubStorageArgs {
  /**
   * Its size, such as `10Gi`. Another one applies to new users only. Chart key `singleuser.storage.capacity`.
   *
   * @default 10Gi
   */
  readonly capacity?: string;
  /**
   * Its storage class. Another one applies to new users only. Chart key `singleuser.storage.dynamic.storageClass`.
   *
   * @default the cluster's
   */
  readonly storageClass?: pulumi.Input<string>;
}

/**
 * The hub's database: users, their tokens, and with `login.native` their passwords. Kubernetes cannot make its volume smaller or change its
 * class: `mlplatform up` refuses that before anything changes. With `pulumi up` alone, the update of the chart fails.
 */
export interface JupyterHubDatabaseArgs {
  /**
   * Size of its volume, such as `1Gi`. Chart key `hub.db.pvc.storage`.
   *
   * @default 1Gi
   */
  readonly capacity?: string;
  /**
   * Storage class of its volume. Chart key `hub.db.pvc.storageClassName`.
   *
   * @default the cluster's
   */
  readonly storageClass?: pulumi.Input<string>;
}

/** When notebooks that nobody uses are stopped. Their volumes stay. */
export interface JupyterHubCullingArgs {
  /**
   * Whether they are stopped. Chart key `cull.enabled`.
   *
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Seconds without activity. Chart key `cull.timeout`.
   *
   * @default 3600
   */
  readonly timeoutSeconds?: number;
}

/** A taint of nodes on which notebooks may run. */
export interface JupyterHubTolerationArgs {
  /** Key of the taint. */
  readonly key: string;
  /**
   * Value of the taint.
   *
   * @default every value
   */
  readonly value?: string;
  /**
   * Effect of the taint.
   *
   * @default every effect
   */
  readonly effect?: TaintEffect;
}

/** Resources of single pods. */
export interface JupyterHubResourcesArgs {
  /**
   * Each notebook. Chart keys `singleuser.cpu` and `singleuser.memory`.
   *
   * @default 1Gi of memory requested
   */
  readonly notebook?: ResourcesArgs;
  /**
   * The hub. Chart key `hub.resources`.
   *
   * @default none
   */
  readonly hub?: ResourcesArgs;
  /**
   * The proxy in front of it. Chart key `proxy.chp.resources`.
   *
   * @default none
   */
  readonly proxy?: ResourcesArgs;
}

/**
 * What notebooks reach besides DNS, the hub and the internet. All other private addresses and the metadata of clouds stay closed where the
 * cluster's network enforces NetworkPolicies. Chart key `singleuser.networkPolicy.egress`.
 */
export interface JupyterHubReachArgs {
  /**
   * Models of this Seldon Core: their namespaces and, with `ingress`, the pods of the gateway.
   *
   * @default none
   */
  readonly seldon?: SeldonFacts;
  /**
   * This Pachyderm: its API, S3 and logins, and not its etcd and its database.
   *
   * @default none
   */
  readonly pachyderm?: PachydermFacts;
  /**
   * Further namespaces of the cluster, with all their pods.
   *
   * @default none
   */
  readonly namespaces?: string[];
  /**
   * CIDR blocks outside the cluster, such as `10.20.0.0/16`. None may have a link-local address, or one of a cloud's metadata.
   *
   * @default none
   */
  readonly cidrs?: string[];
}
