import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IngressController, ModelDeployment } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, seldonFacts } from "../platform";
import { refusal } from "../refusal";
import { accepts, main, MAIN, raw, refuses } from "./refuses";

const FIRST = "overrides.spec.predictors[0]";
const component = (fields: object) =>
  raw({ componentSpecs: [{ spec: { containers: [{ name: "model" }] }, ...fields }] });
const pod = `${FIRST}.componentSpecs[0]`;
const NEVER = /^0 is not a whole number of at least 1, and the model would never become available\. Write 1 or more\.$/;

describe("ModelDeployment refuses numbers of pods with which a model never becomes available:", () => {
  refuses([
    ["none for the whole model", raw({}, { replicas: 0 }), [["overrides.spec.replicas", NEVER]]],
    ["none for a predictor", raw({ replicas: 0 }), [[`${FIRST}.replicas`, NEVER]]],
    ["none for a pod", component({ replicas: 0 }), [[`${pod}.replicas`, NEVER]]],
    ["none for an orchestrator", raw({ svcOrchSpec: { replicas: 0 } }), [[`${FIRST}.svcOrchSpec.replicas`, NEVER]]],
    [
      "none for an explainer",
      raw({ explainer: { type: "AnchorTabular", replicas: 0 } }),
      [[`${FIRST}.explainer.replicas`, NEVER]],
    ],
    ["a part of one", raw({ replicas: 1.5 }), [[`${FIRST}.replicas`, /^1\.5 is not a whole number/]]],
    [
      "an autoscaler that would scale to none",
      component({ hpaSpec: { minReplicas: 0, maxReplicas: 2 } }),
      [[`${pod}.hpaSpec.minReplicas`, NEVER]],
    ],
    [
      "an autoscaler without a maximum",
      component({ hpaSpec: { minReplicas: 2 } }),
      [[`${pod}.hpaSpec.maxReplicas`, /^is missing\. Write the largest number of pods\.$/]],
    ],
    [
      "an autoscaler whose minimum exceeds its maximum",
      component({ hpaSpec: { minReplicas: 3, maxReplicas: 2 } }),
      [[`${pod}.hpaSpec.minReplicas`, /^3 exceeds maxReplicas \(2\)\. Lower minReplicas\.$/]],
    ],
    [
      "a disruption budget with both of its limits",
      component({ pdbSpec: { minAvailable: 1, maxUnavailable: 1 } }),
      [[`${pod}.pdbSpec`, /^has minAvailable and maxUnavailable, but only one of them is allowed\. Remove one\.$/]],
    ],
  ]);
});

describe("ModelDeployment refuses a second disruption budget, because each covers all pods of the model:", () => {
  const disruptionBudget = { minAvailable: "1" };
  const second =
    /^covers all pods of the model, and so does that of predictor "main"; with two, Kubernetes never lets a node be drained\. Leave one of them out\.$/;
  refuses([
    [
      "at another predictor",
      {
        predictors: [
          { ...main, traffic: 75, disruptionBudget },
          { ...main, name: "canary", traffic: 25, disruptionBudget },
        ],
      },
      [["predictors[1].disruptionBudget", second]],
    ],
    [
      "at another step",
      {
        predictors: [
          {
            name: "main",
            graph: {
              name: "first",
              image: "example.org/first:1",
              disruptionBudget,
              children: [{ ...main, name: "second", disruptionBudget }],
            },
          },
        ],
      },
      [["predictors[0].graph.children[0].disruptionBudget", second]],
    ],
    [
      "in overrides",
      {
        predictors: [{ ...main, disruptionBudget }],
        overrides: {
          spec: {
            predictors: [
              {
                ...MAIN,
                name: "added",
                traffic: 0,
                componentSpecs: [{ pdbSpec: { maxUnavailable: 1 }, spec: { containers: [{ name: "model" }] } }],
              },
            ],
          },
        },
      },
      [[`${FIRST}.componentSpecs[0].pdbSpec`, second]],
    ],
  ]);
});

