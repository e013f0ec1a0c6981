import assert from "node:assert/strict";
import { IngressLayer, SeldonCore } from "../../../components";
import { deploy } from "../../helpers/deploy";
import { cluster, clusterFacts, ingressFacts } from "../platform";
import { refusal } from "../refusal";

type Component = (name: string, namespace: string, provider: ReturnType<typeof cluster>["provider"]) => unknown;

const components: Record<string, Component> = {
  SeldonCore: (name, namespace, provider) =>
    new SeldonCore(
      name,
      { cluster: clusterFacts, ingress: ingressFacts, namespace: { name: namespace } },
      { provider },
    ),
  IngressLayer: (name, namespace, provider) =>
    new IngressLayer(
      name,
      { cluster: clusterFacts, istio: {}, allowPublic: true, namespace: { name: namespace } },
      { provider },
    ),
};

for (const [type, create] of Object.entries(components)) {
  describe(`A second ${type}`, () => {
    it("of one cluster is refused, and the first one is named", async () => {
      const problems = await refusal(() => {
        const { provider } = cluster();
        create("one", "a", provider);
        create("other", "b", provider);
      });
      assert.deepEqual(problems, [
        {
          path: "cluster",
          reason: `has ${type} "one" already, and a second one would create the same cluster-wide objects. Use that one.`,
        },
      ]);
    });

    it("of the same program, planned again, is not", async () => {
      for (let run = 0; run < 2; run++) {
        const graph = await deploy(() => create("one", "a", cluster().provider));
        assert.equal(graph.ofType(`mlplatform:index:${type}`).length, 1);
      }
    });
  });
}
