/**
 * Records what callers see of schema.json under its version, with which later schemas are compared: `npm run schema:record`, as part of
 * each release. A version that has been published is not recorded again.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root, writeOrCompare } from "./generated";
import { publicSchema, type PackageSpec } from "./schema-breaks";

const schema = publicSchema(JSON.parse(readFileSync(resolve(root, "schema.json"), "utf8")) as PackageSpec);
writeOrCompare(
  [{ file: `scripts/released/${schema.version}.json`, content: JSON.stringify(schema) }],
  "npm run schema:record",
).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
