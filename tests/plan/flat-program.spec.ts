import assert from "node:assert/strict";
import path from "node:path";
import { deploy, type Deployed } from "../helpers/deploy";
import { comparedPrograms } from "../bench/flat/compared";
import { madeBy } from "../bench/flat/made-by";
import { cloudOf, knownPlan } from "./known-plan";

/** A program runs when its module is loaded. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const flatProgram = (name: string) => (): object => require(`../bench/flat/${name}`) as object;

/** The flat program passes on the whole kubeconfig; the component keeps the chosen context only. */
const withoutKubeconfig = (graph: Deployed): object[] =>
  madeBy(graph).map((made) => ({ ...made, inputs: { ...made.inputs, kubeconfig: undefined } }));

describe("the flat programs that the benches compare with", () => {
  for (const program of comparedPrograms()) {
    it(`create what the program \`${program}\` creates, with the same inputs`, async () => {
      const flat = await deploy(flatProgram(program), { project: "mlplatform", stack: program, ...cloudOf(program) });
      assert.deepEqual(madeBy(flat), madeBy(await knownPlan(program)));
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
