import { Secret } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { createHmac } from "node:crypto";
import { labelled } from "../shared/values";
import type { PachydermStoreArgs } from "./args";
import type { PachydermSpec } from "./spec";

/** Name of the Secret that keeps what all passwords are derived from. */
export const CREDENTIALS = "pachyderm-credentials";

const KEY = "seed";

/** Passwords, tokens and ids, all secret. They are the same for as long as the Secret exists, because databases keep some of them. */
export interface Credentials {
  /** Identifies this installation. */
  readonly deploymentId: pulumi.Input<string>;
  readonly rootToken: pulumi.Input<string>;
  readonly enterpriseSecret: pulumi.Input<string>;
  readonly oauthSecret: pulumi.Input<string>;
  readonly consoleOauthSecret: pulumi.Input<string>;
  readonly databasePassword: pulumi.Input<string>;
  readonly databaseRootPassword: pulumi.Input<string>;
  /** Keys of an object store that is installed here. */
  readonly accessKeyId: pulumi.Input<string>;
  readonly secretAccessKey: pulumi.Input<string>;
}

/**
 * Generates one random value, keeps it in a Secret of the namespace, and derives everything else from the Secret. On adoption the
 * Secret is imported, and its value is not replaced: the kept database has the passwords that follow from it.
 */
export function createCredentials(
  name: string,
  { namespace: { name: inNamespace }, labels, adopt, deleteData }: PachydermSpec,
  namespace: pulumi.Output<string>,
  parent: pulumi.ComponentResource,
): Credentials {
  const provider = new RandomProvider(`${name}-random`, {}, { parent });
  const random = new RandomPassword(`${name}-seed`, { length: 48, special: false }, { parent, provider });
  const secret = new Secret(
    `${name}-credentials`,
    {
      metadata: { name: CREDENTIALS, namespace, ...labelled(labels) },
      data: { [KEY]: random.result.apply((text) => Buffer.from(text).toString("base64")) },
    },
    {
      parent,
      ignoreChanges: ["data"],
      retainOnDelete: !deleteData,
      ...(adopt ? { import: `${inNamespace}/${CREDENTIALS}` } : {}),
    },
  );
  return derivedFrom(pulumi.secret(secret.data.apply((data) => Buffer.from(data[KEY] ?? "", "base64").toString())));
}

function derivedFrom(seed: pulumi.Output<string>): Credentials {
  const derive = (use: string, length = 64): pulumi.Output<string> =>
    seed.apply((text) => derivedText(text, use, length));
  return {
    deploymentId: derive("cluster deployment id", 32),
    rootToken: derive("root token"),
    enterpriseSecret: derive("enterprise secret"),
    oauthSecret: derive("OAuth secret of pachd"),
    consoleOauthSecret: derive("OAuth secret of the console"),
    databasePassword: derive("database password"),
    databaseRootPassword: derive("database root password"),
    accessKeyId: derive("access key id", 20),
    secretAccessKey: derive("secret access key", 40),
  };
}

/** Text that follows from the seed for one use. The text for another use cannot be used to find this one. */
export const derivedText = (seed: string, use: string, length: number): string =>
  `p${createHmac("sha256", seed).update(use).digest("hex")}`.slice(0, length);

/** Credentials of the caller in place of generated ones: a token, and the password of a database that exists. */
export function withGiven(generated: Credentials, { rootToken, database }: PachydermStoreArgs): Credentials {
  const password = database?.external?.password ?? database?.cloudSql?.password;
  return {
    ...generated,
    ...(rootToken === undefined ? {} : { rootToken: pulumi.secret(rootToken) }),
    ...(password === undefined ? {} : { databasePassword: pulumi.secret(password) }),
  };
}

/** Stands for credentials that do not exist yet. Charts are compared with callers' values before that. */
export const laterCredentials = (): Credentials => derivedFrom(pulumi.output("known later"));
