import { derived, given, type Decided, type ProtectedValue, type Values } from "../shared/values";
import { oneOf } from "../shared/one-of";
import { checked, checkedCount, notEmpty, type Check } from "../shared/checks";
import { whenKnown } from "../shared/deferred";
import { problemIf, shown, type Problem } from "../shared/invalid-args";
import { resourceFieldProblems, resourceProblems } from "../shared/resources";
import { DatabaseTls, type PachydermDatabaseArgs } from "./database-args";
import { claimClass, claimSize } from "../shared/claim-inputs";
import type { Credentials } from "./credentials";
import { isOwnPod, OWN_POD } from "./own-pod";
import type { PachydermSpec } from "./spec";

/** Values for PostgreSQL: those below `global.postgresql` as `global`, and those of the server or its proxy. */
export function databaseValues(
  database: PachydermDatabaseArgs = {},
  spec: PachydermSpec,
  { databasePassword, databaseRootPassword }: Credentials,
): Values & { readonly global: Values } {
  const { bundled = {}, external, cloudSql } = database;
  const server = external ?? cloudSql;
  if (server === undefined) {
    return {
      global: { postgresqlPassword: databasePassword, postgresqlPostgresPassword: databaseRootPassword },
      postgresql: given({
        persistence: {
          size: bundled.storageSize ?? "10Gi",
          storageClass: bundled.storageClass ?? spec.storageClass,
        },
        resources: bundled.resources,
      }),
    };
  }
  const common = given({
    postgresqlPassword: databasePassword,
    postgresqlUsername: server.user,
    postgresqlDatabase: server.database,
    identityDatabaseFullNameOverride: server.identityDatabase,
  });
  return {
    global: { ...common, ...(external === undefined ? throughProxy(spec) : directly(external)) },
    postgresql: { enabled: false },
    ...(cloudSql === undefined ? {} : { cloudsqlAuthProxy: proxyOf(cloudSql) }),
  };
}

const directly = ({ host, port = 5432, tls = DatabaseTls.Require, caCertificate }: External): Values =>
  given({
    postgresqlHost: host,
    postgresqlPort: derived(port, String),
    postgresqlSSL: tls,
    // pachd's own connections; the pool in front of the database has the setting above.
    ssl: tls === DatabaseTls.Disable ? undefined : true,
    postgresqlSSLCACert: caCertificate,
  });

type External = NonNullable<PachydermDatabaseArgs["external"]>;

/** The proxy encrypts connections to the instance. The dot at the end keeps the resolver from trying other domains. */
const throughProxy = ({ namespace }: PachydermSpec): Values => ({
  postgresqlHost: `cloudsql-auth-proxy.${namespace.name}.svc.cluster.local.`,
  postgresqlSSL: DatabaseTls.Disable,
});

const proxyOf = ({
  connectionName,
  serviceAccount,
  privateIp,
}: NonNullable<PachydermDatabaseArgs["cloudSql"]>): Values =>
  given({ enabled: true, connectionName, serviceAccount, privateIp });

/** The inputs that decide those values. */
export function databaseDecided({ external, cloudSql }: PachydermDatabaseArgs = {}): Decided {
  const at = external === undefined ? (cloudSql === undefined ? "database" : "database.cloudSql") : "database.external";
  return {
    "postgresql.enabled": at,
    "postgresql.persistence.size": "database.bundled.storageSize",
    "postgresql.persistence.storageClass": "database.bundled.storageClass",
    "postgresql.resources": "database.bundled.resources",
    "cloudsqlAuthProxy.enabled": at,
    "cloudsqlAuthProxy.connectionName": at,
    "cloudsqlAuthProxy.serviceAccount": at,
    "cloudsqlAuthProxy.privateIp": at,
    "global.postgresql": at,
  };
}

const IN_DATABASE = "is for the input database, which keeps passwords secret and knows the server";
const OTHER_SERVER = "the input database decides which server Pachyderm uses";

/** What the input `database` decides below `global.postgresql`, also if it leaves it out. */
const CONNECTION = ["Host", "Port", "Username", "Password", "PostgresPassword", "Database", "SSL", "SSLCACert"]
  .concat("ExistingSecretName", "ExistingSecretKey")
  .map((key) => `postgresql${key}`)
  .concat("ssl", "identityDatabaseFullNameOverride");

/**
 * Keys of the subchart PostgreSQL 10.8 that replace what is in `global.postgresql`, hold passwords, or move its data. Later versions
 * of it have their passwords below `auth`.
 */
const SUBCHART = [
  ["auth"],
  ["existingSecret"],
  ["postgresqlDatabase"],
  ["postgresqlPassword"],
  ["postgresqlPostgresPassword"],
  ["postgresqlUsername"],
  ["persistence", "existingClaim"],
];

