import * as pulumi from "@pulumi/pulumi";
import { createSeed, derivedText } from "../shared/kept-seed";
import type { PachydermStoreArgs } from "./args";
import type { PachydermSpec } from "./spec";

/** Name of the Secret that keeps what all passwords are derived from. */
export const CREDENTIALS = "pachyderm-credentials";

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

/** One random value in a Secret of the namespace, and everything else derived from it. */
export const createCredentials = (
  name: string,
  spec: PachydermSpec,
  namespace: pulumi.Output<string>,
  parent: pulumi.ComponentResource,
): Credentials => derivedFrom(createSeed(name, { ...spec, secret: CREDENTIALS }, namespace, parent));

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
