import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { contractNames, readContract, readCrds } from "./contract";
import { describeWithContracts } from "./contracts-dir";
import { schemaProblems } from "./schema-problems";
import { unknownKeys } from "./unknown-keys";
import { at, isRecord } from "./value-path";

describeWithContracts("the contract of", (dir) => {
  const contracts = contractNames().map((name) => readContract(name, dir));

  it("at least the three Istio charts is there", () => {
    assert.deepEqual(
      contracts.map(({ name }) => name).filter((name) => name.startsWith("istio")),
      ["istio-base", "istio-gateway", "istiod"],
    );
  });

  for (const { name, file, values, schema, crdPaths, exceptions, valuesPath } of contracts) {
    const defaults = isRecord(values._internal_defaults_do_not_set) ? values._internal_defaults_do_not_set : values;

    describe(name, () => {
      it("has defaults that pass its own checks", () => {
        assert.notEqual(Object.keys(defaults).length, 0);
        assert.deepEqual(unknownKeys(defaults, values, exceptions), []);
        if (schema) assert.deepEqual(schemaProblems({}, values, schema), []);
      });

      it("refuses a key that the chart does not have", () => {
        assert.deepEqual(unknownKeys({ noSuchKey: 1 }, values, exceptions), ["noSuchKey"]);
      });

      for (const { path, why } of file.extraKeys ?? []) {
        it(`excepts ${path} because values.yaml does not have it`, () => {
          assert.equal(at(defaults, ...path.split(".")), undefined, "values.yaml has it by now: drop the exception");
          assert.notEqual(why, "");
          const comment = new RegExp(`^ *# *${path.split(".").at(-1) ?? ""}:`, "m");
          const claimsComment = why.includes("as a comment");
          assert.equal(comment.test(readFileSync(valuesPath, "utf8")), claimsComment, why);
        });
      }

      for (const { path, why } of file.freeForm ?? []) {
        it(`leaves ${path} free because values.yaml has only some of it`, () => {
          const known = at(defaults, ...path.split("."));
          assert.ok(
            isRecord(known) && Object.keys(known).length > 0,
            "an empty map is free anyway: drop the exception",
          );
          assert.notEqual(why, "");
        });
      }

      if (crdPaths.length > 0) {
        it("has CRDs that declare a schema for every version they serve", () => {
          const served = readCrds(crdPaths).flatMap(({ spec }) =>
            spec.versions
              .filter((one) => one.served)
              .map((one) => [spec.names.kind, one.name, !!one.schema?.openAPIV3Schema]),
          );
          assert.notEqual(served.length, 0);
          assert.deepEqual(
            served.filter(([, , hasSchema]) => !hasSchema),
            [],
          );
        });
      }
    });
  }

  it("istiod is of the version whose images it runs", () => {
    const istiod = readContract("istiod", dir);
    assert.equal(at(istiod.values, "_internal_defaults_do_not_set", "global", "tag"), istiod.pin.version);
  });
});
