import assert from "node:assert/strict";
import { knownPlan } from "./known-plan";
import { programNames } from "./program-names";

const REGISTRY = "registry.example.org/ml";
const LOGIN = { login: { sharedPassword: {}, allowAll: true }, service: { type: "ClusterIP" } };

describe("the config key imageRegistry", () => {
  for (const program of programNames) {
    it(`is where the images of every chart of ${program} come from`, async () => {
      const graph = await knownPlan(program, [
        ["imageRegistry", REGISTRY],
        ["pachyderm", JSON.stringify({ seaweedFs: {}, service: { type: "ClusterIP" } })],
        ...(program === "k3d" ? [] : [["jupyterHub", JSON.stringify(LOGIN)] as const]),
      ]);
      const releases = graph.ofType("kubernetes:helm.sh/v3:Release");
      const others = releases.filter((one) => !JSON.stringify(graph.revealInputs(one)["values"]).includes(REGISTRY));
      const names = new Set(others.map((one) => graph.revealInputs(one)["name"]));
      assert.deepEqual([...names].sort(), ["istio-base", "istio-ingressgateway"]);
      assert.ok(releases.length > 6, String(releases.length));
    });
  }

  it("is where the image of the example site of k3d comes from", async () => {
    const graph = await knownPlan("k3d", [["imageRegistry", REGISTRY]]);
    const site = graph.byName("kubernetes:apps/v1:Deployment", "nginx");
    assert.match(
      JSON.stringify(site.inputs.values["spec"]),
      /"image":"registry\.example\.org\/ml\/library\/nginx:1\.29"/,
    );
  });

  it("is refused with a scheme", async () => {
    await assert.rejects(
      knownPlan("existing", [["imageRegistry", "https://registry.example.org"]]),
      /imageRegistry: "https:\/\/registry\.example\.org" has a scheme; write registry\.example\.org\./,
    );
  });
});
