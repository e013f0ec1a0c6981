import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../../../../..");

/** Prints the problems of a cluster without the missing package. It runs in its own process, which loads all modules again. */
const program = (missing: string) => `
  const Module = require("node:module");
  const resolve = Module._resolveFilename;
  Module._resolveFilename = function (request, ...rest) {
    if (request === ${JSON.stringify(missing)} || request.startsWith(${JSON.stringify(`${missing}/`)})) {
      const message = "Cannot find module '" + request + "'\\nRequire stack:\\n- /somewhere/index.js";
      throw Object.assign(new Error(message), { code: "MODULE_NOT_FOUND", requireStack: [] });
    }
    return resolve.call(this, request, ...rest);
  };
  const { MlCluster } = require("./components");
  try {
    new MlCluster("ml", { aws: {}, logRetentionDays: 0 });
  } catch (error) {
    console.log(JSON.stringify(error.problems ?? String(error)));
  }`;

describe("an SDK of AWS that is not installed is reported", () => {
  for (const missing of ["@pulumi/aws", "@pulumi/eks"]) {
    it(`with the command that installs it: ${missing}`, () => {
      const printed = execFileSync(process.execPath, ["--import", "tsx", "--eval", program(missing)], {
        cwd: root,
        encoding: "utf8",
      });
      const problems = JSON.parse(printed) as { path: string; reason: string }[];
      assert.deepEqual(
        problems.map(({ path }) => path),
        ["logRetentionDays", "aws"],
      );
      assert.equal(problems[1]?.reason, `${missing} is not installed. Run npm install @pulumi/aws @pulumi/eks.`);
    });
  }
});
