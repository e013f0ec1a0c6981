import assert from "node:assert/strict";
import { changes } from "../changes";
import { listedOptions } from "../listed-options";
import { sample } from "../samples/k3d";
import { k3d } from "./cluster";
import { blockRows } from "./options/block";
import { commonRows } from "./options/common";

const rows = [...blockRows, ...commonRows];

const isRefused = (option: string): boolean =>
  sample.unsupportedInputs.some((input) => option === input || option.startsWith(`${input}.`));

describe("each option of a cluster of k3d changes exactly the listed resources", () => {
  for (const { option, args, than = {}, expected } of rows) {
    it(option, async () => {
      assert.deepEqual(changes(await k3d(than), await k3d(args)), expected);
    });
  }

  it("and every option of the schema is tested, or refused", () => {
    const told = rows.map(({ option }) => option.replace(/ .*/, ""));
    assert.deepEqual(
      listedOptions("k3d").filter((option) => !told.includes(option) && !isRefused(option)),
      [],
    );
  });
});
