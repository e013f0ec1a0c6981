import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { explain } from "../../cli/explain";
import { planPage } from "../../cli/plan/html/page";
import { planJson } from "../../cli/plan/json";
import { planMarkdown } from "../../cli/plan/tables/markdown";
import { planTables } from "../../cli/plan/tables/plan-tables";
import type { Plan } from "../../cli/plan/plan-program";
import { planText } from "../../cli/plan/text/plan-text";
import {
  IngressLayer,
  JupyterHub,
  MlCluster,
  PachydermServiceType,
  PachydermStore,
  RancherServer,
  SeldonCore,
} from "../../components";
import { packageSchema } from "../../components/shared/package-schema";
import { findLeaks } from "../../recorder";
import { recordProgram, type Recording } from "../../recorder/record-program";
import { CERTIFICATE, KEY as TLS_KEY } from "../unit/ingress-layer/certificates";
import { HOST, HTTPS, LOGINS } from "../unit/jupyter-hub/hub";
import { ON_GCP } from "../unit/pachyderm-store/stores";
import { clusterFacts, ingressFacts } from "../unit/platform";
import { HOST_KEY, KEY as SSH_KEY } from "../unit/targets/rke2/cluster";
import { kubeconfig } from "../unit/kubeconfig";

/** A program that writes a value into one secret input. */
interface Planted {
  readonly create: (secret: never) => unknown;
  /** The secret. @default a text that nothing else contains */
  readonly text?: string;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const MARKER = "MARKER-of-a-secret-input-x7k2p9";

const k8s = () => ({ provider: new MlCluster("ml", { existing: { kubeconfig, context: "dev" } }).provider });
const facts = { ...clusterFacts, clusterIdentifier: undefined, kubernetesVersion: "1.35" };

const pachyderm = (args: object, cluster: object = facts) =>
  new PachydermStore(
    "pach",
    { cluster, service: { type: PachydermServiceType.ClusterIP }, local: {}, ...args } as never,
    k8s(),
  );
const hub = (login: object) => new JupyterHub("hub", { cluster: facts, login, ingress: HTTPS, host: HOST }, k8s());
const oauth = (method: keyof typeof LOGINS) => (clientSecret: string) => {
  const { [method]: block, ...who } = LOGINS[method] as Record<string, object>;
  return hub({ ...who, [method]: { ...block, clientSecret } });
};
const operator = (credentials: object) =>
  new SeldonCore(
    "seldon",
    {
      cluster: facts,
      ingress: ingressFacts,
      modelNamespaces: ["models"],
      storageInitializer: { credentials },
    },
    k8s(),
  );
const rancher = (args: object) =>
  new RancherServer(
    "rancher",
    { cluster: facts, host: "rancher.example.org", ingress: HTTPS, cleanUp: { enabled: false }, ...args },
    k8s(),
  );
const layer = (args: object) =>
  new IngressLayer("in", { cluster: facts, istio: {}, sourceRanges: ["203.0.113.0/24"], ...args }, k8s());
const machines = (rke2: object, node: object = {}) =>
  new MlCluster("rke", {
    rke2: { nodes: [{ address: "10.0.0.1", role: "server", hostKey: HOST_KEY, ...node }], sshKey: SSH_KEY, ...rke2 },
  } as never);
const snapshots = (s3: object) =>
  machines({ etcdSnapshots: { s3: { bucket: "snapshots", accessKey: "the-id", secretKey: "the-key", ...s3 } } });
const license = base64("a licence for tests");
const oidc = { issuer: "https://login.example.org", clientId: "p", clientSecret: "the-secret" };
const minio = {
  endpoint: "https://minio.example.org",
  bucket: "models",
  accessKeyId: "the-id",
  secretAccessKey: "the-key",
};

/** Every input that is a secret, by its type and name. */
const secretInputs: Readonly<Record<string, Planted>> = {
  "RancherServer.bootstrapPassword": { create: (bootstrapPassword) => rancher({ bootstrapPassword }) },
  "RancherServer.kubeconfig": {
    create: (text) => rancher({ cleanUp: undefined, kubeconfig: text }),
    text: kubeconfig.replace("dev-token", MARKER),
  },
  "RancherCertificate.key": {
    create: (key) =>
      rancher({
        ...{ ingress: undefined, kubernetesIngress: { className: "traefik" }, privateCa: CERTIFICATE },
        tls: { secret: { certificate: CERTIFICATE, key } },
      }),
    text: TLS_KEY,
  },
  "PachydermStore.licenseKey": {
    create: (licenseKey) => pachyderm({ licenseKey, oidc, host: HOST }),
    text: base64(MARKER),
  },
  "PachydermStore.rootToken": {
    create: (rootToken) => pachyderm({ licenseKey: license, rootToken, oidc, host: HOST }),
  },
  "PachydermOidc.clientSecret": {
    create: (clientSecret) => pachyderm({ licenseKey: license, oidc: { ...oidc, clientSecret }, host: HOST }),
  },
  "S3CompatibleStore.accessKeyId": {
    create: (accessKeyId) => pachyderm({ local: undefined, s3Compatible: { ...minio, accessKeyId } }),
  },
  "S3CompatibleStore.secretAccessKey": {
    create: (secretAccessKey) => pachyderm({ local: undefined, s3Compatible: { ...minio, secretAccessKey } }),
  },
  "ExternalDatabase.password": {
    create: (password) => pachyderm({ database: { external: { host: "db.example.org", password } } }),
  },
  "CloudSqlDatabase.password": {
    create: (password) => {
      const serviceAccount = "sql@ml-prod-123456.iam.gserviceaccount.com";
      const cloudSql = { connectionName: "ml-prod-123456:us-central1:pach", serviceAccount, password };
      return pachyderm({ database: { cloudSql } }, { ...ON_GCP(), clusterIdentifier: undefined });
    },
  },
  "JupyterHubSharedPassword.userPassword": {
    create: (userPassword) => hub({ ...LOGINS.sharedPassword, sharedPassword: { userPassword } }),
  },
  "JupyterHubSharedPassword.adminPassword": {
    create: (adminPassword) => hub({ ...LOGINS.sharedPassword, sharedPassword: { adminPassword } }),
    text: `${MARKER}-of-an-administrator`,
  },
  "JupyterHubGitHub.clientSecret": { create: oauth("github") },
  "JupyterHubGoogle.clientSecret": { create: oauth("google") },
  "JupyterHubAzureAd.clientSecret": { create: oauth("azureAd") },
  "JupyterHubOidc.clientSecret": { create: oauth("oidc") },
  "JupyterHubDummy.password": { create: (password) => hub({ ...LOGINS.dummy, dummy: { password } }) },
  "StorageS3.accessKeyId": { create: (accessKeyId) => operator({ s3: { accessKeyId, secretAccessKey: "the-key" } }) },
  "StorageS3.secretAccessKey": {
    create: (secretAccessKey) => operator({ s3: { accessKeyId: "the-id", secretAccessKey } }),
  },
  "StorageGcs.serviceAccountKey": {
    create: (serviceAccountKey) => operator({ gcs: { serviceAccountKey } }),
    text: JSON.stringify({ type: "service_account", private_key: MARKER }),
  },
  "StorageAzureBlob.accountKey": {
    create: (accountKey) => operator({ azureBlob: { account: "models2026", accountKey } }),
    text: base64(`${MARKER}${MARKER}`),
  },
  "StorageAzureBlob.sasUrl": {
    create: (sasUrl) => operator({ azureBlob: { sasUrl } }),
    text: `https://models.blob.core.windows.net/models?sig=${MARKER}`,
  },
  "TlsSecret.key": {
    create: (key) => layer({ hosts: ["models.example.org"], tls: { secret: { certificate: CERTIFICATE, key } } }),
    text: TLS_KEY,
  },
  "BgpPeer.password": {
    create: (password) =>
      layer({
        cluster: { ...facts, providesLoadBalancers: false },
        metallb: {
          pools: { lan: { addresses: ["172.25.1.1-172.25.1.100"] } },
          bgpPeers: { router: { address: "192.168.10.1", asn: 64512, myAsn: 64513, password } },
        },
      }),
  },
  "ExistingCluster.kubeconfig": {
    create: (text) => new MlCluster("other", { existing: { kubeconfig: text, context: "dev" } }),
    text: kubeconfig.replace("dev-token", MARKER),
  },
  "Rke2Cluster.sshKey": { create: (sshKey) => machines({ sshKey }), text: SSH_KEY },
  "Rke2Node.sshKey": { create: (sshKey) => machines({ sshKey: undefined }, { sshKey }), text: SSH_KEY },
  "Rke2Bastion.sshKey": {
    create: (sshKey) => machines({ bastion: { address: "10.0.0.9", hostKey: HOST_KEY, sshKey } }),
    text: SSH_KEY,
  },
  "Rke2SnapshotBucket.accessKey": { create: (accessKey) => snapshots({ accessKey }) },
  "Rke2SnapshotBucket.secretKey": { create: (secretKey) => snapshots({ secretKey }) },
};

/** Inputs that a plan does not know, because they are in a file beside a token that is generated later. */
const LATER = ["Rke2SnapshotBucket.accessKey", "Rke2SnapshotBucket.secretKey"];

/** Inputs that sound like secrets and are none: names, places, public keys and certificates. */
const PUBLIC = [
  ...["NodeTaint.key", "Taint.key", "ModelToleration.key", "JupyterHubToleration.key"],
  ...["Predictor.credentialsSecret", "GraphNode.credentialsSecret", "ModelExplainer.credentialsSecret"],
  ...["ModelSecretKey.secret", "ModelSecretKey.key", "ModelVolume.secret", "RouteTls.secretName"],
  ...["JupyterHubOidc.tokenUrl", "JupyterHubIngress.tlsSecretName", "JupyterHubTls.secretName"],
  ...["S3Store.kmsKeyArn", "GcsStore.kmsKeyName", "PachydermTls.secretName", "ExistingSeldon.storageSecret"],
  ...["StorageCredentials.existingSecret", "AwsCluster.kmsKeyArn", "AwsCluster.diskKmsKeyArn", "GcpCluster.kmsKeyName"],
  ...["ExistingCluster.kubeconfigPath", "Rke2Cluster.sshKeyPath", "Rke2Node.sshKeyPath", "Rke2Bastion.sshKeyPath"],
  ...["Rke2Node.hostKey", "Rke2Bastion.hostKey"],
];

/** What nobody may find of a secret: its longest line, as it is and in base64, wherever in a longer text that begins. */
function tracesOf(text: string): string[] {
  const line = text.split("\n").sort((a, b) => b.length - a.length)[0] ?? "";
  const within = text.includes(MARKER) ? MARKER : line;
  const encoded = ["", "x", "xx"].map((before) => base64(before + within).slice(before === "" ? 0 : 4, -4));
  return [within, ...encoded];
}

/** Everything that a run shows. */
function shown({ graph, outputs, log, secretTexts, revealInputs, error, furtherErrors }: Recording): string {
  const plan: Plan = {
    ...{ project: "proj", stack: "test", entry: "index.ts", graph, outputs, secretTexts, revealInputs },
    warnings: log.map(({ message }) => message),
  };
  const wide = { width: 200, colours: false };
  const plans = [
    ...[false, true].map((values) => planText(plan, { ...wide, values })),
    ...[planTables(plan, wide), planMarkdown(plan), planJson(plan), planPage(plan), JSON.stringify(graph)],
  ];
  const errors = error === undefined ? [] : [error, ...furtherErrors].map((one) => explain(one, false));
  return [...plans, ...errors, JSON.stringify(log)].join("\n");
}

const run = (program: () => unknown): Promise<Recording> =>
  recordProgram(program, { project: "proj", stack: "test", lines: false, stallAfterMs: 3000 });

describe("a secret input", () => {
  it("is in the table below if it sounds like a secret", () => {
    const { types, resources } = packageSchema();
    const declared = [
      ...Object.entries(resources).map(([token, { inputProperties }]) => [token, inputProperties] as const),
      ...Object.entries(types).map(([token, { properties = {} }]) => [token, properties] as const),
    ].filter(([token]) => !token.endsWith("Facts"));
    const named = declared.flatMap(([token, inputs]) =>
      Object.entries(inputs)
        .filter(([name, type]) => /password|secret|token|key|licen|kubeconfig|sasUrl/i.test(name) && isText(type))
        .map(([name]) => `${token.split(":").at(-1) ?? ""}.${name}`),
    );
    assert.deepEqual([...Object.keys(secretInputs), ...PUBLIC].sort(), named.sort());
  });

  for (const [input, { create, text = MARKER }] of Object.entries(secretInputs)) {
    describe(input, () => {
      const traces = tracesOf(text);
      const seenIn = (recording: Recording): string[] => {
        const all = shown(recording);
        return traces.filter((trace) => all.includes(trace));
      };

      for (const [form, secret] of [
        ["as text", text],
        ["as an output", () => pulumi.output(text)],
      ] as const) {
        it(`reaches a resource and is shown nowhere, ${form}`, async () => {
          const recording = await run(() => void create((typeof secret === "string" ? secret : secret()) as never));
          assert.equal(recording.error, undefined);
          const inputs = JSON.stringify(recording.graph.resources.map(({ urn }) => recording.revealInputs(urn)));
          const reached = traces.some((trace) => inputs.includes(trace));
          assert.equal(reached, !LATER.includes(input), "whether it is in a resource");
          assert.deepEqual(seenIn(recording), []);
          assert.deepEqual(findLeaks(recording.graph, recording.secretTexts), []);
        });
      }

      it("is shown nowhere if it is wrong", async () => {
        const wrong: readonly unknown[] = [[text], { value: text }, `${text} with more`, pulumi.secret(`\t${text}`)];
        for (const value of wrong) assert.deepEqual(seenIn(await run(() => void create(value as never))), []);
      });
    });
  }
});

/** Whether an input is a text, or anything. */
const isText = ({ type, $ref = "" }: { readonly type?: string; readonly $ref?: string }): boolean =>
  type === "string" || $ref.endsWith("#/Any");
