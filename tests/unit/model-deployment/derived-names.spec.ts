import assert from "node:assert/strict";
import { IngressController, ModelDeployment } from "../../../components";
import { cluster, seldonFacts } from "../platform";
import { refusal } from "../refusal";
import { main, MAIN, raw, refuses } from "./refuses";

const step = (name: string) => ({ ...main, name });
const node = (name: string, more: object = {}) => ({ ...MAIN.graph, name, ...more });
const two = (first: object, second: object) => ({
  predictors: [
    { traffic: 50, ...first },
    { traffic: 50, ...second },
  ],
});
const rawTwo = (first: { readonly name: string; readonly [field: string]: unknown }, second: object) => ({
  predictors: [{ ...main, name: first.name }],
  overrides: { spec: { predictors: [first, second].map((one) => ({ ...MAIN, traffic: 50, ...one })) } },
});
const inOnePod = (...names: object[]) => [{ spec: { containers: names } }];

describe("ModelDeployment refuses names from which the operator derives the same name twice:", () => {
  refuses([
    [
      "a step's Service and a predictor's Service",
      two({ name: "a", graph: step("b") }, { ...main, name: "a-b" }),
      [
        [
          "predictors[1].name",
          /^needs the Service "iris-a-b", which step "b" of predictor "a" already has\. Rename one of them\.$/,
        ],
      ],
    ],
    [
      "the Services of two steps",
      two({ name: "a", graph: step("b-c") }, { name: "a-b", graph: step("c") }),
      [["predictors[1].graph.name", /^needs the Service "iris-a-b-c", which step "b-c" of predictor "a" already has/]],
    ],
    [
      "two Deployments",
      rawTwo(
        { name: "a", graph: node("0-x"), componentSpecs: inOnePod({ name: "0-x" }) },
        { name: "a-0", graph: node("x"), componentSpecs: inOnePod({ name: "x" }) },
      ),
      [
        ["overrides.spec.predictors[1].name", /^needs the Deployment "iris-a-0-0-x", which predictor "a" already has/],
        ["overrides.spec.predictors[1].graph.name", /^needs the Service "iris-a-0-x"/],
      ],
    ],
    [
      "an explainer and a step",
      raw({ graph: node("explainer"), explainer: { type: "AnchorTabular" } }),
      [
        [
          "overrides.spec.predictors[0].explainer",
          /^needs the Service "iris-main-explainer", which step "explainer" of predictor "main" already has/,
        ],
      ],
    ],
    [
      "an explainer and another predictor",
      rawTwo({ name: "a", explainer: { type: "AnchorTabular" } }, { name: "a-explainer" }),
      [["overrides.spec.predictors[1].name", /^needs the Service "iris-a-explainer", which the explainer of/]],
    ],
    [
      "a Service's name of the caller's own",
      rawTwo({ name: "a" }, { name: "b", annotations: { "seldon.io/svc-name": "iris-a" } }),
      [
        [
          "overrides.spec.predictors[1].annotations.seldon.io/svc-name",
          /^needs the Service "iris-a", which predictor "a" already has/,
        ],
      ],
    ],
    [
      "containers of one step in two pods",
      raw({ graph: node("model"), componentSpecs: [...inOnePod({ name: "model" }), ...inOnePod({ name: "model" })] }),
      [
        [
          "overrides.spec.predictors[0].componentSpecs[1].spec.containers[0].name",
          /^"model" is used twice\. Rename one of them/,
        ],
      ],
    ],
  ]);
});

