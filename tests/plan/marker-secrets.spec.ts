import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { ClusterAccess } from "../../cli/cluster/access";
import { explain } from "../../cli/explain";
import { planPage } from "../../cli/plan/html/page";
import { planJson } from "../../cli/plan/json";
import { planMarkdown } from "../../cli/plan/tables/markdown";
import { planTables } from "../../cli/plan/tables/plan-tables";
import type { Plan } from "../../cli/plan/plan-program";
import { planText } from "../../cli/plan/text/plan-text";
import { ProgramFailure, UserError } from "../../cli/user-error";
import {
  IngressLayer,
  JupyterHub,
  MlCluster,
  ModelDeployment,
  ModelServer,
  PachydermServiceType,
  PachydermStore,
  ParameterType,
  SeldonCore,
} from "../../components";
import { findLeaks } from "../../recorder";
import { recordProgram, type RecordOptions, type Recording } from "../../recorder/record-program";
import { aws, clusterArgs } from "../unit/targets/aws/eks";
import * as pem from "../unit/ingress-layer/certificates";

/** A secret that nothing else contains. */
const marker = (what: string): string => `MARKER-${what}-x7k2p9`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig with a secret wherever one can be. */
const KUBECONFIG = {
  apiVersion: "v1",
  kind: "Config",
  "current-context": "dev",
  contexts: [{ name: "dev", context: { cluster: "dev", user: "dev" } }],
  clusters: [
    {
      name: "dev",
      cluster: {
        server: `https://me:${marker("p@ss")}@dev.example.org:6443?token=${marker("query")}`,
        "proxy-url": `https://me:${marker("proxy")}@proxy.example.org`,
      },
    },
  ],
  users: [
    {
      name: "dev",
      user: {
        "client-certificate-data": base64(`${marker("certificate")}\n${pem.CERTIFICATE}`),
        "client-key-data": base64(`${marker("key")}\n${pem.KEY}`),
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: "login",
          args: [`--secret=${marker("argument")}`],
          env: [{ name: "PASSWORD", value: marker("environment") }],
          interactiveMode: "Never",
        },
      },
    },
  ],
};
const json = JSON.stringify(KUBECONFIG);
const yaml = `apiVersion: v1\nusers:\n  - { name: dev, user: { token: !vault ${marker("vault")} } }\ncontexts: [\n`;

const CONFIG = {
  "aws:accessKey": marker("access-key"),
  "aws:secretKey": marker("secret-key"),
  "aws:token": marker("session"),
  "aws:httpsProxy": `https://me:${marker("https-proxy")}@proxy.example.org`,
  "proj:password": marker("config"),
};

/** Every component, with a secret in every input that can hold one. */
function platform() {
  const password = new pulumi.Config().requireSecret("password");
  const existing = { kubeconfig: json, context: "dev" };
  const cluster = new MlCluster("ml", { existing });
  const k8s = { provider: cluster.provider };
  const values = { password, list: [pulumi.secret(marker("chart"))], key: pulumi.secret(marker("value")) };
  const ingress = new IngressLayer(
    "ingress",
    { cluster, istio: {}, sourceRanges: ["203.0.113.0/24"], charts: { istiod: { values } } },
    k8s,
  );
  const seldon = new SeldonCore(
    "seldon",
    { cluster, ingress, modelNamespaces: ["models"], charts: { "seldon-core-operator": { values } } },
    k8s,
  );
  const parameters = [{ name: "token", value: pulumi.secret(marker("parameter")), type: ParameterType.String }];
  const graph = { name: "model", server: ModelServer.Sklearn, modelUri: "gs://bucket/model", parameters };
  const model = new ModelDeployment(
    "iris",
    { seldon, namespace: "models", predictors: [{ name: "main", graph }] },
    k8s,
  );
  // Plain texts: the component makes secrets of them.
  const pachyderm = new PachydermStore(
    "pachyderm",
    {
      cluster,
      service: { type: PachydermServiceType.ClusterIP },
      s3Compatible: {
        ...{ endpoint: "https://minio.example.org", bucket: "models" },
        ...{ accessKeyId: marker("access-id"), secretAccessKey: marker("access-secret") },
      },
      ...{ licenseKey: base64("a licence for tests"), rootToken: marker("root-token"), host: "pachyderm.example.org" },
      oidc: { issuer: "https://login.example.org", clientId: "p", clientSecret: marker("client") },
      database: { external: { host: "db.example.org", password: marker("database") } },
    },
    k8s,
  );
  const hub = new JupyterHub(
    "jupyterhub",
    {
      cluster,
      login: {
        sharedPassword: {
          userPassword: marker("user-password"),
          adminPassword: marker("admin-password-of-32-characters"),
        },
        ...{ allowAll: true, adminUsers: ["admin"] },
      },
      extraEnv: { TOKEN: pulumi.secret(marker("notebook-token")) },
    },
    k8s,
  );
  const created = new MlCluster("eks", clusterArgs());
  return {
    hubUrl: hub.url,
    kubeconfig: cluster.kubeconfig,
    url: model.restUrl,
    password,
    eks: created.kubeconfig,
    endpoint: cluster.endpoint,
    rootToken: pachyderm.rootToken,
    storageUrl: pachyderm.storageUrl,
  };
}

