import assert from "node:assert/strict";
import { changes } from "../changes";
import { listedOptions } from "../listed-options";
import { sample } from "../samples/rke2";
import { rke2 } from "./cluster";
import { blockRows } from "./options/block";
import { commonRows } from "./options/common";
import { configRows } from "./options/config";
import { nodeRows } from "./options/nodes";
import { dataOf } from "./graph";

const rows = [...blockRows, ...nodeRows, ...configRows, ...commonRows];

const isRefused = (option: string): boolean =>
  sample.unsupportedInputs.some((input) => option === input || option.startsWith(`${input}.`));

describe("each option of a cluster of RKE2 changes exactly the listed resources", () => {
  for (const { option, args, than = {}, expected, data } of rows) {
    it(option, async () => {
      const [before, after] = [await rke2(than), await rke2(args)];
      assert.deepEqual(changes(before, after), [...expected].sort());
      for (const [name, wanted] of Object.entries(data ?? {})) {
        const found = dataOf(after, name);
        for (const [key, text] of Object.entries(wanted)) {
          const lines = (found[key] ?? assert.fail(`no ${key}`)).split("\n");
          assert.ok(lines.includes(text), `${key} of ${name} has no line ${text}, but ${lines.join(" | ")}`);
        }
      }
    });
  }

  it("and every option of the schema is tested, or refused", () => {
    const told = rows.map(({ option }) => option.replace(/ .*/, ""));
    assert.deepEqual(
      listedOptions("rke2").filter((option) => !told.includes(option) && !isRefused(option)),
      [],
    );
  });
});