/** Values by which Pachyderm would not find its database, or lose it, or store its password as plain text. */
export const databaseProtected = ({ external, cloudSql }: PachydermDatabaseArgs = {}): ProtectedValue[] => [
  ...CONNECTION.map((key) => ({ keys: ["global", "postgresql", key], why: IN_DATABASE })),
  ...SUBCHART.map((keys) => ({ keys: ["postgresql", ...keys], why: IN_DATABASE })),
  {
    keys: ["postgresql", "enabled"],
    value: external === undefined && cloudSql === undefined,
    why: OTHER_SERVER,
  },
  { keys: ["cloudsqlAuthProxy", "enabled"], value: cloudSql !== undefined, why: OTHER_SERVER },
  {
    keys: ["postgresql", "persistence", "enabled"],
    value: true,
    why: "with this value, a restart loses all metadata",
  },
  { keys: ["postgresql", "fullnameOverride"], value: "postgres", why: "with this value, Pachyderm does not find it" },
];

/** What is wrong with single inputs. */
export const databaseFieldProblems = ({ bundled, external, cloudSql }: PachydermDatabaseArgs = {}): Problem[] => [
  ...claimSize("database.bundled.storageSize", bundled?.storageSize),
  ...claimClass("database.bundled.storageClass", bundled?.storageClass),
  ...resourceFieldProblems("database.bundled.resources", bundled?.resources),
  ...checked("database.external.host", external?.host, hostOrAddress),
  ...checkedCount("database.external.port", external?.port, 1, 65535),
  ...serverProblems("database.external", external),
  ...checked("database.cloudSql.connectionName", cloudSql?.connectionName, connectionName),
  ...checked("database.cloudSql.serviceAccount", cloudSql?.serviceAccount, serviceAccountEmail),
  ...serverProblems("database.cloudSql", cloudSql),
];

/** Inputs of a server that exists, wherever it is. */
type Server = Pick<External, "password" | "user" | "database" | "identityDatabase">;

const serverProblems = (path: string, server: Server | undefined): Problem[] => [
  ...whenKnown(server?.password, (known) =>
    known === ""
      ? [{ path: `${path}.password`, reason: "is empty. Write the password of the user, as a secret." }]
      : problemIf(
          /[\r\n]/.test(known),
          `${path}.password`,
          "has a line break, perhaps that at the end of a file. Write it without.",
        ),
  ),
  ...checked(`${path}.user`, server?.user, databaseName),
  ...checked(`${path}.database`, server?.database, databaseName),
  ...checked(`${path}.identityDatabase`, server?.identityDatabase, databaseName),
];

/** What is wrong with inputs that do not fit together. */
export function databaseRuleProblems(database: PachydermDatabaseArgs | undefined): Problem[] {
  if (database === undefined) return [];
  const { bundled, external, cloudSql } = database;
  const checks = external?.tls === DatabaseTls.VerifyCa || external?.tls === DatabaseTls.VerifyFull;
  return [
    ...oneOf("database", { bundled, external, cloudSql }, database),
    ...sameDatabaseProblems("database.external", external),
    ...sameDatabaseProblems("database.cloudSql", cloudSql),
    ...resourceProblems("database.bundled.resources", bundled?.resources, {
      requests: { cpu: "250m", memory: "256Mi" },
    }),
    ...problemIf(
      checks && external.caCertificate === undefined,
      "database.external.caCertificate",
      "is missing, and tls checks the server's certificate. Write the certificate of its authority, or DatabaseTls.Require.",
    ),
    ...problemIf(
      external?.caCertificate !== undefined && !checks,
      "database.external.caCertificate",
      "has no effect, because tls does not check the server's certificate. Write tls: DatabaseTls.VerifyFull, or leave it out.",
    ),
  ];
}

/** pachd and dex each expect a database of their own. Outputs are not compared. */
function sameDatabaseProblems(path: string, server: Server | undefined): Problem[] {
  if (server === undefined) return [];
  const { database = "pachyderm", identityDatabase = "dex" } = server;
  return problemIf(
    typeof database === "string" && database === identityDatabase,
    `${path}.${server.identityDatabase === undefined ? "database" : "identityDatabase"}`,
    `is ${shown(database)}, as the other database is called. Pachyderm and its logins need a database each.`,
  );
}

/** The chart writes some of these without quotes. */
const databaseName: Check = (value) =>
  notEmpty(value) ??
  (/^[A-Za-z_][A-Za-z0-9_.@-]{0,62}$/.test(value)
    ? undefined
    : "is not a name that the chart can write; use letters, digits, '_', '-', '.' and '@', with a letter first");

const hostOrAddress: Check = (value) => {
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9.])?$/.test(value)) {
    return "is not a host name or an address of IPv4, such as db.example.org";
  }
  return isOwnPod(value.toLowerCase()) ? OWN_POD : undefined;
};

const connectionName: Check = (value) =>
  /^[a-z][a-z0-9.:-]*:[a-z0-9-]+:[a-z0-9-]+$/.test(value)
    ? undefined
    : "is not the connection name of an instance, such as my-project:europe-west1:pachyderm";

const serviceAccountEmail: Check = (value) =>
  /^[a-z0-9-]+@[a-z0-9.-]+\.iam\.gserviceaccount\.com$/.test(value)
    ? undefined
    : "is not the e-mail address of a service account, such as sql@my-project.iam.gserviceaccount.com";
