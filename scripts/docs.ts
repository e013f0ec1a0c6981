/** Generates docs/reference.md and the tables of README.md: `npm run docs`. With `--check` it only compares. */
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
  const readme = resolve(root, "README.md");
  await writeOrCompare(
    [
      { file: "docs/reference.md", content: reference(api) },
      ...(existsSync(readme)
        ? [{ file: "README.md", content: withTables(readFileSync(readme, "utf8"), readmeTables(api)) }]
        : []),
    ],
    "npm run docs",
  );
}

void main();
