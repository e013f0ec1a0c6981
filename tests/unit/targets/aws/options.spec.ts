import assert from "node:assert/strict";
import { changes } from "../changes";
import { eks, existingNetwork } from "./eks";
import { blockRows } from "./options/block";
import { commonRows } from "./options/common";
import { listedOptions } from "../listed-options";
import { poolRows } from "./options/pools";
import type { Row } from "../option-row";

const rows = [...blockRows, ...commonRows, ...poolRows];

/** Where the network does not matter it exists already, which is half the resources. */
const within = ({ aws = { existingNetwork }, ...common }: Row["args"]): Row["args"] => ({ aws, ...common });

describe("each option of a cluster on AWS changes exactly the listed resources", () => {
  for (const { option, args, than, expected } of rows) {
    it(option, async () => {
      const before = than ?? (args.aws === undefined ? {} : { aws: {} });
      assert.deepEqual(changes(await eks(within(before)), await eks(within(args))), expected);
    });
  }

  it("and every option of the schema is tested", () => {
    const told = rows.map(({ option }) => option.replace(/ .*/, ""));
    assert.deepEqual(
      listedOptions("aws").filter((option) => !told.includes(option)),
      ["tags"],
    );
  });
});
