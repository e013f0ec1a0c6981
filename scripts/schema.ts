/** Generates schema.json, the Pulumi package schema of our components: `npm run schema`. With `--check` it only compares. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { root, writeOrCompare } from "./generated";
import { componentSchema } from "./component-schema";

async function main(): Promise<void> {
  const { version, description } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as {
    version: string;
    description: string;
  };
  const identity = { name: "mlplatform", version, description };
  const content = componentSchema(resolve(root, "components/index.ts"), resolve(root, "tsconfig.json"), identity);
  await writeOrCompare([{ file: "schema.json", content }], "npm run schema");
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
