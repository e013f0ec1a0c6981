import { createPrivateKey } from "node:crypto";
import * as pem from "../../ingress-layer/certificates";
import { kubeconfig as relative } from "../../kubeconfig";

/** File names are absolute, because kubectl shows relative ones as they are written. */
const kubeconfig = relative.replace("ca.crt", "/etc/kube/ca.crt");

/** A kubeconfig, and what comes of reading its current context. */
export interface Case {
  readonly title: string;
  readonly text: string | Buffer;
  /** Why we refuse it; absent if we read it. */
  readonly refusal?: string;
  /** Whether kubectl reads it although we refuse it, because it could never be used. */
  readonly kubectlReads?: boolean;
}

const withUser = (user: string): string => kubeconfig.replace("{ token: dev-token }", user);
const withCluster = (fields: string): string =>
  kubeconfig.replace('server: "https://dev.example.org:6443"', `server: "https://dev.example.org:6443", ${fields}`);
const withContext = (fields: string): string =>
  kubeconfig.replace("{ cluster: dev, user: dev }", `{ cluster: dev, user: dev, ${fields} }`);
const withToken = (token: string): string => kubeconfig.replace("dev-token", token);
const withLine = (line: string): string => `${kubeconfig}${line}\n`;
const exec = (version: string, more = ""): string =>
  withUser(`{ exec: { apiVersion: client.authentication.k8s.io/${version}, command: aws${more} } }`);

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const PEM = base64(pem.CERTIFICATE);
const CERTIFICATE = `client-certificate-data: ${PEM}`;
/** Its key in lines, as base64 prints it. */
const KEY = `client-key-data: "${base64(pem.KEY).replaceAll(/.{64}/g, "$&\\n")}"`;
const user = (certificate: string, key: string): string =>
  withUser(`{ client-certificate-data: ${base64(certificate)}, client-key-data: ${base64(key)} }`);
const TEXT = "is a boolean, as yes, no, on and off are in YAML, not text. Put it in quotes.";
const NUMBER = "is a number, not text. Put it in quotes.";
const EXEC_VERSIONS =
  "clients do not accept; they accept client.authentication.k8s.io/v1 and client.authentication.k8s.io/v1beta1.";
const UPDATE = "Update the login program, and let it write the kubeconfig again.";
const ALIASES = ": it has too many aliases, or one that has no anchor or is inside of it.";
const MERGE = ": it merges something that is not a map.";
const TAG = "which kubeconfigs do not use. Write the value itself.";
const TOKEN = "users[0].user.token";

