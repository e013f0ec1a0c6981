/** Generates docs/reference.md, and the tables of README.md and docs/versions.md: `npm run docs`. With `--check` it only compares. */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { docProblems } from "./docs/problems";
import { publicApi } from "./docs/public-api";
import { readmeTables, withTables } from "./docs/readme-tables";
import { reference } from "./docs/reference";
import { root, writeOrCompare } from "./generated";

async function main(): Promise<void> {
  const api = publicApi(resolve(root, "components/index.ts"), resolve(root, "tsconfig.json"), root);
  const problems = docProblems(api, "mlplatform");
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exitCode = 1;
  }
  const withOwnTables = ["README.md", "docs/versions.md"].filter((file) => existsSync(resolve(root, file)));
  await writeOrCompare(
    [
      { file: "docs/reference.md", content: reference(api) },
      ...withOwnTables.map((file) => ({
        file,
        content: withTables(readFileSync(resolve(root, file), "utf8"), readmeTables(api), file),
      })),
    ],
    "npm run docs",
  );
}

void main();
