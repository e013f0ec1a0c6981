import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { IngressController, type IngressLayerArgs } from "../../../components";
import { controllerNames, loadController } from "../../../components/ingress-layer/controllers/controller";
import { ingressSpec } from "../../../components/ingress-layer/spec";
import { charts } from "../../../components/shared/pinned-charts";
import { packageSchema } from "../../../components/shared/package-schema";
import { clusterFacts } from "../platform";

const FOLDER = path.join(__dirname, "../../../components/ingress-layer/controllers");
const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe("the ingress controllers", () => {
  it("are the folders of controllers/", () => {
    assert.deepEqual(controllerNames(), names.sort());
    assert.ok(names.includes("istio"));
  });

  it("are refused by a name without a folder", () => {
    assert.throws(() => loadController("nginx"), {
      message: `there is no controller nginx; there are ${names.join(", ")}`,
    });
    assert.throws(() => loadController("../istio"), /there is no controller/);
  });

  it("are not named by the code that all of them share", () => {
    const shared = ["index", "spec", "problems", "claims", "exposure", "scale", "address", "controllers/controller"];
    for (const file of shared) {
      const code = readFileSync(path.join(FOLDER, "..", `${file}.ts`), "utf8").replace(/^ *(\/?\*|\/\/).*$/gm, "");
      for (const name of names)
        assert.doesNotMatch(code, new RegExp(`["'.\`/]${name}(?![-\\w])`), `${file}.ts names ${name}`);
    }
  });
});

/** The smallest arguments of a controller, and a version of Kubernetes on which it is tested. */
interface Smallest {
  readonly block?: object;
  readonly others?: Partial<IngressLayerArgs>;
  readonly kubernetesVersion?: string;
}

/** Where these are not an empty block with `allowPublic`, on the newest version of Kubernetes but one. */
const SMALLEST: Readonly<Record<string, Smallest>> = {
  ambassador: { kubernetesVersion: "1.21" },
  existing: {
    block: { controller: IngressController.Emissary, version: "4.1.0", host: "lb.example.org" },
    others: { allowPublic: undefined },
  },
};

for (const name of names) {
  describe(`the ingress controller ${name}`, () => {
    const controller = loadController(name);
    const { block = {}, others = {}, kubernetesVersion = "1.35" } = SMALLEST[name] ?? {};
    const args = { cluster: clusterFacts, [name]: block, allowPublic: true, ...others } as IngressLayerArgs;
    const spec = ingressSpec("ingress", args, controller);
    const plans = controller.charts(args, spec);

    it("has a block of its own name among the inputs of IngressLayer", () => {
      assert.ok(packageSchema().resources["mlplatform:index:IngressLayer"]?.inputProperties[name]);
    });

    it("is one of the kinds that facts can name", () => {
      assert.ok(Object.values(IngressController).includes(controller.kind(args)));
    });

    it("accepts its smallest block, and the versions that are pinned", () => {
      assert.deepEqual(controller.fieldProblems(args), []);
      assert.deepEqual(controller.ruleProblems(args, spec), []);
      assert.deepEqual(controller.versionProblems(args, spec, kubernetesVersion), []);
      assert.deepEqual(controller.versionProblems(args, spec, undefined), []);
    });

    it("installs charts that are pinned, each once", () => {
      const installed = plans.map((chart) => chart.name);
      assert.equal(installed.length > 0, name !== "existing");
      assert.equal(new Set(installed).size, installed.length);
      for (const chart of installed) assert.ok(charts[chart], chart);
    });

    it("refuses an untested version of itself", () => {
      const overrides = Object.fromEntries(plans.map((chart) => [chart.name, { version: "0.0.1" }]));
      const old = { ...args, charts: overrides, [name]: plans.length > 0 ? block : { ...block, version: "0.0.1" } };
      const oldSpec = ingressSpec("ingress", old, controller);
      assert.equal(controller.version(old, oldSpec), "0.0.1");
      assert.equal(controller.versionProblems(old, oldSpec, kubernetesVersion).length, 1);
    });
  });
}
