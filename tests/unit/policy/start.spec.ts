import assert from "node:assert/strict";
import Module from "node:module";
import { RunError } from "@pulumi/pulumi";

/** What `require` uses to find a module. */
const loader = Module as unknown as { _resolveFilename: (request: string, ...others: unknown[]) => string };

describe("the start of the policy pack", () => {
  const { _resolveFilename: find } = loader;
  afterEach(() => {
    loader._resolveFilename = find;
  });

  it("says what to install where the SDK of policies is missing", () => {
    loader._resolveFilename = (request, ...others) => {
      if (request !== "@pulumi/policy") return find.call(Module, request, ...others);
      throw Object.assign(new Error(`Cannot find module '${request}'`), { code: "MODULE_NOT_FOUND" });
    };
    assert.throws(
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      () => require("../../../policy/start") as object,
      (error) =>
        RunError.isInstance(error) &&
        error.message === "@pulumi/policy is not installed. Run npm install --save-dev @pulumi/policy.",
    );
  });
});
