import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Component, NOT_KNOWN, later, release, resource, type RuleProgram } from "./program";

const NO_KEY = "looks like a static key, token or password: log in by a role or a workload identity instead.";

export const noStaticKeys: readonly RuleProgram[] = [
  {
    what: "a secret password, an access key by its looks, and a token in a kubeconfig",
    program: () => {
      resource("aws:x/y:It", "it", { auth: { password: pulumi.secret("hunter2") }, env: ["AKIAABCDEFGHIJKLMNOP"] });
      new kubernetes.Provider("k", { kubeconfig: "users:\n- user: { token: t }\n" });
    },
    found: [`it: auth.password ${NO_KEY}`, `it: env[0] ${NO_KEY}`, `k: kubeconfig.users[0].user.token ${NO_KEY}`],
  },
  {
    what: "resources that are keys",
    program: () => {
      resource("aws:iam/accessKey:AccessKey", "user");
      resource("gcp:serviceaccount/key:Key", "account");
    },
    found: ["user", "account"].map(
      (name) => `${name}: is a key that is valid until somebody deletes it: let pods and people log in by roles.`,
    ),
  },
  {
    what: "a login that the target does not know, and a password beside one that it does",
    program: () => {
      const parent = new Component("MlCluster", { broughtLogin: "existing" });
      resource("command:remote:Command", "ssh", { connection: { privateKey: "k" } }, { parent });
      resource("pulumi:providers:kubernetes", "k", { kubeconfig: "{}", password: "p" }, { parent });
    },
    found: [`ssh: connection.privateKey ${NO_KEY}`, `k: password ${NO_KEY}`],
  },
  {
    what: "variables and settings with a name beside a value, names that end like a key's, and the second document of a text",
    program: () => {
      const env = [
        { name: "AWS_SECRET_ACCESS_KEY", value: "v" },
        { name: "POSTGRES_PASSWORD", value: "v" },
        { name: "FROM_SECRET_PASSWORD", valueFrom: { secretKeyRef: { name: "s", key: "password" } } },
        { name: "OTHER_PASSWORD", value: "$(POSTGRES_PASSWORD)" },
        { name: "TOKEN_FILE", value: "/token" },
      ];
      resource("kubernetes:core/v1:Pod", "pod", { spec: { containers: [{ image: "i:1", env }] } });
      const names = [
        "masterPassword",
        "administratorLoginPassword",
        "authToken",
        "root-password",
        "DB_PASSWD",
        "apikey",
      ];
      resource("aws:x/y:It", "it", Object.fromEntries(names.map((name) => [name, "v"])));
      resource("aws:x/y:It", "text", { manifests: "kind: A\n---\ntoken: t\n", one: "token: !mine t\n" });
    },
    found: [
      ...[0, 1].map((index) => `pod: spec.containers[0].env[${String(index)}].value ${NO_KEY}`),
      ...["masterPassword", "administratorLoginPassword", "authToken", "root-password", "DB_PASSWD", "apikey"].map(
        (name) => `it: ${name} ${NO_KEY}`,
      ),
      ...["manifests[1]", "one"].map((place) => `text: ${place}.token ${NO_KEY}`),
    ],
  },
  {
    what: "a variable of a container that is not known yet",
    program: () =>
      resource("kubernetes:core/v1:Pod", "pod", {
        spec: { containers: [{ image: "i:1", env: [{ name: "DB_PASSWORD", value: later() }] }] },
      }),
    found: [`? pod: spec.containers[0].env[0].value ${NOT_KNOWN}`],
  },
  {
    what: "a login that a component makes, in another place, for another database, or in another component",
    program: () => {
      const parent = new Component("PachydermStore", {});
      const SECRET = "kubernetes:core/v1:Secret";
      resource(SECRET, "other", { stringData: { password: "v" } }, { parent });
      const global = { postgresql: { postgresqlPassword: "v" } };
      release(
        "external",
        { chart: "pachyderm", version: "1.0.0", values: { global, postgresql: { enabled: false } } },
        { parent },
      );
      resource(SECRET, "free", { stringData: { seaweedfs_s3_config: '{"secretKey":"v"}' } });
    },
    found: [
      `other: stringData.password ${NO_KEY}`,
      `external: values.global.postgresql.postgresqlPassword ${NO_KEY}`,
      `free: stringData.seaweedfs_s3_config.secretKey ${NO_KEY}`,
    ],
  },
  {
    what: "logins in the data of a Secret, of a registry and of a service account, and by their looks",
    program: () => {
      const SECRET = "kubernetes:core/v1:Secret";
      const base64 = (text: string): string => Buffer.from(text).toString("base64");
      const file = base64("[default]\naws_secret_access_key = v\n");
      resource(SECRET, "data", { data: { file, other: later() } });
      const auths = { "registry.example.org": { auth: "dTpw" } };
      resource(SECRET, "registry", { stringData: { ".dockerconfigjson": JSON.stringify({ auths }) } });
      resource(SECRET, "account", { type: "kubernetes.io/service-account-token" });
      resource("azuread:index/applicationPassword:ApplicationPassword", "azure");
      const texts = [
        "postgres://user:hunter2@db/x",
        `hf_${"a".repeat(34)}`,
        "--db-password=hunter2",
        "A=1 PGPASSWORD=hunter2 psql",
      ];
      resource("aws:x/y:It", "it", { texts, dbpassword: 1234, maxToken: 4096, passwordWo: "v" });
    },
    found: [
      `data: data.file ${NO_KEY}`,
      `registry: stringData..dockerconfigjson.auths.registry.example.org.auth ${NO_KEY}`,
      ...["account", "azure"].map(
        (name) => `${name}: is a key that is valid until somebody deletes it: let pods and people log in by roles.`,
      ),
      ...["texts[0]", "texts[1]", "texts[2]", "texts[3]", "dbpassword", "passwordWo"].map(
        (path) => `it: ${path} ${NO_KEY}`,
      ),
    ],
  },
  {
    what: "certificates, names of entries, and texts that are filled in elsewhere",
    program: () => {
      const key = "-----BEGIN PRIVATE KEY-----\nk\n-----END PRIVATE KEY-----\n";
      const SECRET = "kubernetes:core/v1:Secret";
      resource(SECRET, "certificate", { type: "kubernetes.io/tls", stringData: { "tls.key": key } });
      resource(SECRET, "encoded", {
        type: "kubernetes.io/tls",
        data: { "tls.key": Buffer.from(key).toString("base64") },
      });
      const data = [{ secretKey: "password", remoteRef: { key: "db" } }];
      resource("kubernetes:external-secrets.io/v1:ExternalSecret", "outside", { spec: { data } });
      const texts = [
        "postgres://user:$(DB_PASSWORD)@db/x",
        "TOKEN=$(cat /token) run",
        "--password=${DB_PASSWORD}",
        "TOKEN= run",
      ];
      resource("aws:x/y:It", "it", { texts, password: "${DB_PASSWORD}", token: "{{ .token }}" });
    },
    found: [],
  },
  {
    what: "a token in a kubeconfig in which a key occurs twice, as clients read it",
    program: () =>
      new kubernetes.Provider("k", { kubeconfig: "kind: A\nkind: Config\nusers:\n- user: { token: t }\n" }),
    found: [`k: kubeconfig.users[0].user.token ${NO_KEY}`],
  },
  {
    what: "a kubeconfig that a component accepts, in a provider of the program, and another one",
    program: () => {
      const kubeconfig = "users:\n- user: { token: t }\n";
      new kubernetes.Provider(
        "k",
        { kubeconfig },
        { parent: new Component("MlCluster", { broughtLogin: "existing" }) },
      );
      new kubernetes.Provider("same", { kubeconfig });
      new kubernetes.Provider("other", { kubeconfig: kubeconfig.replace("t }", "u }") });
    },
    found: [`other: kubeconfig.users[0].user.token ${NO_KEY}`],
  },
  {
    what: "a password that a provider makes",
    program: () => resource("aws:x/y:It", "it", { password: later() }),
    found: [`? it: password ${NOT_KNOWN}`],
  },
  {
    what: "names that only look like a key's, and a token that the user of an existing cluster brings",
    program: () => {
      resource("aws:x/y:It", "it", { httpTokens: "required", keyName: "k", note: "token\nof thanks", token: "" });
      const parent = new Component("MlCluster", { broughtLogin: "existing" });
      new kubernetes.Provider("k", { kubeconfig: "users:\n- user: { token: t }\n" }, { parent });
    },
    found: [],
  },
];