const read: Record<string, string | Buffer> = {
  "two contexts": kubeconfig,
  JSON: `{"contexts":[{"name":"dev","context":{"cluster":"c","user":""}}],"clusters":[{"name":"c","cluster":{"server":"http://127.0.0.1:8001"}}],"users":null,"current-context":"dev"}`,
  "a quoted no as a namespace": withContext('namespace: "no"'),
  "a quoted yes as a token": withToken('"yes"'),
  "quoted digits as a token": withToken('"0123456789"'),
  "a quoted empty token": withToken('""'),
  "a token like a time, which is text": withToken("12:30:45"),
  "a token like a date, which is text": withToken("2001-12-14"),
  "a token that begins with digits": withToken("1234abcd"),
  "a token like a hexadecimal number of more than 64 bits": withToken("0x1234567890abcdef12"),
  "a token with the tag of text": withToken("!!str 123"),
  "an empty token": withToken("~"),
  "a token in a block of text": withLine("users:\n  - name: dev\n    user:\n      token: |-\n        dev-token"),
  flags: withCluster("insecure-skip-tls-verify: yes, disable-compression: off"),
  "a server name and a proxy": withCluster('tls-server-name: x, proxy-url: "socks5://127.0.0.1:1080"'),
  "certificates in base64": withUser(`{ ${CERTIFICATE}, ${KEY} }`),
  "certificates after other text": user(`Subject: me\n${pem.CERTIFICATE}`, pem.CERTIFICATE + pem.KEY),
  "certificates before the begin and behind the end of others": user(
    `${pem.CERTIFICATE}-----BEGIN CERTIFICATE-----\n`,
    `-----END PRIVATE KEY-----\n-----BEGIN EC PRIVATE KEY-----\n${pem.KEY}`,
  ),
  "an authority after a key": withCluster(`certificate-authority-data: ${base64(pem.KEY + pem.CERTIFICATE)}`),
  "certificates as files": withUser("{ client-certificate: /etc/kube/c.crt, client-key: /etc/kube/c.key }"),
  "a token file": withUser("{ tokenFile: /var/run/token }"),
  "a user name and password": withUser('{ username: admin, password: "12345" }'),
  impersonation: withUser("{ as: a, as-uid: u, as-groups: [g, h], as-user-extra: { reason: [r], none: } }"),
  "a login program": exec("v1", ", interactiveMode: Never, args: [eks, get-token], env: [{ name: A, value: b }]"),
  "a login program of the older interface": exec("v1beta1", ", provideClusterInfo: true, installHint: Install it."),
  "an auth provider for OIDC": withUser('{ auth-provider: { name: oidc, config: { client-id: c, "no": "yes" } } }'),
  extensions: withCluster("extensions: [{ name: x, extension: { no: [1, 2.5, off, ~, text, 0x10] } }]"),
  "fields that it does not know": withLine("owner: team\nsecret: 5"),
  "a key that occurs twice, of which the last counts": withLine(
    "contexts: [{ name: dev, context: { cluster: prod, user: admin } }]",
  ),
  "anchors and merged maps": withLine(
    "base: &base { cluster: prod, user: admin }\ncontexts: [{ name: dev, context: { <<: *base, user: dev } }]",
  ),
  "a merge behind a key, which counts": withUser("{ token: first, <<: { token: second } }"),
  "two merges of one map, of which the last counts": withUser(
    "{ <<: { token: first }, as: me, <<: { token: second } }",
  ),
  "a merge of a list, of which the first map counts": withUser(
    "{ token: key, <<: [{ token: first }, { token: second, as: me }] }",
  ),
  "a key behind a merge, which counts": withUser("{ <<: { token: first }, token: second }"),
  "the sign of a merge as a token": withToken("<<"),
  "keys in base 8 and a number with underscores": withUser(
    "{ token: t, as: me, as-user-extra: { 017: [a], .5_0: [b] } }",
  ),
  "a token like a number that is too large": withToken("1e400"),
  ...Object.fromEntries(
    ["\r\n", "\r"].map((end) => [
      `a comment and a directive before it, in lines that end with ${JSON.stringify(end)}`,
      `# mine\n\n%YAML 1.1\n---\n${kubeconfig}`.replaceAll("\n", end),
    ]),
  ),
  "a second document, which does not count": withLine("---\ncontexts: []"),
  "a second document that is not YAML": withLine("---\n- {"),
  "a text after its end": withLine("...\ncontexts: ["),
  "a comment and a directive before it": `# mine\n%YAML 1.1\n---\n${kubeconfig}`,
  "a map in braces that goes on at the margin": kubeconfig.replace(
    "{ cluster: dev, user: dev }",
    "{ cluster: dev,\nuser: dev }",
  ),
  "an empty entry": kubeconfig.replace("contexts:\n", "contexts:\n  -\n"),
  "Windows line ends": kubeconfig.replaceAll("\n", "\r\n"),
  "a byte-order mark": `\uFEFF${kubeconfig}`,
  "UTF-16": Buffer.from(`\uFEFF${kubeconfig}`, "utf16le"),
  "names that are not ASCII": kubeconfig
    .replace("current-context: dev", "current-context: dév")
    .replace("{ name: dev, context", "{ name: dév, context"),
  "a proxy that logs in itself": kubeconfig.replace("cluster: dev, user: dev", "cluster: dev"),
};

