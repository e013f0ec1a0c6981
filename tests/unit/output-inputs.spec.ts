import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, ModelDeployment, SeldonCore, type IngressLayerArgs } from "../../components";
import { deploy } from "../helpers/deploy";
import { cluster, clusterFacts, ingressFacts, seldonFacts } from "./platform";

const CHART = "kubernetes:helm.sh/v3:Release";
const labels = { team: pulumi.output("vision") };

/** Values of the gateway's chart. */
async function gatewayValues(inputs: Partial<IngressLayerArgs>): Promise<Record<string, unknown>> {
  const graph = await deploy(() => {
    const args = { cluster: clusterFacts, istio: {}, allowPublic: true, ...inputs };
    new IngressLayer("ingress", args, { provider: cluster().provider });
  });
  return graph.byName(CHART, "ingress-gateway").inputs.values["values"] as Record<string, unknown>;
}

describe("an output", () => {
  it("may be the number of gateway pods, which decides whether there is a disruption budget", async () => {
    const [one, two] = [
      await gatewayValues({ replicas: pulumi.output(1) }),
      await gatewayValues({ replicas: pulumi.output(2) }),
    ];
    assert.deepEqual([one["replicaCount"], one["podDisruptionBudget"]], [1, undefined]);
    assert.deepEqual([two["replicaCount"], two["podDisruptionBudget"]], [2, { minAvailable: 1 }]);
  });

  it("may be a label of an ingress layer", async () => {
    assert.deepEqual((await gatewayValues({ labels }))["labels"], { team: "vision" });
  });

  it("may be a label of the operator's namespaces", async () => {
    const graph = await deploy(() => {
      const args = { cluster: clusterFacts, ingress: ingressFacts, modelNamespaces: ["models"], labels };
      new SeldonCore("seldon", args, { provider: cluster().provider });
    });
    for (const { inputs } of graph.ofType("kubernetes:core/v1:Namespace")) {
      const metadata = inputs.values["metadata"] as { labels: Record<string, unknown> };
      assert.equal(metadata.labels["team"], "vision");
    }
  });

  it("may be a label of a model, and its number of pods", async () => {
    const graph = await deploy(() => {
      const predictors = [{ name: "main", image: "registry.example.org/iris:2", replicas: pulumi.output(3) }];
      const args = { seldon: seldonFacts, namespace: "models", labels, predictors };
      new ModelDeployment("iris", args, { provider: cluster().provider });
    });
    const [model] = graph.ofType("kubernetes:machinelearning.seldon.io/v1:SeldonDeployment");
    const { metadata, spec } = model?.inputs.values as {
      metadata: { labels: unknown };
      spec: { predictors: { replicas: unknown }[] };
    };
    assert.deepEqual([metadata.labels, spec.predictors[0]?.replicas], [{ team: "vision" }, 3]);
  });

  const wrong: [title: string, inputs: Partial<IngressLayerArgs>, message: RegExp][] = [
    ["a number of pods", { replicas: pulumi.output(0) }, /- replicas: 0 is not a whole number of at least 1\.$/],
    ["a label", { labels: { team: pulumi.output("-") } }, /- labels\.team: "-" is not a label value;/],
    [
      "a secret label",
      { labels: { team: pulumi.secret("-") } },
      /- labels\.team: the secret value is not a label value;/,
    ],
  ];
  for (const [title, inputs, message] of wrong) {
    it(`is refused when it resolves to a wrong value of ${title}`, () =>
      assert.rejects(gatewayValues(inputs), message));
  }
});
