import { createPrivateKey, X509Certificate } from "node:crypto";
import { KubeconfigError } from "../../../shared/kubeconfig-text";
import { isEntry, type Entry } from "./fields";

/** What makes client-go refuse a context when it is used, although it reads the kubeconfig. */
export function confirmUsable(cluster: Entry, user: Entry): void {
  const [problem] = [...clusterProblems(cluster), ...userProblems(user)];
  if (problem !== undefined) throw new KubeconfigError("content", problem);
}

const has = (entry: Entry, ...keys: string[]): boolean => keys.some((key) => (entry[key] ?? "") !== "");

const both = (whose: string, entry: Entry, key: string): string[] =>
  has(entry, key) && has(entry, `${key}-data`)
    ? [`${whose} has both ${key} and ${key}-data. Leave one of them out.`]
    : [];

function* clusterProblems(cluster: Entry): Generator<string> {
  const whose = "the context's cluster";
  yield* both(whose, cluster, "certificate-authority");
  if (
    cluster["insecure-skip-tls-verify"] === true &&
    has(cluster, "certificate-authority", "certificate-authority-data")
  ) {
    yield `${whose} has insecure-skip-tls-verify together with a certificate authority. Leave one of them out.`;
  }
  const authority = blockOf(cluster, "certificate-authority-data", "CERTIFICATE");
  if (authority !== undefined && parsed(() => new X509Certificate(authority)) === undefined)
    yield `${whose} has certificate-authority-data without a certificate in PEM form.`;
  if (has(cluster, "proxy-url") && !/^(?:https?|socks5):/i.test(String(cluster["proxy-url"]))) {
    yield `${whose} has a proxy-url that does not start with http://, https:// or socks5://.`;
  }
}

function* userProblems(user: Entry): Generator<string> {
  const whose = "the context's user";
  yield* both(whose, user, "client-certificate");
  if (has(user, "client-certificate", "client-certificate-data")) {
    yield* both(whose, user, "client-key");
    if (!has(user, "client-key", "client-key-data")) yield `${whose} has a client certificate but no client-key.`;
    yield* pairProblems(whose, user);
  }
  if (has(user, "token") && has(user, "username", "password")) {
    yield `${whose} has both a token and a password. Leave one of them out.`;
  }
  if (!has(user, "as") && ["as-uid", "as-groups", "as-user-extra"].some((key) => !isEmpty(user[key]))) {
    yield `${whose} has as-uid, as-groups or as-user-extra without as.`;
  }
  const [exec, provider] = [user["exec"], user["auth-provider"]];
  if (isEntry(exec) && isEntry(provider)) yield `${whose} has both exec and auth-provider. Leave one of them out.`;
  if (isEntry(exec)) yield* execProblems(`exec of ${whose}`, exec);
  // https://kubernetes.io/blog/2022/02/07/k8s-reminders-for-1-24/: login programs took over from the clouds' own providers.
  if (isEntry(provider) && provider["name"] !== "oidc") {
    yield `${whose} has an auth-provider other than oidc, and clients have no other since version 1.26. Use exec with a login program.`;
  }
}

/** Clients read the first certificate and the first private key, whatever stands before them (tls.X509KeyPair of Go). */
function* pairProblems(whose: string, user: Entry): Generator<string> {
  const [certificateText, keyText] = [
    blockOf(user, "client-certificate-data", "CERTIFICATE"),
    blockOf(user, "client-key-data", "(?:[A-Z0-9 ]+ )?PRIVATE KEY"),
  ];
  const certificate = parsed(() => new X509Certificate(certificateText ?? ""));
  const key = parsed(() => createPrivateKey(keyText ?? ""));
  if (certificateText !== undefined && certificate === undefined)
    yield `${whose} has client-certificate-data without a certificate in PEM form.`;
  if (keyText !== undefined && key === undefined)
    yield `${whose} has client-key-data without a private key in PEM form that has no passphrase.`;
  if (certificate !== undefined && key !== undefined && !certificate.checkPrivateKey(key))
    yield `${whose} has a client-key-data that is not the key of its client-certificate-data.`;
}

/** The first block of that label in data; empty if there is none, undefined if there is no data. */
function blockOf(entry: Entry, key: string, label: string): string | undefined {
  if (!has(entry, key)) return undefined;
  const text = Buffer.from(String(entry[key]), "base64").toString();
  // Each end is looked for once: text that begins thousands of blocks and ends none would take minutes.
  const ends = new Map(all(`-----END (${label})-----`, text).map(({ 1: of = "", index }) => [of, index]));
  const begin = all(`-----BEGIN (${label})-----`, text).find(({ 1: of = "", index }) => (ends.get(of) ?? -1) > index);
  if (begin === undefined) return "";
  const end = `-----END ${begin[1] ?? ""}-----`;
  return text.slice(begin.index, text.indexOf(end, begin.index) + end.length);
}

const all = (pattern: string, text: string): readonly RegExpExecArray[] => [...text.matchAll(new RegExp(pattern, "g"))];

function parsed<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

const isEmpty = (value: unknown): boolean => Object.keys(value ?? {}).length === 0;

const API = "client.authentication.k8s.io";

function* execProblems(whose: string, exec: Entry): Generator<string> {
  if (!has(exec, "command")) yield `${whose} has no command.`;
  if (![`${API}/v1`, `${API}/v1beta1`].includes(String(exec["apiVersion"]))) {
    yield (
      `${whose} has an apiVersion that clients do not accept; they accept ${API}/v1 and ${API}/v1beta1. ` +
      "Update the login program, and let it write the kubeconfig again."
    );
  }
  if (!["Never", "IfAvailable", "Always"].includes(String(exec["interactiveMode"]))) {
    yield `${whose} needs an interactiveMode. Write Never, IfAvailable or Always.`;
  }
  const variables = (exec["env"] ?? []) as readonly Entry[];
  if (variables.some((variable) => !has(variable, "name"))) yield `${whose} has an env variable without a name.`;
}
