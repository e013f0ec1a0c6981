import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  IngressController,
  ModelDeployment,
  ModelProtocol,
  ModelServer,
  type ModelDeploymentArgs,
} from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../platform";
import { accepts, canary, main, MAIN, problemsOf, raw, refuses } from "./refuses";

const emissary = { ...seldonFacts, controller: IngressController.Emissary, gateway: undefined };
const long = "x".repeat(40);

describe("ModelDeployment refuses what the webhook lets pass and the operator breaks on: names", () => {
  const named = (deploymentName: string, predictor: object) => ({ deploymentName, predictors: [predictor] });
  refuses([
    [
      "upper case in a predictor's name",
      { predictors: [{ ...main, name: "Main" }] },
      [["predictors[0].name", /"Main" is not a DNS-1123 label/]],
    ],
    [
      "upper case in a step's name",
      { predictors: [{ name: "main", graph: { ...main, name: "Step" } }] },
      [["predictors[0].graph.name", /"Step" is not a DNS-1123 label/]],
    ],
    [
      "a step's name used twice",
      {
        predictors: [
          {
            name: "main",
            graph: {
              name: "a",
              abTest: { firstPercent: 50 },
              children: ["b", "b"].map((name) => ({ ...main, name })),
            },
          },
        ],
      },
      [["predictors[0].graph.children[1].name", /^"b" is used twice/]],
    ],
    [
      "a step's name of which no label can be made",
      named("a", { name: "b", graph: { ...main, name: "s".repeat(49) } }),
      [["predictors[0].graph.name", /is longer than 48 characters/]],
    ],
    [
      "a dot in the deployment's name",
      { deploymentName: "iris.v2" },
      [["deploymentName", /"iris\.v2" is not a DNS-1035 label/]],
    ],
    [
      "a digit first",
      { deploymentName: "2iris" },
      [["deploymentName", /"2iris" is not a DNS-1035 label.*letter first/]],
    ],
    [
      "a Service's name with a digit first",
      raw({ annotations: { "seldon.io/svc-name": "2iris" } }),
      [["overrides.spec.predictors[0].annotations.seldon.io/svc-name", /"2iris" is not a DNS-1035 label/]],
    ],
    [
      "names that add up to more than 63 characters",
      named(long, { ...main, name: "y".repeat(20) }),
      [
        [
          "predictors[0].name",
          /results in the generated name "x{40}-y{20}-0-model", which is longer than 63 characters by 6\./,
        ],
      ],
    ],
    [
      "the same for an orchestrator in a pod of its own",
      {
        ...named("customer-churn-prediction-of-labs-2", { ...main, name: "gradient-boosting-1" }),
        annotations: { "seldon.io/engine-separate-pod": "true" },
      },
      [
        [
          "predictors[0].name",
          /results in the generated name "customer-churn-prediction-of-labs-2-gradient-boosting-1-svc-orch", which is longer than 63 characters by 1\./,
        ],
      ],
    ],
    [
      "the same for containers that overrides put into one pod",
      {
        deploymentName: "customer-churn-model",
        ...raw({
          name: "production",
          graph: {
            ...MAIN.graph,
            name: "gradient-boost",
            children: ["random-forest", "linear-baseline"].map((name) => ({ ...MAIN.graph, name })),
          },
        }),
      },
      [
        [
          "overrides.spec.predictors[0].name",
          /"customer-churn-model-production-0-gradient-boost-random-forest-linear-baseline", which is longer than 63 characters by 15\./,
        ],
      ],
    ],
    [
      "the same for an explainer",
      {
        deploymentName: long,
        ...raw({ name: "y".repeat(13), explainer: { type: "AnchorTabular" } }),
      },
      [
        [
          "overrides.spec.predictors[0].name",
          /results in the generated name "x{40}-y{13}-explainer", which is longer than 63 characters by 1\./,
        ],
      ],
    ],
  ]);

  it("the component's own name, where no other was given", async () => {
    const problems = await problemsOf({}, "Iris");
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["name"],
    );
  });

  it("but accepts steps whose names fit because each has a pod of its own", async () => {
    const children = ["random-forest", "linear-baseline"].map((name) => ({ ...main, name }));
    const graph = { ...main, name: "gradient-boost", children };
    const deployed = await deploy(() => {
      const own = named("customer-churn-model", { name: "production", graph });
      const all = { seldon: seldonFacts, namespace: "models", ...own };
      new ModelDeployment("iris", all as ModelDeploymentArgs, { provider: cluster().provider });
    });
    assert.equal(deployed.ofType("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment").length, 1);
  });
});