describe("ModelDeployment refuses names that the operator uses itself:", () => {
  refuses([
    [
      "a step named like the orchestrator's container",
      { predictors: [{ name: "main", graph: step("seldon-container-engine") }] },
      [["predictors[0].graph.name", /^"seldon-container-engine" is a container of the operator's own\. Rename it\.$/]],
    ],
    [
      "a step named like the container of TensorFlow Serving",
      { predictors: [{ name: "main", graph: step("tfserving") }] },
      [["predictors[0].graph.name", /^"tfserving" is a container of the operator's own/]],
    ],
    [
      "a container named like the orchestrator's",
      raw({ componentSpecs: inOnePod({ name: "model" }, { name: "seldon-container-engine" }) }),
      [
        [
          "overrides.spec.predictors[0].componentSpecs[0].spec.containers[1].name",
          /^"seldon-container-engine" is a container of the operator's own/,
        ],
      ],
    ],
    [
      "a container named like the one that loads a model",
      raw({ componentSpecs: inOnePod({ name: "model" }, { name: "model-model-initializer" }) }),
      [
        [
          "overrides.spec.predictors[0].graph",
          /^needs the container "model-model-initializer" in its pod, which already has one with this name/,
        ],
      ],
    ],
    [
      "a volume named like the one that holds a model",
      raw({
        componentSpecs: [
          { spec: { containers: [{ name: "model" }], volumes: [{ name: "model-provision-location", emptyDir: {} }] } },
        ],
      }),
      [
        [
          "overrides.spec.predictors[0].graph",
          /^needs the volume "model-provision-location" in its pod, which already has one with this name/,
        ],
      ],
    ],
    [
      "two models from volume claims in one pod",
      raw({
        graph: {
          name: "ab",
          implementation: "RANDOM_ABTEST",
          children: ["a", "b"].map((name) => node(name, { modelUri: `pvc://${name}-claim/model` })),
        },
      }),
      [
        [
          "overrides.spec.predictors[0].graph.children[1]",
          /^needs the volume "kfserving-pvc-source" in its pod, which already has one with this name\. Give the step a pod of its own\.$/,
        ],
      ],
    ],
    [
      "two TensorFlow servers in one pod",
      raw({
        graph: {
          name: "ab",
          implementation: "RANDOM_ABTEST",
          children: ["a", "b"].map((name) => node(name, { implementation: "TENSORFLOW_SERVER" })),
        },
      }),
      [["overrides.spec.predictors[0].graph.children[1]", /^needs the container "tfserving" in its pod,/]],
    ],
    [
      "a container without the form of a name",
      raw({ componentSpecs: inOnePod({ name: "model" }, { name: "Side_car" }) }),
      [
        [
          "overrides.spec.predictors[0].componentSpecs[0].spec.containers[1].name",
          /^"Side_car" is not a DNS-1123 label/,
        ],
      ],
    ],
  ]);
});

describe("Two ModelDeployments of one namespace are refused if", () => {
  type Model = readonly [name: string, args: object];
  const problemsOf = (first: Model, second: Model, ownClusters = false) =>
    refusal(() => {
      const provider = cluster().provider;
      const deployed = ([name, args]: Model, within = provider) => {
        const all = { seldon: seldonFacts, namespace: "models", predictors: [main], ...args };
        new ModelDeployment(name, all, { provider: within });
      };
      deployed(first);
      deployed(second, ownClusters ? cluster().provider : provider);
    });
  const cases: [what: string, first: Model, second: Model, path: string, reason: RegExp][] = [
    [
      "they have one deploymentName",
      ["one", { deploymentName: "iris" }],
      ["other", { deploymentName: "iris" }],
      "deploymentName",
      /^"iris" is already the name of ModelDeployment "one" in namespace "models"\. Use another name\.$/,
    ],
    [
      "the name of one is the deploymentName of the other",
      ["one", { deploymentName: "iris" }],
      ["iris", {}],
      "name",
      /^"iris" is already the name of ModelDeployment "one"/,
    ],
    [
      "their predictors lead to one Service",
      ["a", { predictors: [{ ...main, name: "b-c" }] }],
      ["a-b", { predictors: [{ ...main, name: "c" }] }],
      "predictors[0].name",
      /^needs the Service "a-b-c" in namespace "models", which ModelDeployment "a" already has\. Rename one of them\.$/,
    ],
    [
      "one has the URL path of the other's explainer",
      ["iris", raw({ explainer: { type: "AnchorTabular" } })],
      ["iris-explainer", { predictors: [{ ...main, name: "x" }] }],
      "name",
      /^needs the URL path "\/seldon\/models\/iris-explainer\/" in namespace "models", which ModelDeployment "iris" already has/,
    ],
  ];
  for (const [what, first, second, path, reason] of cases) {
    it(what, async () => {
      const [problem, ...more] = await problemsOf(first, second);
      assert.deepEqual([problem?.path, more], [path, []]);
      assert.match(problem?.reason ?? "", reason);
    });
  }
  const seldon = { ...seldonFacts, controller: IngressController.Emissary, gateway: undefined };

  it("they have one deploymentName behind Emissary", async () => {
    const [problem] = await problemsOf(["one", { seldon, deploymentName: "iris" }], ["iris", { seldon }]);
    assert.equal(problem?.path, "name");
  });
});
