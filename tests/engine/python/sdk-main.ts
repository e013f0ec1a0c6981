import { resolve } from "node:path";
import { generateSdk } from "./sdk";

// `node --import tsx tests/engine/python/sdk-main.ts [folder]`: the Python package of schema.json, to install with pip.
const folder = resolve(process.argv[2] ?? resolve(__dirname, "../../../.toolchain/sdk/python"));
generateSdk(folder)
  .then(() => {
    console.log(`python: pip install ${folder}`);
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
