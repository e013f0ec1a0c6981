import assert from "node:assert/strict";
import path from "node:path";
import { deploy, type Deployed } from "../helpers/deploy";
import { comparedTargets } from "../bench/flat/compared";
import { madeBy } from "../bench/flat/made-by";
import { sampleOf } from "../unit/targets/sample";
import { knownPlan } from "./known-plan";

/** A program runs when its module is loaded. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const flatProgram = (name: string) => (): object => require(`../bench/flat/${name}`) as object;

/** The flat program passes on the whole kubeconfig; the component keeps the chosen context only. */
const withoutKubeconfig = (graph: Deployed): object[] =>
  madeBy(graph).map((made) => ({ ...made, inputs: { ...made.inputs, kubeconfig: undefined } }));

describe("the flat programs that the benches compare with", () => {
  for (const target of comparedTargets()) {
    it(`create what the program \`${target}\` creates, with the same inputs`, async () => {
      const { mocks } = sampleOf(target);
      const flat = await deploy(flatProgram(target), { project: "mlplatform", stack: target, ...mocks });
      assert.deepEqual(madeBy(flat), madeBy(await knownPlan(target)));
    });
  }

  it("create what the program `existing` creates, with the same inputs", async () => {
    const flat = await deploy(flatProgram("existing"), {
      project: "mlplatform",
      stack: "existing",
      config: {
        "mlplatform:kubeconfig": path.resolve(__dirname, "../../programs/stacks/kubeconfig.example.yaml"),
        "mlplatform:context": "example",
        "mlplatform:sourceRanges": JSON.stringify(["203.0.113.0/24"]),
      },
    });
    assert.deepEqual(withoutKubeconfig(flat), withoutKubeconfig(await knownPlan("existing")));
  });
});
