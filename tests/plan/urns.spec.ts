import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { planProgram } from "../../cli/plan/plan-program";
import { programNames } from "./program-names";

const root = path.resolve(__dirname, "../..");
const folder = path.join(__dirname, "urns");

/**
 * The URNs of every program when it was first there; those of `aws` and `existing` are of commit 3be9886. A URN that is gone means
 * that an update deletes the resource and creates another one, unless the new resource names the old URN as an alias.
 */
describe("the URNs of earlier versions", () => {
  it("are recorded for every program", () => {
    assert.deepEqual(
      readdirSync(folder).sort(),
      programNames.map((name) => `${name}.txt`),
    );
  });

  for (const file of readdirSync(folder)) {
    const program = path.basename(file, ".txt");
    it(`are still the URNs of the program ${program}`, async () => {
      const { graph } = await planProgram({ cwd: root, program, settings: [] });
      const planned = new Set(graph.resources.map(({ urn }) => urn));
      const earlier = readFileSync(path.join(folder, file), "utf8").trim().split("\n");
      assert.deepEqual(
        earlier.filter((urn) => !planned.has(urn)),
        [],
      );
    });
  }
});
