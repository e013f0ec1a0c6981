import type * as pulumi from "@pulumi/pulumi";
import type { ResourcesArgs } from "../shared/resources";

/** PostgreSQL. Fill exactly one block. */
export interface PachydermDatabaseArgs {
  /**
   * A PostgreSQL of the chart, with one pod and no backups, for trials.
   *
   * @default this one, if no block is written
   */
  readonly bundled?: BundledDatabaseArgs;
  /**
   * A server that exists, such as RDS or Azure Database for PostgreSQL.
   *
   * @default none
   */
  readonly external?: ExternalDatabaseArgs;
  /**
   * Cloud SQL of Google Cloud, through its proxy.
   *
   * @default none
   */
  readonly cloudSql?: CloudSqlDatabaseArgs;
}

/**
 * A PostgreSQL of the chart. Kubernetes cannot change its claim later: `mlplatform up` refuses another size or class before anything
 * changes. With `pulumi up` alone, the update of the chart fails.
 */
export interface BundledDatabaseArgs {
  /**
   * Size of its claim, such as `10Gi`. Chart key `postgresql.persistence.size`.
   *
   * @default 10Gi
   */
  readonly storageSize?: string;
  /**
   * Storage class of its claim. Chart key `postgresql.persistence.storageClass`.
   *
   * @default the cluster's
   */
  readonly storageClass?: pulumi.Input<string>;
  /**
   * Resources of its pod. Chart key `postgresql.resources`.
   *
   * @default 250m and 256Mi requested
   */
  readonly resources?: ResourcesArgs;
}

/** How connections to a PostgreSQL server are encrypted. */
export enum DatabaseTls {
  /** Not at all. */
  Disable = "disable",
  /** Encrypted, without checks of the server's certificate. */
  Require = "require",
  /** The certificate must be of `caCertificate`. Only the connection pool checks it, because pachd cannot. */
  VerifyCa = "verify-ca",
  /** The certificate must also be for the host name. Only the connection pool checks it, because pachd cannot. */
  VerifyFull = "verify-full",
}

/** A PostgreSQL server that exists. Create both databases and the user first. */
export interface ExternalDatabaseArgs {
  /** Host name or address of the server. Chart key `global.postgresql.postgresqlHost`. */
  readonly host: pulumi.Input<string>;
  /**
   * Its port. Chart key `global.postgresql.postgresqlPort`.
   *
   * @default 5432
   */
  readonly port?: pulumi.Input<number>;
  /** Password of the user. Chart key `global.postgresql.postgresqlPassword`. A secret. */
  readonly password: pulumi.Input<string>;
  /**
   * The user, who owns both databases. Chart key `global.postgresql.postgresqlUsername`.
   *
   * @default pachyderm
   */
  readonly user?: pulumi.Input<string>;
  /**
   * Name of Pachyderm's database. Chart key `global.postgresql.postgresqlDatabase`.
   *
   * @default pachyderm
   */
  readonly database?: pulumi.Input<string>;
  /**
   * Name of the database for logins. Chart key `global.postgresql.identityDatabaseFullNameOverride`.
   *
   * @default dex
   */
  readonly identityDatabase?: pulumi.Input<string>;
  /**
   * How connections of pachd and of the connection pool are encrypted. Chart keys `global.postgresql.postgresqlSSL` and
   * `global.postgresql.ssl`. Chart 2.11.5 cannot set it for the storage workers (`pachw`). They use the database through the pool, but
   * wait for changes on a connection of their own, which is never encrypted. A server that demands TLS refuses that connection, and they
   * then notice no changes: let it accept connections without TLS too, or use `cloudSql`.
   *
   * @default DatabaseTls.Require
   */
  readonly tls?: DatabaseTls;
  /**
   * Certificate of the server's authority, in PEM form; needed for the two kinds of `tls` that check it. Chart key
   * `global.postgresql.postgresqlSSLCACert`.
   *
   * @default none
   */
  readonly caCertificate?: pulumi.Input<string>;
}

/**
 * Cloud SQL. The proxy's service account `k8s-cloudsql-auth-proxy` must be allowed to act as `serviceAccount`: give
 * `serviceAccount:<project of the cluster>.svc.id.goog[<namespace>/k8s-cloudsql-auth-proxy]` the role `roles/iam.workloadIdentityUser` on
 * it. The component does not, because the account is not its own.
 */
export interface CloudSqlDatabaseArgs {
  /** Name of the instance's connection: `<project>:<region>:<instance>`. Chart key `cloudsqlAuthProxy.connectionName`. */
  readonly connectionName: pulumi.Input<string>;
  /** E-mail address of a service account with the role Cloud SQL Client. Chart key `cloudsqlAuthProxy.serviceAccount`. */
  readonly serviceAccount: pulumi.Input<string>;
  /** Password of the user. Chart key `global.postgresql.postgresqlPassword`. A secret. */
  readonly password: pulumi.Input<string>;
  /**
   * The user, who owns both databases. Chart key `global.postgresql.postgresqlUsername`.
   *
   * @default pachyderm
   */
  readonly user?: pulumi.Input<string>;
  /**
   * Name of Pachyderm's database. Chart key `global.postgresql.postgresqlDatabase`.
   *
   * @default pachyderm
   */
  readonly database?: pulumi.Input<string>;
  /**
   * Name of the database for logins. Chart key `global.postgresql.identityDatabaseFullNameOverride`.
   *
   * @default dex
   */
  readonly identityDatabase?: pulumi.Input<string>;
  /**
   * Whether the proxy connects to the private address of the instance. Chart key `cloudsqlAuthProxy.privateIp`.
   *
   * @default false
   */
  readonly privateIp?: boolean;
}
