import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ModelDeployment, ModelProtocol, ModelServer } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../platform";
import { accepts, main, MAIN, raw, refuses } from "./refuses";

const uri = (modelUri: unknown) => ({ predictors: [{ ...main, modelUri }] });
const PATH = "predictors[0].modelUri";
const KNOWN = /Write gs:\/\/, s3:\/\/, https:\/\/ or pvc:\/\/<claim>\/<path>/;
const graph = (more: object) => raw({ graph: { ...MAIN.graph, ...more } });

describe("ModelDeployment refuses a modelUri that Seldon Core cannot load:", () => {
  const unknown: [uri: string, reason: RegExp][] = [
    ["models:/iris/1", /^has the scheme "models:", which the container that loads the model does not know\. Write gs/],
    ["hdfs://namenode/iris", /^has the scheme "hdfs:"/],
    ["file:///mnt/iris", /^has the scheme "file:"/],
    ["GS://models/iris", /^has the scheme "GS:".*\. Write gs:\/\//],
    ["C:\\models\\iris", /^has the scheme "C:"/],
    ["models/iris", /^has no scheme/],
    ["/mnt/models", /^has no scheme/],
  ];
  refuses([
    ...unknown.map(([text, reason]) => [text, uri(text), [[PATH, reason]]] as [string, object, [string, RegExp][]]),
    ["a scheme that is not known says which are", uri("ftp://host/iris"), [[PATH, KNOWN]]],
    ["gs:// without a bucket", uri("gs://"), [[PATH, /^names no bucket\. Write gs:\/\/<bucket>\/<path>\.$/]]],
    ["s3:// with a path only", uri("s3:///iris"), [[PATH, /^names no bucket\. Write s3:\/\/<bucket>\/<path>\.$/]]],
    [
      "pvc: without slashes",
      uri("pvc:claim/iris"),
      [[PATH, /^has no "\/\/" after "pvc:"\. Write pvc:\/\/<claim>\/<path>\.$/]],
    ],
    ["https:// without a host", uri("https://"), [[PATH, /^names no host\. Write https:\/\/<host>\/<path>\.$/]]],
    ["pvc:// without a claim", uri("pvc://"), [[PATH, /^names no claim\. Write pvc:\/\/<claim>\/<path>\.$/]]],
    ["pvc:// with a path only", uri("pvc:///iris"), [[PATH, /^names no claim/]]],
    [
      "a claim that cannot exist",
      uri("pvc://My_Claim/iris"),
      [[PATH, /^names a claim whose name is not a DNS-1123 subdomain/]],
    ],
    ["space at the end", uri("gs://models/iris "), [[PATH, /^begins or ends with white space\. Remove it\.$/]]],
    [
      "in a graph",
      { predictors: [{ name: "main", graph: { ...main, name: "a", modelUri: "hdfs://x" } }] },
      [["predictors[0].graph.modelUri", /^has the scheme "hdfs:"/]],
    ],
    [
      "in overrides",
      graph({ modelUri: "hdfs://x" }),
      [["overrides.spec.predictors[0].graph.modelUri", /^has the scheme "hdfs:"/]],
    ],
    [
      "of an explainer",
      raw({ explainer: { type: "AnchorTabular", modelUri: "models:/x" } }),
      [["overrides.spec.predictors[0].explainer.modelUri", /^has the scheme "models:"/]],
    ],
    [
      "of a remote of rclone without its secret",
      graph({ modelUri: "minio://models/iris" }),
      [
        [
          "overrides.spec.predictors[0].graph.modelUri",
          /, or set envSecretRefName of the step to a secret that configures an rclone remote "minio"\.$/,
        ],
      ],
    ],
  ]);
});

describe("ModelDeployment with a modelUri that is an output", () => {
  /** The model's resource; `graph` tells whether the step stands in a graph. */
  async function deployed(modelUri: pulumi.Output<string>, inGraph = false): Promise<unknown[]> {
    const resources = await deploy(() => {
      const step = { server: ModelServer.Sklearn, modelUri };
      const predictors = [{ name: "main", ...(inGraph ? { graph: { name: "step", ...step } } : step) }];
      const args = { seldon: seldonFacts, namespace: "models", predictors };
      new ModelDeployment("iris", args, { provider: cluster().provider });
    });
    return resources.ofType("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment");
  }

  it("refuses a URI without a scheme when it resolves", () =>
    assert.rejects(deployed(pulumi.output("iris")), /- predictors\[0\]\.modelUri: has no scheme\. Write gs:\/\//));

  it("refuses a URI without a scheme in a graph when it resolves", () =>
    assert.rejects(deployed(pulumi.output("iris"), true), /- predictors\[0\]\.graph\.modelUri: has no scheme\./));

  it("refuses an unknown scheme when it resolves, and does not show that of a secret", async () => {
    await assert.rejects(deployed(pulumi.output("models:/iris/1")), /modelUri: has the scheme "models:"/);
    await assert.rejects(deployed(pulumi.secret("s3cret:/iris/1")), /modelUri: has a scheme, which(?!.*s3cret)/);
  });

  it("accepts a URI that can be loaded", async () => {
    assert.equal((await deployed(pulumi.output("gs://b/x"))).length, 1);
  });
});

describe("ModelDeployment never shows a modelUri, which can hold a password:", () => {
  refuses([
    ["hdfs://user:secret@host", uri("hdfs://user:secret@host"), [[PATH, /^(?!.*secret@)/]]],
    ["user:secret@host", uri("user:secret@host/models"), [[PATH, /^(?!.*secret@)/]]],
  ]);
});

describe("ModelDeployment accepts the modelUri", () => {
  accepts([
    ...[
      "gs://models/iris",
      "gs:models/iris",
      "s3://models/iris",
      "https://example.org/iris.zip",
      "pvc://claim/iris",
      "pvc://claim",
    ].map((text) => [text, uri(text)] as const),
    [
      "of a remote of rclone that a secret configures",
      graph({ modelUri: "minio:models/iris", envSecretRefName: "models" }),
    ],
    ["for a loader of the caller's own", graph({ modelUri: "hdfs://x/iris", storageInitializerImage: "loader:1" })],
    [
      "for a Triton that loads its model itself",
      {
        annotations: { "seldon.io/no-storage-initializer": "true" },
        protocol: ModelProtocol.V2,
        predictors: [{ ...main, server: ModelServer.Triton, modelUri: "as://account/container" }],
      },
    ],
  ]);
});