describe("ModelDeployment refuses what the webhook lets pass and the operator breaks on or ignores", () => {
  const component = (spec: object) => raw({ componentSpecs: [spec] });
  const containers = [{ name: "model" }];
  refuses([
    [
      "an account that may not exist",
      component({ spec: { serviceAccountName: "x", containers } }),
      [
        [
          "overrides.spec.predictors[0].componentSpecs[0].spec.serviceAccountName",
          /^"x" cannot be checked here, and the model waits forever if this account does not exist\..* existingServiceAccount/,
        ],
      ],
    ],
    [
      "such an account in the graph, and of an explainer",
      raw({ graph: { ...MAIN.graph, serviceAccountName: "x" }, explainer: { type: "ALE", serviceAccountName: "y" } }),
      [
        ["overrides.spec.predictors[0].graph.serviceAccountName", /"x"/],
        ["overrides.spec.predictors[0].explainer.serviceAccountName", /"y"/],
      ],
    ],
    [
      "another account than the one that exists",
      { existingServiceAccount: "reader", ...component({ spec: { serviceAccountName: "x", containers } }) },
      [["overrides.spec.predictors[0].componentSpecs[0].spec.serviceAccountName", /"x"/]],
    ],
    [
      "Triton without its protocol",
      { predictors: [{ ...main, server: ModelServer.Triton }] },
      [["predictors[0].server", /^TRITON_SERVER does not support seldon\. Set protocol to v2/]],
    ],
    [
      "Hugging Face without its protocol",
      { predictors: [{ name: "main", server: ModelServer.HuggingFace }] },
      [["predictors[0].server", /does not support seldon/]],
    ],
    [
      "a server of one's own without its protocol",
      { protocol: ModelProtocol.V2, predictors: [{ name: "main", customServer: "MY_SERVER", modelUri: "gs://m" }] },
      [["predictors[0].customServer", /^MY_SERVER does not support v2\. Set protocol to seldon/]],
    ],
    [
      "an unknown server with an image of its own",
      raw({
        graph: { ...MAIN.graph, implementation: "FOO_SERVER" },
        componentSpecs: [{ spec: { containers: [{ name: "model", image: "x" }] } }],
      }),
      [["overrides.spec.predictors[0].graph.implementation", /^FOO_SERVER is not a server/]],
    ],
    [
      "an endpoint of an unknown type",
      raw({ graph: { ...MAIN.graph, endpoint: { type: "HTTP" } } }),
      [["overrides.spec.predictors[0].graph.endpoint.type", /^"HTTP" is not one of REST, GRPC/]],
    ],
    [
      "nothing to run the orchestrator beside",
      raw({
        graph: { name: "log" },
        componentSpecs: [{ spec: { containers: [{ name: "logs" }] } }, { spec: { containers: [{ name: "log" }] } }],
      }),
      [["overrides.spec.predictors[0].graph", /no step in its first pod/]],
    ],
    [
      "the same where the first pod does something else",
      raw({ componentSpecs: [{ spec: { containers: [{ name: "log" }] } }, { spec: { containers } }] }),
      [["overrides.spec.predictors[0].graph", /no step in its first pod/]],
    ],
    [
      "KEDA without KEDA",
      component({ kedaSpec: { triggers: [] } }),
      [["overrides.spec.predictors[0].componentSpecs[0].kedaSpec", /^is ignored.* keda: \{\} in its SeldonCore/]],
    ],
    [
      "replicas beside an autoscaler",
      raw({ replicas: 3, componentSpecs: [{ hpaSpec: { maxReplicas: 4 } }] }),
      [["overrides.spec.predictors[0].replicas", /is ignored together with hpaSpec/]],
    ],
    [
      "replicas beside KEDA",
      {
        seldon: { ...seldonFacts, keda: true },
        ...raw({ replicas: 3, componentSpecs: [{ kedaSpec: { triggers: [] } }] }),
      },
      [["overrides.spec.predictors[0].replicas", /is ignored together with kedaSpec/]],
    ],
    [
      "a main that overrides leave without traffic beside a shadow",
      { overrides: { spec: { predictors: [MAIN, { ...MAIN, name: "shadow", shadow: true, traffic: 100 }] } } },
      [
        [
          "overrides.spec.predictors[0].traffic",
          /^is not set, but the only predictor that answers \(a shadow does not\) must get 100\. Write 100\./,
        ],
      ],
    ],
    [
      "predictors whose steps cannot share a URL",
      {
        protocol: ModelProtocol.V2,
        predictors: [
          { ...main, traffic: 50 },
          { name: "canary", traffic: 50, graph: { ...main, name: "other" } },
        ],
      },
      [["predictors[1].graph.name", /^"other" differs from "model" in the first predictor\. In protocol v2 /]],
    ],
    [
      "a shadow that the mirrored requests' URL does not name",
      {
        protocol: ModelProtocol.V2,
        predictors: [{ name: "shadow", shadow: true, graph: { ...main, name: "other" } }, main],
      },
      [["predictors[1]", /^"model" differs from "other" in the first predictor/]],
    ],
    [
      "steps that stand too deep",
      {
        predictors: [
          {
            name: "main",
            graph: Array.from("abcdefghijk").reduceRight<object>(
              (below, name) => ({ name, image: "x", children: [below] }),
              { ...main, name: "last" },
            ),
          },
        ],
      },
      [["predictors[0].graph", /^has 12 levels of steps, but at most 11 are allowed/]],
    ],
  ]);
});

