import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { MlCluster, ModelDeployment, ModelProtocol, SeldonCore } from "../../../components";
import { kubeconfig } from "../kubeconfig";
import { cluster, ingressFacts, seldonFacts } from "../platform";
import { refusal } from "../refusal";
import { accepts, main, MAIN, raw, refuses } from "./refuses";

describe("ModelDeployment refuses inputs that make no sense:", () => {
  refuses([
    [
      "two ways to serve",
      { predictors: [{ ...main, image: "x" }] },
      [["predictors[0]", /^2 were given \(server, image\)/]],
    ],
    [
      "no way to serve",
      { predictors: [{ name: "main" }] },
      [["predictors[0]", /^none was given; fill exactly one of server, customServer, image, graph/]],
    ],
    [
      "a server that is undefined, as a misspelt member of the enum is to whoever does not check types",
      { predictors: [{ name: "main", server: undefined, modelUri: "gs://m" }] },
      [
        [
          "predictors[0]",
          /^none was given; .* \(server is written, but its value is undefined: check the spelling of the value\)\.$/,
        ],
      ],
    ],
    [
      "one of a step",
      { predictors: [{ name: "main", graph: { name: "a", image: undefined } }] },
      [
        [
          "predictors[0].graph",
          /^none was given; .* \(image is written, but its value is undefined: check the spelling of the value\)\.$/,
        ],
      ],
    ],
    ["an empty image", { predictors: [{ name: "main", image: "" }] }, [["predictors[0].image", /^is empty/]]],
    [
      "an empty server",
      { predictors: [{ name: "main", customServer: "", modelUri: "gs://m" }] },
      [["predictors[0].customServer", /^is empty/]],
    ],
    [
      "a model beside a graph",
      { predictors: [{ name: "main", modelUri: "gs://x", graph: { ...main, name: "a" } }] },
      [["predictors[0].modelUri", /no effect together with graph/]],
    ],
    [
      "two ways to serve a step",
      { predictors: [{ name: "main", graph: { ...main, image: "x" } }] },
      [["predictors[0].graph", /^2 were given/]],
    ],
    [
      "an unknown type of step",
      { predictors: [{ name: "main", graph: { ...main, type: "MAGIC" } }] },
      [["predictors[0].graph.type", /^"MAGIC" is not one of MODEL/]],
    ],
    [
      "no replica",
      { predictors: [{ ...main, replicas: 0 }] },
      [["predictors[0].replicas", /^0 is not a whole number/]],
    ],
    [
      "amounts that are no quantities",
      { predictors: [{ ...main, resources: { limits: { memory: "lots" } } }] },
      [["predictors[0].resources.limits.memory", /"lots"/]],
    ],
    [
      "a namespace that nobody has",
      { namespace: "elsewhere" },
      [
        [
          "namespace",
          /^"elsewhere" is not one of the operator's modelNamespaces \(models\)\. Add it there, or write existingNamespace: true/,
        ],
      ],
    ],
    ["no time to wait", { waitSeconds: 0 }, [["waitSeconds", /^0 is not/]]],
    [
      "a time to wait for nothing",
      { wait: false, waitSeconds: 30 },
      [["waitSeconds", /^has no effect together with wait: false/]],
    ],
    [
      "an account of no name",
      { existingServiceAccount: "Reader" },
      [["existingServiceAccount", /is not a DNS-1123 subdomain/]],
    ],
    ["labels that Kubernetes refuses", { labels: { team: "a b" } }, [["labels.team", /is not a label value/]]],
    ["no operator", { seldon: undefined }, [["seldon", /^is missing.* The operator that serves it/]]],
    [
      "an ingress without a URL",
      { seldon: { ...seldonFacts, url: "lb.example.org" } },
      [["seldon.url", /^"lb\.example\.org" is not a URL that starts with http:\/\/ or https:\/\//]],
    ],
    [
      "predictors without a way to serve first, and what the operator refuses on the next run",
      { deploymentName: "Iris", predictors: [{ name: "main" }, { ...main, name: "Canary", image: "x" }] },
      [
        ["predictors[0]", /^none was given/],
        ["predictors[1]", /^2 were given/],
      ],
    ],
    [
      "everything that the operator refuses, at once",
      {
        deploymentName: "Iris",
        annotations: { "seldon.io/rest-timeout": "3s" },
        predictors: [
          { ...main, traffic: 50 },
          { ...main, name: "Canary", traffic: 40, modelUri: "" },
        ],
      },
      [
        ["deploymentName", /DNS-1035/],
        ["predictors[1].name", /DNS-1123/],
        ["predictors", /^traffic adds up to 90/],
        ["predictors[1].modelUri", /^is missing/],
        ["annotations.seldon.io/rest-timeout", /^"3s"/],
      ],
    ],
    [
      "a share that is text",
      { predictors: [{ ...main, traffic: "100" }] },
      [["predictors[0].traffic", /^"100" is text, not a number/]],
    ],
    [
      "a predictor that is text",
      { predictors: ["main", { ...main, traffic: 50 }] },
      [["predictors[0]", /is text, not an object/]],
    ],
  ]);

  it("no provider, which would be the ambient kubeconfig", async () => {
    const args = { seldon: seldonFacts, namespace: "models", predictors: [main] };
    const problems = await refusal(() => new ModelDeployment("iris", args));
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["opts.provider"],
    );
  });
});

describe("ModelDeployment refuses the provider of another cluster than its operator's,", () => {
  const other = () => new MlCluster("other", { existing: { kubeconfig, context: "dev" }, kubernetesVersion: "1.35" });
  const [path, reason] = ["opts.provider", /belongs to MlCluster "other".* not the cluster of `seldon`/];

  it("where the operator is a component", async () => {
    const [problem, ...more] = await refusal(() => {
      const ml = cluster();
      const args = { cluster: ml, ingress: ingressFacts, modelNamespaces: ["models"] };
      const seldon = new SeldonCore("seldon", args, { provider: ml.provider });
      new ModelDeployment("iris", { seldon, namespace: "models", predictors: [main] }, { provider: other().provider });
    });
    assert.deepEqual([problem?.path, more], [path, []]);
    assert.match(problem?.reason ?? "", reason);
  });

  it("where facts of another stack say so", async () => {
    const [problem, ...more] = await refusal(() => {
      const seldon = { ...seldonFacts, clusterIdentifier: "elsewhere" };
      new ModelDeployment("iris", { seldon, namespace: "models", predictors: [main] }, { provider: other().provider });
    });
    assert.deepEqual([problem?.path, more], [path, []]);
    assert.match(problem?.reason ?? "", reason);
  });
});

describe("ModelDeployment refuses overrides that", () => {
  const metadata = (fields: object) => ({ overrides: { metadata: fields } });
  const predictors = (...list: unknown[]) => ({ overrides: { spec: { predictors: list } } });
  refuses([
    [
      "make another kind of it",
      { overrides: { apiVersion: "v1", kind: "Secret" } },
      [
        ["overrides.apiVersion", /the custom resource must stay a SeldonDeployment/],
        ["overrides.kind", /the custom resource must stay a SeldonDeployment/],
      ],
    ],
    [
      "are misspelt",
      { overrides: { specs: {} } },
      [["overrides.specs", /^unknown input "specs"; did you mean "spec"\?$/]],
    ],
    [
      "give it another name or namespace",
      metadata({ name: "other", namespace: "kube-system", generateName: "x" }),
      [
        ["overrides.metadata.name", /^is decided by deploymentName/],
        ["overrides.metadata.generateName", /^is decided by deploymentName/],
        ["overrides.metadata.namespace", /^is decided by namespace\. Set namespace instead/],
      ],
    ],
    [
      "change how it is waited for",
      metadata({
        annotations: { "pulumi.com/waitFor": "x", "pulumi.com/skipAwait": "true", "pulumi.com/timeoutSeconds": "1" },
      }),
      [
        ["overrides.metadata.annotations.pulumi.com/waitFor", /^is decided by wait\./],
        ["overrides.metadata.annotations.pulumi.com/skipAwait", /^is decided by wait\./],
        ["overrides.metadata.annotations.pulumi.com/timeoutSeconds", /^is decided by waitSeconds\./],
      ],
    ],
    [
      "change a predictor that is not there",
      predictors({ name: "mian", replicas: 2 }),
      [["overrides.spec.predictors[0].name", /^"mian" is not the name of a predictor, which are main, and without/]],
    ],
    ["have no predictor", predictors(), [["overrides.spec.predictors", /^is empty/]]],
    [
      "leave a predictor without name",
      predictors({ graph: MAIN.graph }),
      [["overrides.spec.predictors[0].name", /^is missing\. Predictors are merged by name/]],
    ],
    [
      "change two predictors of one name",
      predictors({ name: "main", replicas: 2 }, { name: "main", traffic: 100 }),
      [["overrides.spec.predictors[1].name", /^"main" is used twice/]],
    ],
    [
      "leave a step without name",
      predictors({ name: "main", graph: { children: [{ implementation: "SKLEARN_SERVER" }] } }),
      [["overrides.spec.predictors[0].graph.children[0].name", /^is missing/]],
    ],
    [
      "give a number for text",
      { overrides: { spec: { annotations: { "seldon.io/rest-timeout": 3000 } }, metadata: { labels: { a: 5 } } } },
      [
        ["overrides.metadata.labels.a", /^5 is a number, not text/],
        ["overrides.spec.annotations.seldon.io/rest-timeout", /^3000 is a number, not text/],
      ],
    ],
    [
      "give text for a number",
      raw({ traffic: "100", shadow: "no" }),
      [
        ["overrides.spec.predictors[0].traffic", /^the value is text, not a number/],
        ["overrides.spec.predictors[0].shadow", /^the value is text, not true or false/],
      ],
    ],
    ["take a part away", { overrides: { spec: null } }, [["overrides.spec", /^null is not an object/]]],
    [
      "make one of a list",
      { overrides: { spec: { predictors: MAIN } } },
      [["overrides.spec.predictors", /not a list/]],
    ],
    [
      "are not known yet",
      { overrides: { spec: { protocol: pulumi.output("v2"), predictors: pulumi.output([]) } } },
      [
        ["overrides.spec.protocol", /^is not known yet/],
        ["overrides.spec.predictors", /^is not known yet/],
      ],
    ],
  ]);
});

describe("ModelDeployment refuses overrides that contradict an input:", () => {
  const spec = (fields: object) => ({ overrides: { spec: fields } });
  refuses([
    [
      "another protocol",
      { protocol: ModelProtocol.V2, ...spec({ protocol: "tensorflow" }) },
      [["overrides.spec.protocol", /^"tensorflow" contradicts protocol, which is "v2"\. Write only one of them\.$/]],
    ],
    [
      "an annotation with another value",
      { annotations: { "seldon.io/rest-timeout": "1" }, ...spec({ annotations: { "seldon.io/rest-timeout": "2" } }) },
      [["overrides.spec.annotations.seldon.io/rest-timeout", /^"2" contradicts annotations, which has "1"/]],
    ],
    [
      "a label with another value",
      { labels: { team: "a" }, overrides: { metadata: { labels: { team: "b" } } } },
      [["overrides.metadata.labels.team", /^"b" contradicts labels, which has "a"/]],
    ],
    [
      "predictors without the account that exists",
      { existingServiceAccount: "reader", ...raw({}) },
      [["existingServiceAccount", /^is used by no pod\. Write it as serviceAccountName of the pods in overrides/]],
    ],
  ]);
});

describe("ModelDeployment names the protocol where it is written", () => {
  refuses([
    [
      "as an input",
      { protocol: ModelProtocol.Tensorflow },
      [["predictors[0].server", /^SKLEARN_SERVER does not support tensorflow\. Set protocol to seldon or v2\.$/]],
    ],
    [
      "in overrides",
      { overrides: { spec: { protocol: "tensorflow" } } },
      [
        [
          "predictors[0].server",
          /^SKLEARN_SERVER does not support tensorflow\. Set overrides\.spec\.protocol to seldon/,
        ],
      ],
    ],
  ]);
});

describe("ModelDeployment takes overrides that are undefined for none:", () => {
  accepts([
    ["predictors", { overrides: { spec: { predictors: undefined } } }],
    ["a part", { overrides: { spec: undefined, metadata: undefined } }],
    ["the same value as the input's", { protocol: ModelProtocol.V2, overrides: { spec: { protocol: "v2" } } }],
  ]);
});
