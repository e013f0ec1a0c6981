import type * as pulumi from "@pulumi/pulumi";
import {
  NOT_KNOWN,
  chart,
  container,
  deployment,
  later,
  model,
  provider,
  release,
  resource,
  type RuleProgram,
  type Inputs,
} from "./program";

const budget = (spec: Inputs, name = "b", opts: pulumi.CustomResourceOptions = {}) =>
  resource(
    "kubernetes:policy/v1:PodDisruptionBudget",
    name,
    { metadata: { namespace: "n" }, spec: { selector: { matchLabels: { app: "web" } }, ...spec } },
    opts,
  );

const NO_BUDGET =
  "asks for several pods, and no budget covers them, so a drained node can take all of them at once: write a PodDisruptionBudget for them.";

export const disruptionBudgets: readonly RuleProgram[] = [
  {
    what: "several pods of a Deployment, a chart and a model",
    program: () => {
      deployment(container({}), { replicas: 2 });
      budget({ minAvailable: 1, selector: { matchLabels: { app: "other" } } });
      release("chart", { chart: "c", version: "1.0.0", values: { replicaCount: 3, podDisruptionBudget: {} } });
      release("scaled", { chart: "c", version: "1.0.0", values: { autoscaling: { minReplicas: 2 } } });
      model({ replicas: 2, componentSpecs: [{ spec: container({}) }] });
      resource("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment", "prepackaged", {
        spec: { predictors: [{ replicas: 2, graph: { implementation: "SKLEARN_SERVER" } }] },
      });
    },
    found: [
      `prepackaged: spec.predictors[0] ${NO_BUDGET}`,
      `web: spec.replicas ${NO_BUDGET}`,
      `chart: values.replicaCount ${NO_BUDGET}`,
      `scaled: values.autoscaling.minReplicas ${NO_BUDGET}`,
      `iris: spec.predictors[0].componentSpecs[0] ${NO_BUDGET}`,
    ],
  },
  {
    what: "several pods of a chart whose objects Pulumi applies",
    program: () => chart("chart", "c", { replicaCount: 2 }),
    found: [`chart: values.replicaCount ${NO_BUDGET}`],
  },
  {
    what: "a budget that never lets a pod go, also in a model",
    program: () => {
      budget({ maxUnavailable: 0 });
      model({ componentSpecs: [{ spec: container({}), pdbSpec: { minAvailable: "100%" } }] });
    },
    found: ["b: spec", "iris: spec.predictors[0].componentSpecs[0].pdbSpec"].map(
      (place) => `${place} never lets a pod go, so no node can be drained: allow at least one pod to be missing.`,
    ),
  },
  {
    what: "a budget that wants as many pods as there are, also in a model",
    program: () => {
      deployment(container({}), { replicas: 2 });
      budget({ minAvailable: 2 });
      const pods = { spec: container({}), pdbSpec: { minAvailable: 2 } };
      model({ replicas: 2, componentSpecs: [pods] });
    },
    found: ["b: spec", "iris: spec.predictors[0].componentSpecs[0].pdbSpec"].map(
      (place) => `${place} never lets a pod go, so no node can be drained: allow at least one pod to be missing.`,
    ),
  },
  {
    what: "a share of the pods that is all of them, and pods whose number is the default",
    program: () => {
      deployment(container({}), { replicas: 2 });
      budget({ minAvailable: "51%" });
      resource("kubernetes:apps/v1:Deployment", "one", {
        metadata: { namespace: "n" },
        spec: { template: { metadata: { labels: { app: "one" } }, spec: container({}) } },
      });
      budget({ minAvailable: 1, selector: { matchLabels: { app: "one" } } }, "of-one");
    },
    found: ["b", "of-one"].map(
      (name) => `${name}: spec never lets a pod go, so no node can be drained: allow at least one pod to be missing.`,
    ),
  },
  {
    what: "budgets that keep no pod, that select others by an expression, and pods of an autoscaler",
    program: () => {
      deployment(container({}), { replicas: 2 });
      budget({ minAvailable: 0 }, "zero");
      budget({ maxUnavailable: "100%" }, "all");
      budget({}, "empty");
      const matchExpressions = [{ key: "app", operator: "NotIn", values: ["web"] }];
      budget({ maxUnavailable: 1, selector: { matchLabels: { app: "web" }, matchExpressions } }, "others");
      const labelled = (app: string) => ({ template: { metadata: { labels: { app } }, spec: container({}) } });
      const metadata = { namespace: "n", name: "scaled" };
      resource("kubernetes:apps/v1:Deployment", "scaled", { metadata, spec: labelled("scaled") });
      const spec = { minReplicas: 3, scaleTargetRef: { kind: "Deployment", name: "scaled" } };
      resource("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "scaler", { metadata: { namespace: "n" }, spec });
      release("chart", {
        chart: "c",
        version: "1.0.0",
        values: { webhook: { replicas: "2" }, pdb: { create: false } },
      });
    },
    found: [
      `web: spec.replicas ${NO_BUDGET}`,
      `scaled: the autoscaler ${NO_BUDGET}`,
      `chart: values.webhook.replicas ${NO_BUDGET}`,
    ],
  },
  {
    what: "a budget by an expression, one in the default namespace, and a part of a chart that is turned off",
    program: () => {
      deployment(container({}), { replicas: 2 });
      const matchExpressions = [
        { key: "app", operator: "In", values: ["web"] },
        { key: "app", operator: "Exists" },
        { key: "tier", operator: "DoesNotExist" },
      ];
      budget({ maxUnavailable: 1, selector: { matchExpressions } });
      const template = { metadata: { labels: { app: "here" } }, spec: container({}) };
      resource("kubernetes:apps/v1:Deployment", "here", { spec: { replicas: 2, template } });
      const selector = { matchLabels: { app: "here" } };
      const spec = { selector, maxUnavailable: 1 };
      resource("kubernetes:policy/v1:PodDisruptionBudget", "b2", { metadata: { namespace: "default" }, spec });
      const values = { autoscaling: { enabled: false, minReplicas: 2 }, redis: { enabled: false, replicas: 3 } };
      release("chart", { chart: "c", version: "1.0.0", namespace: "other", values });
    },
    found: [],
  },
  {
    what: "a budget for every pod of the namespace",
    program: () => {
      deployment(container({}), { replicas: 2 });
      budget({ maxUnavailable: 1, selector: {} });
    },
    found: [],
  },
  {
    what: "fewer pods that must be there than there are",
    program: () => {
      deployment(container({}), { replicas: 3 });
      budget({ minAvailable: 2 });
    },
    found: [],
  },
  {
    what: "a budget in another cluster, and a number that is not known yet",
    program: () => {
      deployment(container({}), { replicas: 2 }, { provider: provider() });
      budget({ minAvailable: 1 });
      release("chart", { chart: "c", version: "1.0.0", values: { replicas: later() } });
    },
    found: [`web: spec.replicas ${NO_BUDGET}`, `? chart: values.replicas ${NOT_KNOWN}`],
  },
  {
    what: "models and budgets of which a part is not known yet",
    program: () => {
      const MODEL = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";
      resource(MODEL, "predictors", { spec: { predictors: later() } });
      resource(MODEL, "predictor", { spec: { predictors: [later()] } });
      resource(MODEL, "specs", { spec: { predictors: [{ componentSpecs: later() }] } });
      resource(MODEL, "pod", { spec: { predictors: [{ componentSpecs: [later()] }] } });
      resource(MODEL, "pdb", { spec: { predictors: [{ replicas: 2, componentSpecs: [{ pdbSpec: later() }] }] } });
      budget({ maxUnavailable: later(), selector: { matchLabels: { app: "other" } } }, "number");
      resource("kubernetes:policy/v1:PodDisruptionBudget", "spec", { spec: later() });
      deployment(container({}), { replicas: 2 });
      budget({ maxUnavailable: 1, selector: later() }, "selector");
    },
    found: [
      ...["predictors: spec.predictors", "predictor: spec.predictors[0]"],
      ...["specs: spec.predictors[0].componentSpecs", "pod: spec.predictors[0].componentSpecs[0]"],
      ...["pdb: spec.predictors[0].componentSpecs[0].pdbSpec", "number: spec", "spec: spec"],
      "web: which budget covers its pods",
    ].map((place) => `? ${place} ${NOT_KNOWN}`),
  },
  {
    what: "one pod, and several with a budget",
    program: () => {
      deployment(container({}), { replicas: 2 });
      budget({ maxUnavailable: 1 });
      release("one", { chart: "c", version: "1.0.0", values: { replicas: 1 } });
      release("own", {
        chart: "c",
        version: "1.0.0",
        values: { replicas: 3, podDisruptionBudget: { minAvailable: 1 } },
      });
      release("beside", { chart: "c", version: "1.0.0", namespace: "n", values: { replicas: 3 } });
      model({ replicas: 2, componentSpecs: [{ spec: container({}), pdbSpec: { maxUnavailable: 1 } }] });
    },
    found: [],
  },
];