const run = (program: () => unknown, options: Partial<RecordOptions> = {}): Promise<Recording> =>
  recordProgram(program, {
    ...{ project: "proj", stack: "test", config: CONFIG, answers: aws().answers },
    secretKeys: Object.keys(CONFIG),
    ...options,
  });

const planOf = ({ graph, outputs, log, secretTexts, revealInputs }: Recording): Plan => ({
  ...{ project: "proj", stack: "test", entry: "index.ts", graph, outputs, secretTexts, revealInputs },
  warnings: log.map(({ message }) => message),
});

/** The beginning of a text in base64, which does not depend on what follows the text. */
const inBase64 = (text: string): string => base64(text).slice(0, -4);

/** The markers in a text, also those in base64. */
const markersIn = (text: string): string[] => [
  ...new Set(text.match(/MARKER-[\w@-]+?-x7k2p9/g) ?? []),
  ...["certificate", "key"].map(marker).filter((one) => text.includes(inBase64(one))),
];

describe("secrets in every secret input", () => {
  for (const preview of [true, false]) {
    describe(preview ? "of a preview" : "of an update", () => {
      let recording: Recording;
      before(async () => {
        const made = aws().outputs;
        const outputs: RecordOptions["outputs"] = (type, name, inputs) => {
          if (type.endsWith(":RandomPassword")) return { outputs: { result: marker("seed") } };
          return made?.(type, name, inputs) ?? {};
        };
        recording = await run(platform, preview ? { preview } : { preview, outputs });
        assert.equal(recording.error, undefined);
      });

      it("reach the resources", () => {
        const inputs = recording.graph.resources.map(({ urn }) => recording.revealInputs(urn));
        const found = markersIn(JSON.stringify(inputs));
        const expected = [
          "key",
          "environment",
          "access-key",
          "secret-key",
          "session",
          "chart",
          "parameter",
          "config",
        ].concat(...["access-id", "access-secret", "root-token", "client", "database"]);
        for (const what of expected) assert.ok(found.includes(marker(what)), what);
      });

      it("are not in the plan, in any form", () => {
        const plan = planOf(recording);
        const texts = [false, true].map((values) => planText(plan, { width: 100, colours: false, values }));
        const others = [planTables(plan, { width: 100, colours: false }), planMarkdown(plan), planPage(plan)];
        assert.deepEqual(markersIn([...texts, planJson(plan), ...others].join("\n")), []);
      });

      it("are marked as secrets wherever the state has them", () => {
        assert.deepEqual(findLeaks(recording.graph, recording.secretTexts), []);
        assert.deepEqual(markersIn(JSON.stringify(recording.graph)), []);
      });

      it("are not in what is logged", () => {
        assert.deepEqual(markersIn(JSON.stringify(recording.log)), []);
      });
    });
  }
});

