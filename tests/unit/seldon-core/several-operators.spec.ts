import assert from "node:assert/strict";
import { ModelDeployment, ModelServer, SeldonCore, type SeldonCoreArgs, type SeldonFacts } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, ingressFacts, seldonFacts } from "../platform";
import { refusal } from "../refusal";
import { chartValues, operator, refused } from "./operator";

const NAMESPACE = "kubernetes:core/v1:Namespace";
const CONTROLLER_ID = "seldon.io/controller-id";

/** A program with two operators. The second one is told of the first. */
const two = (first: Partial<SeldonCoreArgs>, second: (first: SeldonCore) => Partial<SeldonCoreArgs>) => () => {
  const ml = cluster();
  const common = { cluster: ml, ingress: ingressFacts };
  const k8s = { provider: ml.provider };
  const one = new SeldonCore("one", { ...common, ...first }, k8s);
  new SeldonCore("two", { ...common, ...second(one) }, k8s);
};

const problemsOf = async (program: () => unknown) =>
  (await refusal(program)).map(({ path, reason }) => `${path}: ${reason}`);

const predictors = [{ name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" }];

const modelOf = (seldon: Partial<SeldonFacts>, args: object = {}) => {
  const { provider } = cluster();
  const all = { seldon: { ...seldonFacts, ...seldon }, namespace: "models", predictors, ...args };
  return new ModelDeployment("iris", all, { provider });
};

describe("Several operators in one cluster", () => {
  it("controllerId is handed to the operator and to its models; namespaces have no label", async () => {
    const graph = await operator({ controllerId: "team-a", modelNamespaces: ["models"] });
    assert.equal(chartValues(graph)["controllerId"], "team-a");
    const facts = graph.outputs.values["facts"] as unknown as SeldonFacts;
    assert.deepEqual([facts.controllerId, facts.singleNamespace], ["team-a", false]);
    for (const name of ["seldon-namespace", "seldon-models-models"]) {
      const { labels = {} } = graph.byName(NAMESPACE, name).inputs.values["metadata"] as { labels?: object };
      assert.ok(!(CONTROLLER_ID in labels), name);
    }
  });

  it("singleNamespace labels the operator's namespace, in which its models are", async () => {
    const graph = await operator({ singleNamespace: true, namespace: { name: "team-b" }, labels: { team: "b" } });
    assert.equal(chartValues(graph)["singleNamespace"], true);
    assert.deepEqual(graph.byName(NAMESPACE, "seldon-namespace").inputs.values["metadata"], {
      name: "team-b",
      labels: { team: "b", [CONTROLLER_ID]: "team-b" },
    });
    const facts = graph.outputs.values["facts"] as unknown as SeldonFacts;
    assert.deepEqual([facts.controllerId, facts.singleNamespace, facts.modelNamespaces], [undefined, true, ["team-b"]]);
  });

  it("a second one uses the definition of the first, and waits for it", async () => {
    const program = two({ controllerId: "a" }, (definition) => ({
      definition,
      controllerId: "b",
      namespace: { name: "second" },
    }));
    const graph = await deploy(program);
    const keep = { "helm.sh/resource-policy": "keep" };
    assert.deepEqual(chartValues(graph, "one")["crd"], { annotations: keep });
    assert.deepEqual(chartValues(graph, "two")["crd"], { create: false, annotations: keep });
    const before = graph
      .byName("kubernetes:helm.sh/v3:Release", "two")
      .dependencies.map((urn) => urn.split("::").pop());
    assert.ok(before.includes("one"), before.join());
  });

  it("any number of namespaces and ids go together", async () => {
    const graph = await deploy(() => {
      const ml = cluster();
      const common = { cluster: ml, ingress: ingressFacts };
      const k8s = { provider: ml.provider };
      const definition = new SeldonCore("one", { ...common, controllerId: "a" }, k8s);
      for (const name of ["b", "c"]) {
        const namespace = { name };
        new SeldonCore(`id-${name}`, { ...common, definition, controllerId: name, namespace }, k8s);
        const single = { name: `only-${name}` };
        new SeldonCore(`ns-${name}`, { ...common, definition, singleNamespace: true, namespace: single }, k8s);
      }
    });
    assert.equal(graph.resources.filter(({ type }) => type === "mlplatform:index:SeldonCore").length, 5);
  });

  const separated: [title: string, first: Partial<SeldonCoreArgs>, second: Partial<SeldonCoreArgs>, problem: string][] =
    [
      [
        "two for all models",
        {},
        { namespace: { name: "second" } },
        'cluster: already has the operator of SeldonCore "one". Use that one; or write a controllerId, or singleNamespace: true, for both.',
      ],
      [
        "one for all models after one with an id",
        { controllerId: "a" },
        { namespace: { name: "second" } },
        'cluster: has the operator of SeldonCore "one" too, so this one needs a controllerId or singleNamespace: true. Write one of them.',
      ],
      [
        "one with an id after one for all models, whose webhook may judge its models",
        {},
        { namespace: { name: "second" }, controllerId: "b" },
        'controllerId: separates nothing, because SeldonCore "one" has neither a controllerId nor singleNamespace: on some clusters its webhook judges all models. Write one of them there too.',
      ],
      [
        "one for its namespace after one for all models",
        {},
        { namespace: { name: "second" }, singleNamespace: true },
        'singleNamespace: separates nothing, because SeldonCore "one" has neither',
      ],
      [
        "one id for two",
        { controllerId: "a" },
        { namespace: { name: "second" }, controllerId: "a" },
        'controllerId: is also the id of SeldonCore "one". Use another one.',
      ],
      [
        "one namespace for two",
        { controllerId: "a" },
        { controllerId: "b" },
        'namespace.name: creates the Namespace seldon-system, which SeldonCore "one" creates too.',
      ],
      [
        "two definitions",
        { controllerId: "a" },
        { namespace: { name: "second" }, controllerId: "b" },
        'definition: creates the CustomResourceDefinition seldondeployments.machinelearning.seldon.io, which SeldonCore "one" creates too. Write that SeldonCore as definition.',
      ],
    ];
  for (const [title, first, second, problem] of separated) {
    it(`are refused: ${title}`, async () => {
      const [found = "", ...more] = await problemsOf(two(first, () => second));
      assert.deepEqual(more, []);
      assert.ok(found.startsWith(problem), found);
    });
  }

  it("are refused: two that send usage data, because the chart puts the sender into kube-system", async () => {
    const usageMetrics = true;
    const program = two({ controllerId: "a", usageMetrics }, (definition) => ({
      definition,
      controllerId: "b",
      usageMetrics,
      namespace: { name: "second" },
    }));
    assert.deepEqual(await problemsOf(program), [
      'usageMetrics: creates the Deployment kube-system/seldon-spartakus-volunteer, which SeldonCore "one" creates too. Leave it out of one of them.',
    ]);
  });

  it("are refused: inputs that exclude each other", async () => {
    assert.deepEqual(await refused({ singleNamespace: true, modelNamespaces: ["models"], controllerId: "a" }), [
      [
        "modelNamespaces",
        "cannot be written together with singleNamespace: true, because the operator sees its own namespace only. Leave one of them out.",
      ],
      [
        "controllerId",
        "is not needed together with singleNamespace: true, whose models no other operator serves. Leave one of them out.",
      ],
    ]);
  });

  for (const controllerId of ["Team", "a.b", "on", "12", ""]) {
    it(`are refused: the id "${controllerId}", which the chart writes without quotes`, async () => {
      const paths = (await refused({ controllerId })).map(([path]) => path);
      assert.deepEqual(paths, ["controllerId"]);
    });
  }

  it("are refused: values for Kubeflow, with which the webhook does not select by the id", async () => {
    const charts = { "seldon-core-operator": { values: { kubeflow: true } } };
    const problems = await refused({ controllerId: "a", charts });
    assert.deepEqual(
      problems.map(([path]) => path),
      ["charts.seldon-core-operator.values.kubeflow"],
    );
    assert.equal(chartValues(await operator({ charts }))["kubeflow"], true);
  });

  it("are refused: values of the chart other than the inputs", async () => {
    const charts = { "seldon-core-operator": { values: { controllerId: "b", crd: { create: true } } } };
    const definition = { ...seldonFacts };
    const problems = await refused({ controllerId: "a", definition, namespace: { name: "second" }, charts });
    assert.deepEqual(problems, [
      [
        "charts.seldon-core-operator.values.crd.create",
        "true contradicts definition, which makes it false. Set definition instead.",
      ],
      [
        "charts.seldon-core-operator.values.controllerId",
        'the value contradicts controllerId, which makes it "a". Set controllerId instead.',
      ],
    ]);
  });

  it("are refused: a definition in another cluster", async () => {
    const definition = { ...seldonFacts, clusterIdentifier: "far" };
    const problems = await refused({ definition, controllerId: "a" });
    assert.match(problems.flat().join(": "), /^opts\.provider: .* which is not the cluster of `definition`/);
  });
});

describe("A model of one operator of several", () => {
  const labelsOf = async (seldon: Partial<SeldonFacts>, args: object = {}) => {
    const graph = await deploy(() => void modelOf(seldon, args));
    const type = "kubernetes:machinelearning.seldon.io/v1:SeldonDeployment";
    return (graph.byName(type, "iris").inputs.values["metadata"] as { labels?: object }).labels;
  };

  it("has the operator's id as a label", async () => {
    assert.deepEqual(await labelsOf({ controllerId: "team-a" }, { labels: { team: "a" } }), {
      [CONTROLLER_ID]: "team-a",
      team: "a",
    });
    assert.deepEqual(await labelsOf({ controllerId: "a" }, { labels: { [CONTROLLER_ID]: "a" } }), {
      [CONTROLLER_ID]: "a",
    });
    assert.equal(await labelsOf({}), undefined);
  });

  for (const id of ["b", ""]) {
    it(`is refused with the id "${id}", which its operator would ignore`, async () => {
      const problems = await refusal(() => modelOf({ controllerId: "a" }, { labels: { [CONTROLLER_ID]: id } }));
      assert.deepEqual(problems, [
        {
          path: `labels.${CONTROLLER_ID}`,
          reason: `"${id}" is not the id of this operator (a), which would ignore the model. Leave it out.`,
        },
      ]);
    });
  }

  it("is refused in another namespace than that of its operator, even if it exists", async () => {
    const single = { singleNamespace: true, modelNamespaces: ["team-b"] };
    const problems = await refusal(() => modelOf(single, { existingNamespace: true }));
    assert.deepEqual(problems, [
      { path: "namespace", reason: '"models" is not the namespace that the operator sees (team-b). Use that one.' },
    ]);
    assert.equal(await labelsOf(single, { namespace: "team-b" }), undefined);
  });
});
