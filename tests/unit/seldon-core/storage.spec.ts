import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ModelDeployment, ModelServer, type SeldonFacts } from "../../../components";
import { deploy, type Deployed } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../platform";
import { refusal } from "../refusal";
import { chartValues, operator, refused } from "./operator";

const SECRET = "kubernetes:core/v1:Secret";
const KEY = '{"type":"service_account","private_key":"very private"}';
const UUID = "01234567-89ab-cdef-0123-456789abcdef";
const ACCOUNT_KEY = "c2VjcmV0IGtleQ==";
const SAS = "https://models.blob.core.windows.net/iris?sp=rl&sig=very%20private";

const withCredentials = (credentials: object, args: object = {}) => ({
  modelNamespaces: ["models"],
  storageInitializer: { credentials },
  ...args,
});

const variables = (graph: Deployed, name = "seldon-storage-models"): Record<string, string> =>
  graph.revealInputs(graph.byName(SECRET, name))["stringData"] as Record<string, string>;

describe("Credentials of storage for models", () => {
  const written: [title: string, credentials: object, expected: Record<string, string>][] = [
    [
      "keys of Amazon S3",
      { s3: { accessKeyId: "AKIA", secretAccessKey: "private", region: "eu-west-1" } },
      {
        S3_TYPE: "s3",
        S3_PROVIDER: "AWS",
        S3_ENV_AUTH: "false",
        S3_ACCESS_KEY_ID: "AKIA",
        S3_SECRET_ACCESS_KEY: "private",
        S3_REGION: "eu-west-1",
      },
    ],
    [
      "the role of the service account for Amazon S3",
      { s3: {} },
      { S3_TYPE: "s3", S3_PROVIDER: "AWS", S3_ENV_AUTH: "true" },
    ],
    [
      "another store that speaks S3",
      { s3: { accessKeyId: "minio", secretAccessKey: "private", endpoint: "http://minio.minio:9000" } },
      {
        S3_TYPE: "s3",
        S3_PROVIDER: "Other",
        S3_ENV_AUTH: "false",
        S3_ACCESS_KEY_ID: "minio",
        S3_SECRET_ACCESS_KEY: "private",
        S3_ENDPOINT: "http://minio.minio:9000",
      },
    ],
    [
      "the key of a service account of Google Cloud",
      { gcs: { serviceAccountKey: KEY } },
      { GS_TYPE: "google cloud storage", GS_ANONYMOUS: "false", GS_SERVICE_ACCOUNT_CREDENTIALS: KEY },
    ],
    [
      "Workload Identity of GKE, for which rclone must not be anonymous",
      { gcs: {} },
      { GS_TYPE: "google cloud storage", GS_ANONYMOUS: "false" },
    ],
    [
      "the key of an account of Azure",
      { azureBlob: { account: "models", accountKey: ACCOUNT_KEY } },
      { AZUREBLOB_TYPE: "azureblob", AZUREBLOB_ACCOUNT: "models", AZUREBLOB_KEY: ACCOUNT_KEY },
    ],
    [
      "a shared access signature",
      { azureBlob: { sasUrl: SAS } },
      { AZUREBLOB_TYPE: "azureblob", AZUREBLOB_SAS_URL: SAS },
    ],
    [
      "a managed identity of the nodes",
      { azureBlob: { account: "models", managedIdentity: { clientId: UUID } } },
      {
        AZUREBLOB_TYPE: "azureblob",
        AZUREBLOB_ACCOUNT: "models",
        AZUREBLOB_USE_MSI: "true",
        AZUREBLOB_MSI_CLIENT_ID: UUID,
      },
    ],
    [
      "two stores in one Secret",
      { s3: {}, gcs: {} },
      {
        S3_TYPE: "s3",
        S3_PROVIDER: "AWS",
        S3_ENV_AUTH: "true",
        GS_TYPE: "google cloud storage",
        GS_ANONYMOUS: "false",
      },
    ],
  ];
  for (const [title, credentials, expected] of written) {
    it(`are what rclone reads: ${title}`, async () => {
      const graph = await operator(withCredentials(credentials));
      assert.deepEqual(
        variables(graph),
        Object.fromEntries(Object.entries(expected).map(([key, value]) => [`RCLONE_CONFIG_${key}`, value])),
      );
      assert.deepEqual(chartValues(graph)["predictiveUnit"], { defaultEnvSecretRefName: "seldon-rclone-secret" });
    });
  }

  it("are in each namespace for models, and models wait for them", async () => {
    const args = withCredentials({ s3: {} }, { modelNamespaces: ["models", "staging"], labels: { team: "ml" } });
    const graph = await operator(args);
    for (const namespace of ["models", "staging"]) {
      const { inputs, dependencies } = graph.byName(SECRET, `seldon-storage-${namespace}`);
      assert.deepEqual(inputs.values["metadata"], {
        name: "seldon-rclone-secret",
        namespace,
        labels: { team: "ml" },
      });
      assert.ok(dependencies.some((urn) => urn.endsWith(`::seldon-models-${namespace}`)));
    }
    const { storageSecret } = graph.outputs.values["facts"] as unknown as SeldonFacts;
    assert.equal(storageSecret, "seldon-rclone-secret");
  });

  it("are in the operator's namespace if its models are there", async () => {
    const storageInitializer = { credentials: { s3: {} } };
    const graph = await operator({ singleNamespace: true, namespace: { name: "team-b" }, storageInitializer });
    const { namespace } = graph.byName(SECRET, "seldon-storage-team-b").inputs.values["metadata"] as object as {
      namespace: string;
    };
    assert.equal(namespace, "team-b");
  });

  it("are never plain in the state", async () => {
    const graph = await operator(
      withCredentials({
        s3: { accessKeyId: "AKIA", secretAccessKey: "plainly-written" },
        gcs: { serviceAccountKey: KEY },
        azureBlob: { account: "models", accountKey: pulumi.secret(ACCOUNT_KEY) },
      }),
    );
    const plain = JSON.stringify(graph.resources.map(({ inputs }) => inputs.values));
    for (const text of ["plainly-written", "very private", ACCOUNT_KEY]) assert.ok(!plain.includes(text), text);
  });

  it("can be a Secret that exists, of which nothing is created", async () => {
    const graph = await operator({ storageInitializer: { credentials: { existingSecret: "rclone" } } });
    assert.deepEqual(chartValues(graph)["predictiveUnit"], { defaultEnvSecretRefName: "rclone" });
    assert.deepEqual(
      graph.resources.filter(({ type }) => type === SECRET),
      [],
    );
  });

  const at = "storageInitializer.credentials";
  const wrong: [title: string, credentials: object, expected: [path: string, reason: RegExp][]][] = [
    ["none", {}, [[at, /^has no credentials\. Fill s3, gcs or azureBlob, or write existingSecret/]]],
    [
      "two Secrets",
      { s3: {}, existingSecret: "rclone" },
      [[`${at}.existingSecret`, /^excludes s3, because a model reads one Secret/]],
    ],
    [
      "half a key",
      { s3: { accessKeyId: "AKIA" } },
      [[`${at}.s3.secretAccessKey`, /^is missing beside accessKeyId\. Write both, or neither\.$/]],
    ],
    [
      "the other half",
      { s3: { secretAccessKey: "private" } },
      [[`${at}.s3.accessKeyId`, /^is missing beside secretAccessKey/]],
    ],
    [
      "an endpoint for which pods have no identity",
      { s3: { endpoint: "https://minio.example.org" } },
      [[`${at}.s3.endpoint`, /^needs accessKeyId and secretAccessKey/]],
    ],
    [
      "keys with blanks, and an endpoint that is none",
      { s3: { accessKeyId: "AK IA", secretAccessKey: "very private", endpoint: "minio:9000" } },
      [
        [`${at}.s3.accessKeyId`, /^is empty, or has blanks/],
        [`${at}.s3.secretAccessKey`, /^is empty, or has blanks/],
        [`${at}.s3.endpoint`, /^"minio:9000" is not a URL/],
      ],
    ],
    [
      "a key that is no JSON",
      { gcs: { serviceAccountKey: "very private" } },
      [[`${at}.gcs.serviceAccountKey`, /^is not the key of a service account in JSON/]],
    ],
    [
      "a key of a user",
      { gcs: { serviceAccountKey: '{"type":"authorized_user"}' } },
      [[`${at}.gcs.serviceAccountKey`, /^is not the key of a service account/]],
    ],
    [
      "nothing for Azure",
      { azureBlob: {} },
      [
        [`${at}.azureBlob`, /^none was given; fill exactly one of accountKey, sasUrl, managedIdentity\.$/],
        [`${at}.azureBlob.account`, /^is missing/],
      ],
    ],
    [
      "wrong texts for Azure",
      { azureBlob: { account: "My-Models", accountKey: "very private", managedIdentity: { clientId: "me" } } },
      [
        [`${at}.azureBlob.account`, /^"My-Models" is not the name of a storage account/],
        [`${at}.azureBlob.accountKey`, /^is not the key of a storage account, which is base64/],
        [`${at}.azureBlob.managedIdentity.clientId`, /^"me" is not a client id, which is a UUID/],
      ],
    ],
    [
      "a URL without a signature",
      { azureBlob: { sasUrl: "https://models.blob.core.windows.net/very-private" } },
      [[`${at}.azureBlob.sasUrl`, /^is not a URL with a shared access signature/]],
    ],
    [
      "an account beside a URL",
      { azureBlob: { sasUrl: SAS, account: "models" } },
      [[`${at}.azureBlob.account`, /^has no effect, because sasUrl names the account/]],
    ],
    ["a name that is none", { existingSecret: "Rclone" }, [[`${at}.existingSecret`, /^"Rclone" is not a DNS-1123/]]],
  ];
  for (const [title, credentials, expected] of wrong) {
    it(`are refused: ${title}`, async () => {
      const problems = await refused(withCredentials(credentials));
      assert.deepEqual(
        problems.map(([path]) => path),
        expected.map(([path]) => path),
      );
      problems.forEach(([, reason], index) => {
        assert.match(reason, expected[index]?.[1] ?? /never/);
        assert.ok(!reason.includes("very private"), reason);
      });
    });
  }

  it("are refused without a namespace into which they could be written", async () => {
    const problems = await refused({ storageInitializer: { credentials: { s3: {} } } });
    assert.deepEqual(
      problems.map(([path]) => path),
      [at],
    );
  });

  it("are refused if values of the chart name another Secret", async () => {
    const charts = { "seldon-core-operator": { values: { predictiveUnit: { defaultEnvSecretRefName: "own" } } } };
    const problems = await refused(withCredentials({ s3: {} }, { charts }));
    assert.deepEqual(
      problems.map(([path]) => path),
      ["charts.seldon-core-operator.values.predictiveUnit.defaultEnvSecretRefName"],
    );
  });
});

describe("The URI of a model", () => {
  const model = (seldon: Partial<SeldonFacts>) => () => {
    const predictors = [{ name: "main", server: ModelServer.Sklearn, modelUri: "azureblob://models/iris" }];
    const { provider } = cluster();
    return new ModelDeployment(
      "iris",
      { seldon: { ...seldonFacts, ...seldon }, namespace: "models", predictors },
      { provider },
    );
  };

  it("may name a remote of the operator's own Secret", async () => {
    await deploy(() => void model({ storageSecret: "rclone" })());
    const problems = await refusal(model({}));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["predictors[0].modelUri"],
    );
  });
});