const refused: Record<string, [text: string | Buffer, refusal: string]> = {
  "two contexts of one name": [
    withLine("").replace("name: prod, context", "name: dev, context"),
    'contexts has two entries with the name "dev". Remove or rename one.',
  ],
  "two clusters of one name, neither of which is used": [
    kubeconfig.replace("users:", "  - { name: x }\n  - { name: x }\nusers:"),
    'clusters has two entries with the name "x". Remove or rename one.',
  ],
  "two users of one name": [
    withLine("  - { name: admin }"),
    'users has two entries with the name "admin". Remove or rename one.',
  ],
  "two empty entries": [
    kubeconfig.replace("contexts:\n", "contexts:\n  -\n  -\n"),
    'contexts has two entries with the name "". Remove or rename one.',
  ],
  "two extensions of one name": [
    withCluster("extensions: [{ name: x, extension: 1 }, { name: x }]"),
    'clusters[0].cluster.extensions has two entries with the name "x". Remove or rename one.',
  ],
  ...Object.fromEntries(
    ["y", "no", "On", "true"].map((word) => [`${word} as a token`, [withToken(word), `${TOKEN} ${TEXT}`]]),
  ),
  ...Object.fromEntries(
    ["123456", "1_000", "0x1f", "0o17", "017", "089", "0b11", "-1.5", "1e5", ".5", "+12", ".inf"].map((word) => [
      `${word} as a token`,
      [withToken(word), `${TOKEN} ${NUMBER}`],
    ]),
  ),
  "a number in a context that nobody chose": [kubeconfig.replace("prod-token", "42"), `users[1].user.token ${NUMBER}`],
  "an unquoted no as a namespace": [withContext("namespace: no"), `contexts[0].context.namespace ${TEXT}`],
  "a list as a token": [withToken("[a]"), `${TOKEN} is not text.`],
  "text as a flag": [
    withCluster('insecure-skip-tls-verify: "true"'),
    "clusters[0].cluster.insecure-skip-tls-verify is not a boolean. Write true or false, without quotes.",
  ],
  "users that are no list": [kubeconfig.replace(/users:[^]*/, "users: none\n"), "users is not a list."],
  "a certificate that is not in base64": [
    withCluster('certificate-authority-data: "-----BEGIN CERTIFICATE-----"'),
    "clusters[0].cluster.certificate-authority-data is not base64. Encode the content of the PEM file.",
  ],
  "base64 without its padding": [
    withCluster("certificate-authority-data: QUJDRA"),
    "clusters[0].cluster.certificate-authority-data is not base64. Encode the content of the PEM file.",
  ],
  "arguments with a number": [
    exec("v1", ", interactiveMode: Never, args: [--port, 80]"),
    `users[0].user.exec.args[1] ${NUMBER}`,
  ],
  "another kind": [
    kubeconfig.replace("kind: Config", "kind: List"),
    "is not a kubeconfig: its kind is not Config, or its apiVersion is not v1.",
  ],
  "another version": [
    kubeconfig.replace("apiVersion: v1", "apiVersion: v2"),
    "is not a kubeconfig: its kind is not Config, or its apiVersion is not v1.",
  ],
  "control characters": [withToken('"\u0001"'), "contains control characters, which YAML does not allow."],
  "a control character of Unicode": [withToken('"\u0080"'), "contains control characters, which YAML does not allow."],
  "a merge of text": [withUser("{ token: t, <<: s3cret }"), `does not parse as YAML${MERGE}`],
  "a merge of a list in a list": [withUser("{ <<: [[{ token: t }]] }"), `does not parse as YAML${MERGE}`],
  "broken YAML": [withLine("  - {"), "does not parse as YAML (line 17)."],
  "an alias without an anchor": [withToken("*x"), `does not parse as YAML${ALIASES}`],
  "an alias inside of its anchor": [
    withCluster("extensions: [&x { name: x, extension: *x }]"),
    `does not parse as YAML${ALIASES}`,
  ],
  "an empty document before it": [`---\n---\n${kubeconfig}`, "is not a kubeconfig: it has no list of contexts."],
  "a comment alone": ["# nothing", "is not a kubeconfig: it has no list of contexts."],
  "a list": ["[1, 2]", "is not a kubeconfig: it has no list of contexts."],
  "no context": [
    kubeconfig.replace("current-context: dev", ""),
    "the kubeconfig has no current-context; its contexts are dev, prod, orphan, stranger.",
  ],
  "a current context that is not there": [
    kubeconfig.replace("current-context: dev", "current-context: lab"),
    '"lab" is not in the kubeconfig; its contexts are dev, prod, orphan, stranger.',
  ],
  "a cluster that is not there": [
    kubeconfig.replace("current-context: dev", "current-context: orphan"),
    '"orphan" names a cluster that has no server URL in the kubeconfig.',
  ],
  "a user that is not there": [
    kubeconfig.replace("current-context: dev", "current-context: stranger"),
    '"stranger" names a user that is not in the kubeconfig.',
  ],
};

const ENCRYPTED_KEY = String(
  createPrivateKey(pem.KEY).export({ type: "pkcs8", format: "pem", cipher: "aes-128-cbc", passphrase: "a" }),
);
const MALFORMED = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n";

