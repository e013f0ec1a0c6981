import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  DatabaseTls,
  Exposure,
  IngressController,
  PachydermServiceType,
  PachydermStore,
  type ClusterFacts,
} from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";
import { INSIDE, LICENCE, LOGIN, OIDC, withSeed } from "./pachyderm";

const HOST = "pachyderm.example.org";
const MINIO = {
  endpoint: "https://minio.example.org",
  bucket: "models",
  accessKeyId: "the-id",
  secretAccessKey: "the-key",
};
const INTERNAL = { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal" };

const create = (args: object, facts: Partial<ClusterFacts> = {}): PachydermStore =>
  new PachydermStore(
    "pach",
    {
      cluster: { ...clusterFacts, clusterIdentifier: undefined, kubernetesVersion: "1.35", ...facts },
      local: {},
      ...("ingress" in args ? {} : INSIDE),
      ...args,
    },
    { provider: cluster().provider },
  );

describe("PachydermStore refuses", () => {
  const none = { local: undefined };
  const seaweed = (seaweedFs: object) => ({ ...none, seaweedFs });
  const minio = (s3Compatible: object) => ({ ...none, s3Compatible: { ...MINIO, ...s3Compatible } });
  const behind = { ingress: ingressFacts, host: HOST, allowWithoutLogins: true };
  const exposed = { service: {} };
  type Row = [what: string, args: object, path: string, reason: RegExp, facts?: Partial<ClusterFacts>];
  const rows: Row[] = [
    [
      "no store",
      none,
      "s3 or gcs or azureBlob or seaweedFs or s3Compatible or local",
      /^none was given; fill exactly one/,
    ],
    ["two stores", { seaweedFs: {} }, "seaweedFs and local", /^2 were given \(seaweedFs, local\); fill exactly one\.$/],

    [
      "a bucket with two dots side by side",
      seaweed({ bucket: "my..models" }),
      "seaweedFs.bucket",
      /^"my\.\.models" is not the name of a bucket/,
    ],
    [
      "a bucket with the form of an address",
      minio({ bucket: "192.0.2.1" }),
      "s3Compatible.bucket",
      /form of an address/,
    ],
    [
      "a bucket in upper case",
      seaweed({ bucket: "Models" }),
      "seaweedFs.bucket",
      /^"Models" is not the name of a bucket/,
    ],
    ["a bucket of two letters", minio({ bucket: "ab" }), "s3Compatible.bucket", /use 3 to 63 characters/],
    ["no server", seaweed({ servers: 0 }), "seaweedFs.servers", /^0 is not a whole number of at least 1/],
    [
      "a size with a blank and a B",
      seaweed({ storageSize: "200 GB" }),
      "seaweedFs.storageSize",
      /^"200 GB" is not a size as Kubernetes writes it; write 200Gi\.$/,
    ],
    ["a size in GB", { etcd: { storageSize: "200GB" } }, "etcd.storageSize", /write 200Gi\.$/],
    ["a size in lower case", { etcd: { storageSize: "200gi" } }, "etcd.storageSize", /write 200Gi\.$/],
    [
      "a size without a unit",
      { etcd: { storageSize: "200" } },
      "etcd.storageSize",
      /^"200" is less than a mebibyte; write a unit, such as 200Gi\.$/,
    ],
    [
      "a size that is no size",
      { loki: { storageSize: "big" } },
      "loki.storageSize",
      /^"big" is not a size, such as 200Gi\.$/,
    ],
    [
      "a size of the database in GB",
      { database: { bundled: { storageSize: "10 GB" } } },
      "database.bundled.storageSize",
      /write 10Gi/,
    ],
    ["a storage class that no object can be", { etcd: { storageClass: "Fast!" } }, "etcd.storageClass", /DNS-1123/],

    [
      "an endpoint without a scheme",
      minio({ endpoint: "minio.example.org:9000" }),
      "s3Compatible.endpoint",
      /is not a URL that starts with https:\/\/ or http:\/\/\.$/,
    ],
    [
      "an endpoint with a path",
      minio({ endpoint: "https://minio.example.org/models" }),
      "s3Compatible.endpoint",
      /has a path, which Pachyderm would drop/,
    ],
    [
      "an endpoint with keys",
      minio({ endpoint: "https://id:key@minio.example.org" }),
      "s3Compatible.endpoint",
      /has a user name, a password/,
    ],
    ["an empty key", minio({ secretAccessKey: "" }), "s3Compatible.secretAccessKey", /^is empty, or has blanks/],
    [
      "a key with a line break",
      minio({ secretAccessKey: "the-key\n" }),
      "s3Compatible.secretAccessKey",
      /Write the key as it was issued\.$/,
    ],
    ["an empty region", minio({ region: "" }), "s3Compatible.region", /is not the name of a region/],
    ["a relative folder", { local: { path: "data" } }, "local.path", /^"data" is not an absolute path of a folder/],
    ["a folder with steps upwards", { local: { path: "/var/../etc" } }, "local.path", /is not an absolute path/],
    ["the root of the node", { local: { path: "/" } }, "local.path", /is not an absolute path/],

    ["a licence that is not base64", { licenseKey: "not a licence at all!" }, "licenseKey", /^is not base64\./],
    ["a licence of several lines", { licenseKey: `${LICENCE}\n` }, "licenseKey", /on one line and without blanks\.$/],
    [
      "a token that is too short",
      { licenseKey: LICENCE, rootToken: "short" },
      "rootToken",
      /^does not have the form of a token\./,
    ],
    [
      "a token that YAML reads as a number",
      { licenseKey: LICENCE, rootToken: "12345678901234567890" },
      "rootToken",
      /with a letter first\.$/,
    ],
    [
      "a token without a licence",
      { rootToken: "token-of-the-team-for-tests" },
      "rootToken",
      /logins only with a licence/,
    ],
    [
      "an identity provider without a licence",
      { oidc: OIDC, host: HOST },
      "licenseKey",
      /^is missing: Pachyderm has logins only with a licence/,
    ],
    [
      "a licence without an identity provider, with which pachd would not start",
      { licenseKey: LICENCE },
      "oidc",
      /^is missing: with a licence, Pachyderm starts only if it has an identity provider\. Write oidc/,
    ],
    ["logins without a host to come back to", { oidc: OIDC, licenseKey: LICENCE }, "host", /sends users back to it/],
    [
      "an issuer without TLS",
      { ...LOGIN, oidc: { ...OIDC, issuer: "http://login.example.org" } },
      "oidc.issuer",
      /starts with https/,
    ],
    [
      "an administrator without an address",
      { ...LOGIN, oidc: { ...OIDC, admins: ["ada"] } },
      "oidc.admins[0]",
      /is not an e-mail address/,
    ],

    ["an even number of etcd nodes", { etcd: { nodes: 2 } }, "etcd.nodes", /^2 is not 1, 3, 5 or 7\./],
    [
      "two databases",
      { database: { bundled: {}, external: { host: "db.example.org", password: "x" } } },
      "database",
      /^2 were given/,
    ],
    ["a choice of databases without one", { database: {} }, "database", /^none was given/],
    [
      "an external database with an empty password",
      { database: { external: { host: "db.example.org", password: "" } } },
      "database.external.password",
      /^is empty\. Write the password of the user, as a secret\.$/,
    ],
    [
      "an external database at a URL",
      { database: { external: { host: "postgres://db", password: "x" } } },
      "database.external.host",
      /is not a host name or an address/,
    ],
    [
      "a port of an external database that is none",
      { database: { external: { host: "db", port: 0, password: "x" } } },
      "database.external.port",
      /whole number of at least 1/,
    ],
    [
      "a check of a certificate without its authority",
      { database: { external: { host: "db", password: "x", tls: DatabaseTls.VerifyFull } } },
      "database.external.caCertificate",
      /^is missing/,
    ],
    [
      "an authority that nothing checks",
      { database: { external: { host: "db", password: "x", caCertificate: "pem" } } },
      "database.external.caCertificate",
      /^has no effect/,
    ],
    [
      "a wrong name of an instance",
      {
        database: {
          cloudSql: {
            connectionName: "pachyderm",
            serviceAccount: "sql@my-project.iam.gserviceaccount.com",
            password: "x",
          },
        },
      },
      "database.cloudSql.connectionName",
      /such as my-project:europe-west1:pachyderm/,
    ],
    [
      "settings of a Loki that is off",
      { loki: { enabled: false, storageSize: "1Gi" } },
      "loki.storageSize",
      /^has no effect/,
    ],

    [
      "a registry with a scheme",
      { imageRegistry: "https://registry.example.org/" },
      "imageRegistry",
      /has a scheme; write registry\.example\.org\.$/,
    ],
    [
      "a CPU with a unit for memory",
      { workers: { pipeline: { cpu: "2Gi" } } },
      "workers.pipeline.cpu",
      /has a unit for memory/,
    ],
    [
      "a proxy that asks for more than it may use",
      { resources: { proxy: { requests: { memory: "1Gi" } } } },
      "resources.proxy.requests.memory",
      /exceeds the chart's default limit of 512Mi/,
    ],
    [
      "deleteData in a namespace of somebody else",
      { namespace: { create: false }, deleteData: true },
      "deleteData",
      /^cannot delete the volume claims/,
    ],
    [
      "a namespace that every cluster has",
      { namespace: { name: "default" } },
      "namespace.name",
      /exists in every cluster/,
    ],

    ["an ingress without a host", { ingress: ingressFacts }, "host", /^is missing: behind an ingress/],
    [
      "a host that the ingress does not serve",
      { ingress: { ...ingressFacts, hosts: ["lab.example.org"] }, host: HOST },
      "host",
      /is not served by the ingress/,
    ],
    [
      "the host of the models' URLs on Istio",
      { ingress: ingressFacts, host: "lb.example.org" },
      "host",
      /is the host of the models' URLs/,
    ],
    [
      "an ingress without logins",
      { ingress: ingressFacts, host: HOST },
      "allowWithoutLogins",
      /^is missing: without licenseKey, Pachyderm has no logins, so everyone who reaches the ingress can read and change all data\. Write/,
    ],
    [
      "an ingress whose program says that there must be logins",
      { ...behind, allowWithoutLogins: false },
      "allowWithoutLogins",
      /^is false, but without licenseKey/,
    ],
    [
      "consent to an ingress without logins, with logins",
      { ...LOGIN, ...behind },
      "allowWithoutLogins",
      /^has no effect, because licenseKey gives Pachyderm logins\. Leave it out\.$/,
    ],
    [
      "consent to an ingress without logins, without an ingress",
      { allowWithoutLogins: true },
      "allowWithoutLogins",
      /^has no effect without ingress\. Leave it out\.$/,
    ],
    ["a Service of its own behind an ingress", { ...behind, service: {} }, "service", /^has no effect with ingress/],
    [
      "a certificate of its own behind an ingress",
      { ...behind, tls: { secretName: "tls" } },
      "tls",
      /^has no effect with ingress/,
    ],
    [
      "an Ingress without a class",
      { ingress: { ...ingressFacts, controller: IngressController.Other, ingressClassName: undefined }, host: HOST },
      "ingress.ingressClassName",
      /chooses its controller by a class/,
    ],

    [
      "an internal load balancer that the cluster cannot create",
      exposed,
      "service",
      /^is an internal load balancer, for which the cluster has no annotations\./,
    ],
    [
      "a load balancer where there are none",
      exposed,
      "service.type",
      /^is LoadBalancer, but the cluster provides no load balancers\./,
      { providesLoadBalancers: false },
    ],
    [
      "everyone on the internet without logins",
      { service: { allowPublic: true } },
      "service.allowPublic",
      /^would let everyone on the internet read and change all data/,
    ],
    [
      "a public address inside the cluster",
      { service: { type: PachydermServiceType.ClusterIP, allowPublic: true } },
      "service.allowPublic",
      /^applies to a load balancer only/,
    ],
    [
      "a public load balancer of a cluster with internal ones",
      { ...LOGIN, service: { allowPublic: true } },
      "service",
      /^is a public load balancer, for which the cluster has no annotations/,
      { defaultExposure: Exposure.Internal },
    ],
    [
      "an annotation that makes the load balancer internal, with allowPublic",
      { ...LOGIN, service: { allowPublic: true, annotations: INTERNAL } },
      "service.annotations.service.beta.kubernetes.io/aws-load-balancer-scheme",
      /contradicts service\.allowPublic\. Leave it out, or leave service\.allowPublic out\.$/,
    ],
    [
      "an annotation that makes the load balancer public",
      { service: { annotations: { "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" } } },
      "service.annotations.service.beta.kubernetes.io/aws-load-balancer-scheme",
      /contradicts a load balancer without service\.allowPublic\. Leave it out\.$/,
    ],

    [
      "values that an input decides",
      { charts: { pachyderm: { values: { etcd: { storageSize: "1Gi" } } } } },
      "charts.pachyderm.values.etcd.storageSize",
      /contradicts etcd\.storageSize/,
    ],
    [
      "values that open the mock login",
      { charts: { pachyderm: { values: { oidc: { mockIDP: true } } } } },
      "charts.pachyderm.values.oidc.mockIDP",
      /everyone can log in as admin/,
    ],
    [
      "values that change a generated id",
      { charts: { pachyderm: { values: { pachd: { clusterDeploymentID: "x" } } } } },
      "charts.pachyderm.values.pachd.clusterDeploymentID",
      /is generated once and kept/,
    ],
    [
      "values that turn off the keys of SeaweedFS",
      { ...seaweed({}), charts: { seaweedfs: { values: { filer: { s3: { enableAuth: false } } } } } },
      "charts.seaweedfs.values.filer.s3.enableAuth",
      /without keys/,
    ],
    [
      "the chart of SeaweedFS with another store",
      { charts: { seaweedfs: {} } },
      "charts.seaweedfs",
      /there is no such chart here/,
    ],
    [
      "an untested version",
      { charts: { pachyderm: { version: "2.12.0" } } },
      "charts.pachyderm.version",
      /is not a combination we test/,
    ],
  ];
  for (const [what, args, path, reason, facts] of rows) {
    it(what, async () => {
      const problems = await refusal(() => create(args, facts));
      const found = problems.find((problem) => problem.path === path);
      assert.ok(found !== undefined, `no problem at ${path}: ${JSON.stringify(problems)}`);
      assert.match(found.reason, reason);
    });
  }

  it("nothing that is secret by showing it", async () => {
    const secret = "SECRET-MARKER";
    const wrong: object[] = [
      { licenseKey: `${secret}!` },
      { licenseKey: LICENCE, rootToken: `1${secret}` },
      minio({ secretAccessKey: `${secret} ` }),
      minio({ accessKeyId: [secret] }),
      { ...none, s3Compatible: secret },
      { database: secret },
      { database: { external: secret } },
      { oidc: secret },
      { oidc: { ...OIDC, clientSecret: { secret } } },
      { oidc: { ...OIDC, clientSecret: [secret] } },
      { database: { external: { host: "db", password: { secret } } } },
    ];
    for (const args of wrong) {
      const problems = await refusal(() => create(args));
      assert.notEqual(problems.length, 0);
      assert.ok(!JSON.stringify(problems).includes(secret), JSON.stringify(problems));
    }
  });

  it("a second Pachyderm in the same namespace", async () => {
    const program = () => {
      const ml = cluster();
      for (const name of ["one", "two"])
        new PachydermStore(name, { cluster: ml, local: {}, ...INSIDE }, { provider: ml.provider });
    };
    const problem = await deploy(program).then(
      () => assert.fail("both were created"),
      (error: unknown) => String(error),
    );
    assert.match(problem, /namespace\.name: creates the Namespace pachyderm, which PachydermStore "one" creates too/);
  });

  it("an internal load balancer also if the annotations are known later", async () => {
    const later = pulumi.output(Promise.resolve({}));
    const run = deploy(() => void create({ service: {} }, { internalLoadBalancerAnnotations: later }), {
      outputs: withSeed,
    });
    await assert.rejects(
      run,
      /PachydermStore "pach" has invalid arguments:\n {2}- service: is an internal load balancer/,
    );
  });

  it("a licence that resolves to something wrong", async () => {
    const later = pulumi.secret(Promise.resolve("not a licence!"));
    const run = deploy(() => void create({ ...LOGIN, licenseKey: later }), { outputs: withSeed });
    await assert.rejects(run, (error: Error) => {
      assert.match(error.message, /licenseKey: is not base64/);
      return !error.message.includes("not a licence!");
    });
  });
});