describe("ModelDeployment refuses labels", () => {
  const labels = (own: object) => ({ labels: own });
  refuses([
    [
      "that give the model to another operator",
      labels({ "seldon.io/controller-id": "other" }),
      [
        [
          "labels.seldon.io/controller-id",
          /^"other" is not the id of this operator \(it has none\), which would ignore the model\. Leave it out\.$/,
        ],
      ],
    ],
    [
      "that may do so, because they are not known yet",
      { overrides: { metadata: { labels: { "seldon.io/controller-id": pulumi.output("other") } } } },
      [["overrides.metadata.labels.seldon.io/controller-id", /^is not known yet/]],
    ],
    [
      "of a predictor by which the operator selects its pods",
      raw({ labels: { "seldon-deployment-id": "x", "seldon-app": "y", "seldon-app-svc-model": "z" } }),
      [
        [`${FIRST}.labels.seldon-deployment-id`, /^is a label by which the operator selects pods\. Leave it out\.$/],
        [`${FIRST}.labels.seldon-app`, /^is a label by which/],
        [`${FIRST}.labels.seldon-app-svc-model`, /^is a label by which/],
      ],
    ],
    [
      "of a pod by which the operator selects it",
      component({ metadata: { labels: { "seldon-app": "y" } } }),
      [[`${pod}.metadata.labels.seldon-app`, /^is a label by which the operator selects pods/]],
    ],
    [
      "of a pod with another version than Istio routes to",
      component({ metadata: { labels: { version: "2" } } }),
      [
        [
          `${pod}.metadata.labels.version`,
          /^"2" differs from the predictor's version, "main", and Istio would not route to the pod\. Leave it out\.$/,
        ],
      ],
    ],
    [
      "of a predictor and a pod with two versions",
      raw({
        labels: { version: "1" },
        componentSpecs: [{ spec: { containers: [{ name: "model" }] }, metadata: { labels: { version: "2" } } }],
      }),
      [[`${pod}.metadata.labels.version`, /^"2" differs from the predictor's version, "1"/]],
    ],
    [
      "that Kubernetes does not allow",
      raw({ labels: { "team/": "x", owner: "a b" } }),
      [
        [`${FIRST}.labels.team/`, /^"team\/" is not a label key/],
        [`${FIRST}.labels.owner`, /^"a b" is not a label value/],
      ],
    ],
  ]);
});

describe("ModelDeployment accepts", () => {
  accepts([
    ["an empty id of an operator", { labels: { "seldon.io/controller-id": "" } }],
    ["a version of the predictor's own", raw({ labels: { version: "1" } })],
    [
      "a pod's own version behind Emissary, which does not route by it",
      {
        seldon: { ...seldonFacts, controller: IngressController.Emissary, gateway: undefined },
        ...component({ metadata: { labels: { version: "2" } } }),
      },
    ],
    [
      "a number of pods that is an output, beside overrides",
      { predictors: [{ ...main, replicas: pulumi.output(2) }], overrides: {} },
    ],
    [
      "a step's number of pods that is an output, beside overrides",
      { predictors: [{ name: "main", graph: { ...main, name: "one", replicas: pulumi.output(2) } }], overrides: {} },
    ],
    ["numbers of pods", { overrides: { spec: { replicas: 2, predictors: [{ ...MAIN, replicas: 3 }] } } }],
  ]);
});

describe("ModelDeployment with texts that are outputs", () => {
  const program = (args: object) => () => {
    const all = { seldon: seldonFacts, namespace: "models", predictors: [main], ...args };
    const { restUrl, grpcUrl } = new ModelDeployment("iris", all, { provider: cluster().provider });
    return { restUrl, grpcUrl };
  };
  const late: [title: string, args: object, message: RegExp][] = [
    [
      "a label",
      { labels: { team: pulumi.output("Team Vision!") } },
      /- labels\.team: "Team Vision!" is not a label value/,
    ],
    [
      "a secret label of overrides",
      { overrides: { metadata: { labels: { team: pulumi.secret("Team Vision!") } } } },
      /- overrides\.metadata\.labels\.team: the secret value is not a label value/,
    ],
    [
      "an image of overrides",
      raw({ componentSpecs: [{ spec: { containers: [{ name: "model", image: pulumi.output("Iris:1") }] } }] }),
      /- overrides\.spec\.predictors\[0\]\.componentSpecs\[0\]\.spec\.containers\[0\]\.image: the value is not a reference/,
    ],
    [
      "a secret environment variable, which the custom resource would show,",
      { predictors: [{ ...main, env: { A: pulumi.secret("hunter2") } }] },
      /- predictors\[0\]\.env\.A: is a secret, and the custom resource would show it/,
    ],
    [
      "the same of the orchestrator",
      { predictors: [{ ...main, orchestrator: { env: { A: pulumi.secret("hunter2") } } }] },
      /- predictors\[0\]\.orchestrator\.env\.A: is a secret/,
    ],
    [
      "more pods than the API can read",
      { predictors: [{ ...main, replicas: pulumi.output(3e9) }] },
      /- predictors\[0\]\.replicas: 3000000000 is too large\. Write at most 2147483647\./,
    ],
    [
      "numbers of pods of overrides",
      component({ replicas: pulumi.output(0) }),
      /- overrides\.spec\.predictors\[0\]\.componentSpecs\[0\]\.replicas: 0 is not a whole number of at least 1\./,
    ],
    [
      "a predictor's number of them",
      raw({ replicas: pulumi.output(0) }),
      /- overrides\.spec\.predictors\[0\]\.replicas: 0 is not/,
    ],
  ];
  for (const [title, args, message] of late) {
    it(`is refused when they resolve to a wrong value of ${title}`, () =>
      assert.rejects(deploy(program(args)), message));
  }

  it("needs a name that no other namespace has behind Emissary, which routes gRPC by the name alone", async () => {
    const seldon = {
      ...seldonFacts,
      controller: IngressController.Emissary,
      gateway: undefined,
      modelNamespaces: ["models", "b"],
    };
    const problems = await refusal(() => {
      const { provider } = cluster();
      const model = (name: string, namespace: string) =>
        new ModelDeployment(name, { seldon, namespace, deploymentName: "iris", predictors: [main] }, { provider });
      model("one", "models");
      model("two", "b");
    });
    assert.deepEqual(
      problems.map(({ path }) => path),
      ["deploymentName"],
    );
    assert.match(
      problems[0]?.reason ?? "",
      /also the name of ModelDeployment "one" in another namespace, and Emissary routes gRPC/,
    );
  });
});
