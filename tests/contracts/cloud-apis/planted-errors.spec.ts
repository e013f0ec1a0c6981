import assert from "node:assert/strict";
import { clouds } from "./cloud-api";
import { PlanChecker } from "./plan-problems";

describe("the check of requests refuses", () => {
  let checker: PlanChecker;

  before(async function () {
    this.timeout(300_000);
    checker = await PlanChecker.load(this);
  });

  it("a resource of a package that no cloud has", () => {
    assert.deepEqual(checker.check([{ type: "hcloud:index/server:Server", name: "ml", inputs: {} }]).problems, [
      "ml: no cloud has the package of hcloud:index/server:Server",
    ]);
  });

  for (const [name, { plantedErrors, packages }] of clouds) {
    describe(name, () => {
      it("a type without a mapping", () => {
        const type = `${packages[0] ?? ""}:none/none:None`;
        assert.deepEqual(checker.check([{ type, name: "ml", inputs: {} }]).problems, [`ml: ${type} has no mapping`]);
      });

      for (const { title, type, name: resource = "ml", inputs, problems } of plantedErrors) {
        it(title, () => {
          assert.deepEqual(
            checker.check([{ type, name: resource, inputs }]).problems,
            problems.map((problem) => `${resource}: ${problem}`),
          );
        });
      }
    });
  }
});
