import * as assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { inCi, locateContracts } from "../../contracts/contracts-dir";

describe("locateContracts", () => {
  let root: string;
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "contracts-dir-"));
    mkdirSync(path.join(root, "shared/contracts"), { recursive: true });
    mkdirSync(path.join(root, "repository"));
  });
  after(() => {
    rmSync(root, { recursive: true });
  });

  it("looks beside the repository by default", () => {
    assert.deepEqual(locateContracts({}, path.join(root, "repository")), { dir: path.join(root, "shared/contracts") });
  });

  it("takes CONTRACTS_DIR, also relative to the repository", () => {
    assert.deepEqual(locateContracts({ CONTRACTS_DIR: root }, "/nowhere"), { dir: root });
    assert.deepEqual(locateContracts({ CONTRACTS_DIR: "repository" }, root), { dir: path.join(root, "repository") });
  });

  it("says where it looked and what to set", () => {
    const advice = "Set CONTRACTS_DIR to the folder that holds istio/, cert-manager/ and the other charts' data.";
    assert.deepEqual(locateContracts({}, "/nowhere/repository"), {
      absent: `no contract data at /nowhere/shared/contracts, and CONTRACTS_DIR is not set. ${advice}`,
    });
    assert.deepEqual(locateContracts({ CONTRACTS_DIR: "/nowhere" }, root), {
      absent: `no contract data at /nowhere, which CONTRACTS_DIR names. ${advice}`,
    });
  });
});

describe("inCi", () => {
  const rows: [value: string | undefined, expected: boolean][] = [
    [undefined, false],
    ["", false],
    ["0", false],
    ["false", false],
    ["1", true],
    ["true", true],
  ];
  for (const [value, expected] of rows) {
    it(`is ${String(expected)} for CI=${value ?? "(unset)"}`, () => {
      assert.equal(inCi(value === undefined ? {} : { CI: value }), expected);
    });
  }
});