describe("a secret in a wrong input", () => {
  const secret = marker("input");
  const existing = { kubeconfig: json, context: "dev" };
  const inCluster = (args: object) => () => {
    const cluster = new MlCluster("ml", { existing });
    new IngressLayer("in", { cluster, istio: {}, internal: true, ...args }, { provider: cluster.provider });
  };
  const model = (args: object) => () => {
    const seldon = { namespace: "s", controller: "istio", modelNamespaces: ["models"], servers: {}, keda: false };
    const facts = { ...seldon, url: "http://lb.example.org", ready: "s" };
    const { provider } = new MlCluster("ml", { existing });
    const predictors = [{ name: "main", image: "i" }];
    new ModelDeployment("m", { seldon: facts, namespace: "models", predictors, ...args } as never, { provider });
  };
  const pachyderm = (args: object) => () => {
    const cluster = new MlCluster("ml", { existing });
    const all = { cluster, local: {}, service: { type: "ClusterIP" }, ...args };
    new PachydermStore("p", all as never, { provider: cluster.provider });
  };
  const hub =
    (sharedPassword: unknown, more: object = {}) =>
    () => {
      const cluster = new MlCluster("ml", { existing });
      const login = { sharedPassword, allowAll: true };
      new JupyterHub("h", { cluster, login, ...more } as never, { provider: cluster.provider });
    };
  const cluster = (block: unknown) => () => new MlCluster("ml", { existing: block } as never);

  const wrong: Readonly<Record<string, () => unknown>> = {
    "a kubeconfig for the block": cluster(json),
    "a list for the block": cluster([json]),
    "a path that is a kubeconfig in JSON": cluster({ kubeconfigPath: json, context: "dev" }),
    "a path that is a kubeconfig in YAML": cluster({ kubeconfigPath: yaml, context: "dev" }),
    "a path that is a token": cluster({ kubeconfigPath: secret, context: "dev" }),
    "a kubeconfig that is no YAML": cluster({ kubeconfig: yaml, context: "dev" }),
    "a kubeconfig with a tag": cluster({ kubeconfig: yaml.replace("contexts: [", "contexts: []"), context: "dev" }),
    "a kubeconfig without the context": cluster({ kubeconfig: json, context: "other" }),
    "a kubeconfig in a list": cluster({ kubeconfig: [json], context: "dev" }),
    "a kubeconfig as a late value": cluster({ kubeconfig: pulumi.secret(`- ${secret}`), context: "dev" }),
    "a context that is a kubeconfig": cluster({ kubeconfig: json, context: yaml }),
    "a late storage class": cluster({ ...existing, storageClass: pulumi.secret(`${secret}!`) }),
    "an issuer with a password": cluster({ ...existing, identity: { oidcIssuer: `http://me:${secret}@example.org` } }),
    "a mirror with a password": inCluster({ mirror: `https://me:${secret}@charts.example.org` }),
    "a mirror that is no URL, with a password": inCluster({ mirror: `me:${secret}@charts.example.org` }),
    "a mirror with a token in its query": inCluster({ mirror: `ftp://charts.example.org?token=${secret}` }),
    "charts that are text": inCluster({ charts: secret }),
    "a chart that is text": inCluster({ charts: { istiod: secret } }),
    "values that are text": inCluster({ charts: { istiod: { values: secret } } }),
    "values above ours that are text": inCluster({ charts: { "istio-gateway": { values: { service: secret } } } }),
    "values that contradict ours": inCluster({
      charts: { "istio-gateway": { values: { service: { type: secret } } } },
    }),
    "overrides that are text": model({ overrides: secret }),
    "overrides with text for an object": model({ overrides: { spec: secret } }),
    "overrides with a parameter of another type": model({
      overrides: {
        spec: {
          predictors: [
            {
              name: "main",
              graph: { name: "a", type: "MODEL", parameters: [{ name: "p", type: "INT", value: secret }] },
            },
          ],
        },
      },
    }),
    "a licence that is not base64": pachyderm({ licenseKey: secret }),
    "a licence of the wrong kind": pachyderm({ licenseKey: [secret] }),
    "a late licence": pachyderm({ licenseKey: pulumi.secret(secret) }),
    "a root token with a blank": pachyderm({ licenseKey: base64("x".repeat(15)), rootToken: `${secret} ` }),
    "a password for the block of a database": pachyderm({ database: { external: secret } }),
    "a host with a password": pachyderm({ database: { external: { host: `me:${secret}@db`, password: secret } } }),
    "an endpoint with a key": pachyderm({
      local: undefined,
      s3Compatible: {
        endpoint: `https://me:${secret}@m`,
        bucket: "b",
        accessKeyId: secret,
        secretAccessKey: `${secret} `,
      },
    }),
    "a client's secret for the identity provider": pachyderm({ oidc: secret }),
    "a password with a blank": hub({ userPassword: `${secret} ` }),
    "a password for its block": hub(secret),
    "a password for the login": hub({}, { login: secret }),
    "text for the environment of notebooks": hub({}, { extraEnv: secret }),
    "a list for a variable of a profile": hub({}, { profiles: [{ name: "a", image: "a/b:1", env: { A: [secret] } }] }),
    "text for the environment of a profile": hub({}, { profiles: [{ name: "a", image: "a/b:1", env: secret }] }),
    "a list of passwords": hub({ userPassword: [secret] }),
    "a parameter of the wrong kind": model({
      predictors: [{ name: "main", graph: { name: "a", image: "i", parameters: [{ name: "p", value: [secret] }] } }],
    }),
  };

  for (const [what, program] of Object.entries(wrong)) {
    it(`is in no error and no warning: ${what}`, async () => {
      const warnings: string[] = [];
      const collect = ({ message }: Error) => void warnings.push(message);
      process.on("warning", collect);
      const recording = await run(program).finally(() => setImmediate(() => process.off("warning", collect)));
      await new Promise((resolve) => setImmediate(resolve));
      assert.ok(recording.error !== undefined, "it was not refused");
      const errors = [recording.error, ...recording.furtherErrors].map((error) => explain(error, false));
      assert.deepEqual(markersIn([...errors, ...warnings, JSON.stringify(recording.log)].join("\n")), []);
    });
  }

  it("is in no error and no warning: provider settings that are not JSON", async () => {
    const config = { "aws:assumeRoles": secret, "aws:assumeRole": secret, "aws:maxRetries": secret };
    const { error } = await run(() => new MlCluster("eks", clusterArgs()), { config });
    assert.ok(error !== undefined);
    assert.deepEqual(markersIn(explain(error, false)), []);
  });
});

