import assert from "node:assert/strict";
import { changes } from "../changes";
import { listedOptions } from "../listed-options";
import { cluster } from "./aks";
import { blockRows } from "./options/block";
import { commonRows } from "./options/common";
import { poolRows } from "./options/pools";

const rows = [...blockRows, ...commonRows, ...poolRows];

describe("each option of a cluster on AKS changes exactly the listed resources", () => {
  for (const { option, args, than = {}, expected } of rows) {
    it(option, async () => {
      assert.deepEqual(changes(await cluster(than), await cluster(args)), expected);
    });
  }

  it("azure.location: every resource that has a region", async () => {
    const found = changes(await cluster(), await cluster({ azure: { location: "North Europe" } }));
    const moved = found.filter((line) => line.endsWith(": location")).map((line) => line.split(" ")[1]);
    const kinds = ["ManagedCluster", "NatGateway", "PublicIPAddress", "ResourceGroup", "UserAssignedIdentity"];
    assert.deepEqual([...new Set(moved)], [...kinds, "VirtualNetwork", "Workspace"]);
  });

  it("and every option of the schema is tested, except the one that AKS does not have", () => {
    const told = rows.map(({ option }) => option.replace(/ .*/, ""));
    assert.deepEqual(
      listedOptions("azure").filter((option) => !told.includes(option)),
      ["azure.location", "nodePools.*.instanceTypes"],
    );
  });
});
