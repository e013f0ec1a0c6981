import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as api from "../../../../components";
import { componentChecks } from "../../../../cli/verify/checks";

const root = path.resolve(__dirname, "../../../..");

/** Components without checks, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  Route: "what is behind a route is not known",
};

describe("the folder of checks", () => {
  const files = readdirSync(path.join(root, "cli/verify/checks")).map((file) => path.basename(file, ".ts"));
  const types = componentChecks().map(({ type }) => type);

  it("has a file for each component, which has its name", () => {
    const named = types.map((type) => type.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase());
    assert.deepEqual(files, named);
    for (const name of files) assert.ok(readdirSync(path.join(root, "components")).includes(name), name);
  });

  it("has checks for every component of the package, but for those that say why not", () => {
    const components = Object.entries(api)
      .filter(([, value]) => typeof value === "function" && value.prototype instanceof pulumi.ComponentResource)
      .map(([name]) => name);
    assert.ok(components.includes("JupyterHub"));
    assert.deepEqual([...types, ...Object.keys(WITHOUT)].sort(), components.sort());
  });
});
