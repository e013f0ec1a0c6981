import assert from "node:assert/strict";
import { packageSchema } from "../../../components/shared/package-schema";
import { fuzzed } from "./components";
import { FuzzProcess } from "./fuzz-process";
import { allInputs } from "./grow";

/** Inputs of each component. `npm run fuzz` tries more. */
const INPUTS = 2000;

describe("a component with any arguments is planned or refused with InvalidArgs", function () {
  this.timeout(600_000);
  let tried: FuzzProcess;
  before(() => (tried = new FuzzProcess()));
  after(() => tried.end());

  it("of every component", () => {
    const declared = Object.keys(packageSchema().resources).map((token) => token.split(":").at(-1));
    assert.deepEqual(declared.sort(), Object.keys(fuzzed).sort());
  });

  for (const [type, { unreached = {} }] of Object.entries(fuzzed)) {
    it(`${type}, ${String(INPUTS)} times`, async () => {
      const { accepted, refused, inputs } = await tried.try({ type, first: 0, count: INPUTS });
      assert.equal(accepted + refused, INPUTS);
      const never = allInputs(type).filter((input) => inputs[input] === undefined);
      assert.deepEqual(never, Object.keys(unreached), `${type}: no accepted arguments have these inputs`);
      // Otherwise only the first checks would be tried.
      assert.ok(accepted > INPUTS / 50, `${type}: only ${String(accepted)} were accepted`);
      assert.ok(refused > INPUTS / 2, `${type}: only ${String(refused)} were refused`);
    });
  }
});