/** What kubectl reads and shows, but what no client can use. */
const unusable: Record<string, [text: string | Buffer, refusal: string]> = {
  "a cluster without a server": [
    kubeconfig.replace(/server: "https:\/\/dev[^"]*"/, "tls-server-name: x"),
    '"dev" names a cluster that has no server URL in the kubeconfig.',
  ],
  "a login program of an interface that was removed": [
    exec("v1alpha1"),
    `exec of the context's user has an apiVersion that ${EXEC_VERSIONS} ${UPDATE}`,
  ],
  "a login program without an interface": [
    withUser("{ exec: { command: aws, interactiveMode: Never } }"),
    `exec of the context's user has an apiVersion that ${EXEC_VERSIONS} ${UPDATE}`,
  ],
  "a login program without a command": [
    exec("v1beta1").replace(", command: aws", ""),
    "exec of the context's user has no command.",
  ],
  "a login program that may or may not ask": [
    exec("v1"),
    "exec of the context's user needs an interactiveMode. Write Never, IfAvailable or Always.",
  ],
  "a login program with an unnamed variable": [
    exec("v1beta1", ", env: [{ value: x }]"),
    "exec of the context's user has an env variable without a name.",
  ],
  "a provider of a cloud that was removed": [
    withUser("{ auth-provider: { name: gcp } }"),
    "the context's user has an auth-provider other than oidc, and clients have no other since version 1.26. Use exec with a login program.",
  ],
  "two ways to log in": [
    withUser("{ token: t, username: u }"),
    "the context's user has both a token and a password. Leave one of them out.",
  ],
  "a login program beside an auth provider": [
    exec("v1beta1").replace("} } }", "}, auth-provider: { name: oidc } } }"),
    "the context's user has both exec and auth-provider. Leave one of them out.",
  ],
  "a certificate without a key": [
    withUser(`{ ${CERTIFICATE} }`),
    "the context's user has a client certificate but no client-key.",
  ],
  "a certificate twice": [
    withUser(`{ ${CERTIFICATE}, client-certificate: /c, client-key: /k }`),
    "the context's user has both client-certificate and client-certificate-data. Leave one of them out.",
  ],
  "an authority twice": [
    withCluster(`certificate-authority: /c, certificate-authority-data: ${PEM}`),
    "the context's cluster has both certificate-authority and certificate-authority-data. Leave one of them out.",
  ],
  "an authority that is not checked": [
    withCluster("insecure-skip-tls-verify: true, certificate-authority: /c"),
    "the context's cluster has insecure-skip-tls-verify together with a certificate authority. Leave one of them out.",
  ],
  "an authority that is not PEM": [
    withCluster("certificate-authority-data: QQ=="),
    "the context's cluster has certificate-authority-data without a certificate in PEM form.",
  ],
  "an authority that is only a key": [
    withCluster(`certificate-authority-data: ${base64(pem.KEY)}`),
    "the context's cluster has certificate-authority-data without a certificate in PEM form.",
  ],
  "an authority that is a block of something else": [
    withCluster(`certificate-authority-data: ${base64(MALFORMED)}`),
    "the context's cluster has certificate-authority-data without a certificate in PEM form.",
  ],
  ...Object.fromEntries(
    [
      ["text", "me"],
      ["a malformed block", MALFORMED],
      ["a key", pem.KEY],
    ].map(([what = "", text = ""]) => [
      `a client certificate that is ${what}`,
      [user(text, pem.KEY), "the context's user has client-certificate-data without a certificate in PEM form."],
    ]),
  ),
  ...Object.fromEntries(
    [
      ["text", "me"],
      ["a certificate", pem.CERTIFICATE],
      ["encrypted", ENCRYPTED_KEY],
    ].map(([what = "", text = ""]) => [
      `a client key that is ${what}`,
      [
        user(pem.CERTIFICATE, text),
        "the context's user has client-key-data without a private key in PEM form that has no passphrase.",
      ],
    ]),
  ),
  "a client key of another certificate": [
    user(pem.CERTIFICATE, pem.OTHER_KEY),
    "the context's user has a client-key-data that is not the key of its client-certificate-data.",
  ],
  "impersonation of nobody": [
    withUser("{ as-groups: [g] }"),
    "the context's user has as-uid, as-groups or as-user-extra without as.",
  ],
  "a proxy of an unknown scheme": [
    withCluster("proxy-url: ftp://x"),
    "the context's cluster has a proxy-url that does not start with http://, https:// or socks5://.",
  ],
  "a tag for something encrypted": [withToken("!vault x"), `has a YAML tag (line 14), ${TAG}`],
};

/** Kubeconfigs of every kind. */
export const cases: readonly Case[] = [
  ...Object.entries(read).map(([title, text]) => ({ title, text })),
  ...Object.entries(refused).map(([title, [text, refusal]]) => ({ title, text, refusal })),
  ...Object.entries(unusable).map(([title, [text, refusal]]) => ({ title, text, refusal, kubectlReads: true })),
];
