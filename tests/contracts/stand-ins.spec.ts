import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { packageCharts } from "./charts/assemble";
import { readContract } from "./contract";
import { describeStandIns } from "./stand-ins";

describeStandIns("every stand-in", ({ contractsDir, folder, helm, charts }) => {
  it("bears the pinned name and version", () => {
    assert.notEqual(charts().length, 0);
    for (const { name, dir } of charts()) {
      const { pin } = readContract(name, contractsDir);
      const { name: called, version } = parse(readFileSync(path.join(dir, "Chart.yaml"), "utf8")) as Record<
        string,
        string
      >;
      assert.deepEqual([called, version], [pin.chart, pin.version]);
    }
  });

  it("has the real chart's values and schema, to the byte, and its CRDs", () => {
    for (const { name, dir } of charts()) {
      const { valuesPath, schemaPath, crdPaths, file } = readContract(name, contractsDir);
      assert.deepEqual(readFileSync(path.join(dir, "values.yaml")), readFileSync(valuesPath));
      const has = readdirSync(dir);
      assert.equal(has.includes("values.schema.json"), schemaPath !== undefined);
      if (schemaPath) assert.deepEqual(readFileSync(path.join(dir, "values.schema.json")), readFileSync(schemaPath));
      if (crdPaths.length === 0) continue;
      const crds = readdirSync(path.join(dir, file.crds?.as === "crds-folder" ? "crds" : "files/crds"));
      assert.deepEqual(crds.sort(), crdPaths.map((crd) => path.basename(crd)).sort());
    }
  });

  it("passes `helm lint` and `helm package`", async () => {
    for (const { dir, version } of charts()) {
      const warnings = execFileSync(helm(), ["lint", dir], { encoding: "utf8" }).match(/(?<=\[WARNING\] ).*/g) ?? [];
      // A version such as v1.21.1 is the real chart's own.
      const own = `Chart.yaml: version '${version}' is not a valid SemVerV2`;
      assert.deepEqual(warnings, version.startsWith("v") ? [own] : []);
    }
    const packages = path.join(folder(), "packages");
    await packageCharts(charts(), helm(), packages);
    const expected = charts().map(({ chart, version }) => `${chart}-${version}.tgz`);
    assert.deepEqual(readdirSync(packages).sort(), expected.sort());
  });
});
