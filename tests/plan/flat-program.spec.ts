import assert from "node:assert/strict";
import { deploy } from "../helpers/deploy";
import { madeBy } from "../bench/flat/made-by";
import { sample } from "../unit/targets/samples/aws";
import { knownPlan } from "./known-plan";

describe("the flat program that the bench compares with", () => {
  it("makes what the program makes, with the same inputs", async () => {
    const flat = await deploy(
      // A program runs by being loaded.
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      () => require("../bench/flat/aws") as object,
      { project: "mlplatform", stack: "aws", ...sample.mocks },
    );
    assert.deepEqual(madeBy(flat), madeBy(await knownPlan("aws")));
  });
});
