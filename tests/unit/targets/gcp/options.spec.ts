import assert from "node:assert/strict";
import { changes } from "../changes";
import { listedOptions } from "../listed-options";
import { gke } from "./gke";
import { blockRows } from "./options/block";
import { commonRows } from "./options/common";
import { poolRows } from "./options/pools";

const rows = [...blockRows, ...commonRows, ...poolRows];

/** Inputs that the target refuses: `refusals/common.spec.ts`. */
const REFUSED = [
  "logRetentionDays",
  "charts.*.version",
  "charts.*.mirror",
  "charts.*.values.*",
  "mirror",
  "imageRegistry",
];
const REFUSED_OF_POOLS = ["nodePools.*.instanceTypes", "nodePools.*.perZone"];

describe("each option of a cluster on GKE changes exactly the listed resources", () => {
  for (const { option, args, than = {}, expected } of rows) {
    it(option, async () => {
      assert.deepEqual(changes(await gke(than), await gke(args)), expected);
    });
  }

  it("and every option of the schema is tested", () => {
    const told = [...rows.map(({ option }) => option.replace(/ .*/, "")), ...REFUSED, ...REFUSED_OF_POOLS];
    assert.deepEqual(
      listedOptions("gcp").filter((option) => !told.includes(option)),
      [],
    );
  });
});
