import * as pulumi from "@pulumi/pulumi";

/**
 * A value as an error shows it: quoted and shortened. It never shows lists and objects, because any field may be a
 * secret, nor outputs, nor a text that was written for an input that can hold a secret.
 *
 * @param path of the input; without it, the value is known to be no secret
 */
export function shown(value: unknown, path = ""): string {
  if (pulumi.Output.isInstance(value)) return "an output";
  if (value === undefined) return "nothing";
  if (typeof value === "string") return CAN_HOLD_SECRETS.test(path) ? "the value" : shownText(value);
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "the list" : "the object";
  const isPlain =
    value === null || typeof value === "number" || typeof value === "boolean" || typeof value === "bigint";
  return isPlain ? String(value) : "the value";
}

/** Inputs that can hold secrets, and the blocks around them: the text of a kubeconfig may be written for `existing`. */
const CAN_HOLD_SECRETS =
  /(^|\.)(kubeconfig|kubeconfigPath|values|overrides|parameters\[\d+\]\.value|licenseKey|rootToken|password|userPassword|adminPassword|clientSecret|extraEnv|env|accessKeyId|secretAccessKey|accessKey|secretKey|sshKey|sshKeyPath|serverConfig|agentConfig|config)($|[.[])|(^|\.)(existing|rke2|bastion|etcdSnapshots|s3|nodes\[\d+\]|charts(\.[^.]+)?|database(\.(external|cloudSql))?|s3Compatible|oidc)$|^login(\.(sharedPassword|github|google|azureAd|dummy))?$/;

function shownText(text: string): string {
  if (/[\r\n]/.test(text)) return "a text of several lines";
  const quoted = JSON.stringify(withoutCredentials(text));
  return quoted.length > 60 ? `${quoted.slice(0, 57)}...` : quoted;
}

/** A URL without user name, password, query and fragment, each of which may be a credential; any other text as it is. */
export function withoutCredentials(text: string): string {
  if (!text.includes("://") || !URL.canParse(text)) return withoutUser(text).replace(/\?\S*=.*$/, "");
  const { protocol, host, pathname, username, password, search, hash } = new URL(text);
  if (username + password + search + hash === "") return text;
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

/** What is behind `user:password@` in a text that is no whole URL. The digest of an image also has an @. */
const withoutUser = (text: string): string =>
  /\/\/.*@|^[^\s/@]+:.*@(?!sha\d+:)/.test(text) ? text.slice(text.lastIndexOf("@") + 1) : text;

/** A path as an error shows it. What does not look like a path may be the content of the file. */
export const shownPath = (path: string): string =>
  /^[\w.~@\\/: -]{1,120}$/.test(path) && /[\\/]|\.(ya?ml|json|conf|config)$/.test(path) && !isEncoded(path)
    ? JSON.stringify(path)
    : "the value";

/** Whether a text looks like base64, such as a line of a key, which can have slashes too. */
const isEncoded = (text: string): boolean =>
  /^[A-Za-z\d][A-Za-z\d/]{39,}$/.test(text) ||
  text
    .split("/")
    .some((part) => part.length >= 20 && [/^[A-Za-z\d]+$/, /[A-Z]/, /[a-z]/, /\d/].every((form) => form.test(part)));

/** A sentence without a text that may be secret, which it quotes or contains. */
export const hidingText = (sentence: string, text: unknown): string =>
  typeof text !== "string" || text === ""
    ? sentence
    : sentence.replaceAll(shownText(text), "the value").replaceAll(JSON.stringify(text), "the value");

/** A number with its noun: `1 zone`, `0 zones`. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : several}`;
