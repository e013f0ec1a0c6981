import assert from "node:assert/strict";
import { ModelProtocol, ModelServer } from "../../../components";
import { canary, main, problemsOf, refuses } from "./refuses";
import { webhookRefusals } from "./webhook-refusals";

describe("ModelDeployment refuses, as the operator's webhook would, overrides with", () => {
  for (const { title, predictors, spec, paths } of webhookRefusals) {
    it(title, async () => {
      const problems = await problemsOf({ overrides: { spec: { predictors, ...spec } } });
      assert.deepEqual(problems.map(({ path }) => path).sort(), paths.map((path) => `overrides.spec.${path}`).sort());
    });
  }
});

describe("ModelDeployment refuses, as the operator's webhook would, inputs with", () => {
  refuses([
    ["no predictor", { predictors: [] }, [["predictors", /^is empty/]]],
    [
      "weights that miss 100",
      {
        predictors: [
          { ...main, traffic: 75 },
          { ...canary, traffic: 20 },
        ],
      },
      [["predictors", /^traffic adds up to 95 \(main 75, canary 20\), not to 100\. Change the shares/]],
    ],
    [
      "weights that are absent",
      { predictors: [main, canary] },
      [["predictors", /^traffic adds up to 0 \(main unset, canary unset\), not to 100\. Write the shares/]],
    ],
    [
      "weights that exceed 100",
      {
        predictors: [
          { ...main, traffic: 100 },
          { ...canary, traffic: 10 },
        ],
      },
      [["predictors", /adds up to 110/]],
    ],
    [
      "a share that is none",
      {
        predictors: [
          { ...main, traffic: 150 },
          { ...canary, traffic: -50 },
        ],
      },
      [
        ["predictors[0].traffic", /^150 is not a whole number from 0 to 100/],
        ["predictors[1].traffic", /^-50/],
      ],
    ],
    [
      "a single predictor with a part of the traffic",
      { predictors: [{ ...main, traffic: 40 }] },
      [["predictors[0].traffic", /^is 40, but the only predictor that answers must get 100/]],
    ],
    [
      "the same behind a shadow",
      {
        predictors: [
          { ...canary, shadow: true },
          { ...main, traffic: 40 },
        ],
      },
      [["predictors[1].traffic", /^is 40, but the only predictor that answers \(a shadow does not\) must get 100/]],
    ],
    [
      "two shadows",
      { predictors: [main, { ...canary, shadow: true }, { ...main, name: "third", shadow: true }] },
      [["predictors", /^2 are shadows, but only one is possible/]],
    ],
    ["a shadow alone", { predictors: [{ ...main, shadow: true }] }, [["predictors", /^are all shadows/]]],
    [
      "a shadow's share that is none",
      { predictors: [main, { ...canary, shadow: true, traffic: 101 }] },
      [["predictors[1].traffic", /^101 is not/]],
    ],
    [
      "a name used twice",
      {
        predictors: [
          { ...main, traffic: 50 },
          { ...main, traffic: 50 },
        ],
      },
      [["predictors[1].name", /^"main" is used twice/]],
    ],
    [
      "a server without modelUri",
      { predictors: [{ name: "main", server: ModelServer.Sklearn }] },
      [["predictors[0].modelUri", /^is missing, but SKLEARN_SERVER must load a model/]],
    ],
    [
      "a server of one's own without modelUri",
      { predictors: [{ name: "main", customServer: "MY_SERVER" }] },
      [["predictors[0].modelUri", /^is missing, but MY_SERVER must load a model/]],
    ],
    [
      "a server whose modelUri is empty",
      { predictors: [{ ...main, modelUri: "" }] },
      [["predictors[0].modelUri", /^is missing/]],
    ],
    [
      "the same at a step of a graph",
      {
        predictors: [
          {
            name: "main",
            graph: {
              name: "ab",
              abTest: { firstPercent: 50 },
              children: [
                { ...main, name: "a" },
                { name: "b", server: ModelServer.Xgboost },
              ],
            },
          },
        ],
      },
      [["predictors[0].graph.children[1].modelUri", /^is missing, but XGBOOST_SERVER/]],
    ],
    [
      "an unknown server",
      { predictors: [{ ...main, server: "SPARK_SERVER" }] },
      [["predictors[0].server", /^"SPARK_SERVER" is not one of SKLEARN_SERVER,/]],
    ],
    [
      "a server that the operator was not told of",
      { predictors: [{ name: "main", customServer: "SPARK_SERVER", modelUri: "gs://m" }] },
      [
        [
          "predictors[0].customServer",
          /^SPARK_SERVER is not a server of the operator, which has HUGGINGFACE_SERVER, MY_SERVER, .*\. Add it to predictor_servers of its chart\.$/,
        ],
      ],
    ],
    [
      "a protocol that the server lacks",
      { protocol: ModelProtocol.Tensorflow },
      [["predictors[0].server", /^SKLEARN_SERVER does not support tensorflow\. Set protocol to seldon or v2/]],
    ],
    ["an unknown protocol", { protocol: "soap" }, [["protocol", /^"soap" is not one of seldon, tensorflow, v2/]]],
  ]);
});
