import * as pulumi from "@pulumi/pulumi";
import { createSeed, derivedHex, derivedText } from "../shared/kept-seed";
import type { LoginParts } from "./login";
import type { JupyterHubSpec } from "./spec";
import type { HubSecrets } from "./values";

/** Name of the Secret that keeps what all secrets are derived from. */
export const CREDENTIALS = "jupyterhub-credentials";

/** Everything of JupyterHub that is secret in the state. */
export interface Credentials extends Pick<LoginParts, "userPassword" | "adminPassword" | "clientSecret"> {
  readonly secrets: HubSecrets;
  /** The passwords of `sharedPassword` that are generated; undefined if the caller gave one or it has no use. */
  readonly generated: Partial<Record<"userPassword" | "adminPassword", pulumi.Output<string>>>;
}

/** One random value in a Secret of the namespace, everything else derived from it, and what the caller gave. */
export function createCredentials(
  name: string,
  spec: JupyterHubSpec,
  namespace: pulumi.Output<string>,
  parent: pulumi.ComponentResource,
): Credentials {
  const seed = createSeed(name, { ...spec, secret: CREDENTIALS }, namespace, parent);
  return { secrets: secretsOf(seed), ...loginSecrets(spec, seed) };
}

const secretsOf = (seed: pulumi.Output<string>): HubSecrets => {
  const derive = (use: string) => seed.apply((text) => derivedHex(text, use));
  return {
    proxyToken: derive("proxy token"),
    cookieSecret: derive("cookie secret"),
    cryptKey: derive("CryptKeeper key"),
  };
};

function loginSecrets({ args: { login } }: JupyterHubSpec, seed: pulumi.Output<string>): Omit<Credentials, "secrets"> {
  const { sharedPassword, dummy } = login;
  const client = [login.github, login.google, login.azureAd, login.oidc].find((block) => block !== undefined);
  const clientSecret = secret(client?.clientSecret);
  if (sharedPassword === undefined) return { clientSecret, userPassword: secret(dummy?.password), generated: {} };
  const hasAdmins = (login.adminUsers ?? []).length > 0;
  const derive = (use: string, length: number) => seed.apply((text) => derivedText(text, use, length));
  const generated = {
    userPassword: sharedPassword.userPassword === undefined ? derive("user password", 24) : undefined,
    adminPassword:
      hasAdmins && sharedPassword.adminPassword === undefined ? derive("administrator password", 48) : undefined,
  };
  return {
    userPassword: generated.userPassword ?? secret(sharedPassword.userPassword),
    adminPassword: generated.adminPassword ?? secret(sharedPassword.adminPassword),
    generated,
  };
}

const secret = (text: pulumi.Input<string> | undefined): pulumi.Output<string> | undefined =>
  text === undefined ? undefined : pulumi.secret(text);

/** Stand for secrets that do not exist yet. The chart is compared with callers' values before that. */
export const laterSecrets = (): HubSecrets => secretsOf(pulumi.output("known later"));