describe("ModelDeployment accepts", () => {
  accepts([
    [
      "KEDA where the operator has it",
      { seldon: { ...seldonFacts, keda: true }, ...raw({ componentSpecs: [{ kedaSpec: {} }] }) },
    ],
    [
      "an account that is said to exist",
      { existingServiceAccount: "reader", ...raw({ graph: { ...MAIN.graph, serviceAccountName: "reader" } }) },
    ],
    ["the account that every namespace has", raw({ graph: { ...MAIN.graph, serviceAccountName: "default" } })],
    ["a digit first in a predictor's name", { predictors: [{ ...main, name: "2nd" }] }],
    [
      "steps of other names where the URL names none",
      {
        predictors: [
          { ...main, traffic: 50 },
          { name: "b", traffic: 50, graph: { ...main, name: "other" } },
        ],
      },
    ],
    [
      "other annotations that are not known yet",
      { overrides: { metadata: { annotations: { "example.org/a": pulumi.output("b") } } } },
    ],
    [
      "the id of the ingress",
      { seldon: { ...emissary, ambassadorId: "models" }, annotations: { "seldon.io/ambassador-id": "models" } },
    ],
    [
      "a choice whose first pod has no step, beside a separate orchestrator",
      {
        annotations: { "seldon.io/engine-separate-pod": "true" },
        ...raw({
          graph: { name: "ab", implementation: "RANDOM_ABTEST", children: ["a", "b"].map((name) => ({ name })) },
          componentSpecs: [
            { spec: { containers: [{ name: "log" }] } },
            { spec: { containers: [{ name: "a" }, { name: "b" }] } },
          ],
        }),
      },
    ],
    [
      "a canary beside a main and a shadow",
      {
        predictors: [
          { ...main, traffic: 75 },
          { ...canary, traffic: 25 },
          { ...main, name: "shadow", shadow: true },
        ],
      },
    ],
  ]);
});