describe("a secret kubeconfig", () => {
  const exec = {
    env: [
      { name: "API_TOKEN", value: marker("exec") },
      { name: "REGION", value: "us-east-1" },
    ],
  };
  const user = {
    ...{ token: marker("token"), password: marker("password"), "client-key-data": marker("key") },
    ...{ "auth-provider": { config: { "id-token": marker("id") } }, exec },
  };
  const file = { server: "https://dev.example.org", users: [{ name: "dev", user }] };
  const credentials = ["token", "password", "key", "id", "exec"].map(marker);

  for (const [form, text] of [
    ["JSON", JSON.stringify(file)],
    ["YAML", stringify(file)],
    ["YAML with a tag, a key twice and braces that end at the margin", `${stringify(file)}a: !b c\na: { b: c\n}\n`],
    ["YAML that begins like JSON", `{ users: ${JSON.stringify(file.users)} }`],
  ] as const) {
    it(`in ${form} has credentials that are redacted also where they stand alone`, async () => {
      const said = [...credentials, "https://dev.example.org", "us-east-1"].join(" ");
      const recording = await run(() => {
        void pulumi.log.warn(said);
        const provider = new kubernetes.Provider("k8s", { kubeconfig: pulumi.secret(text) });
        new kubernetes.core.v1.ConfigMap("map", { data: { said } }, { provider });
        return { said };
      });
      const plan = planOf(recording);
      const failure = new ProgramFailure([new UserError(said)], [], recording.secretTexts, ".");
      const hidden = `${credentials.map(() => "[secret]").join(" ")} https://dev.example.org us-east-1`;
      for (const shown of [planText(plan, { width: 100, colours: false }), planJson(plan), explain(failure, false)]) {
        assert.deepEqual(markersIn(shown), []);
        assert.ok(shown.includes(hidden));
      }
      assert.ok(findLeaks(recording.graph, recording.secretTexts).some(({ path }) => path === "data.said"));
    });
  }

  it("is in no process argument, no environment variable and no file that stays", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-marker-"));
    const saved = process.env["TMPDIR"];
    try {
      const [tool, seen] = [path.join(folder, "kubectl"), path.join(folder, "seen")];
      writeFileSync(tool, `#!/bin/sh\n{ echo "$*"; env; } > '${seen}'\n`, { mode: 0o755 });
      process.env["TMPDIR"] = folder;
      await new ClusterAccess({ kubeconfig: json, context: "dev" }, { kubectl: tool }).kubectl(["get", "pods"]);
      assert.deepEqual(readdirSync(folder).sort(), ["kubectl", "seen"]);
      assert.deepEqual(markersIn(readFileSync(seen, "utf8")), []);
    } finally {
      if (saved === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = saved;
      rmSync(folder, { recursive: true });
    }
  });
});
