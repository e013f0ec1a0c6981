import { toolchain } from ".";

// `node --import tsx tests/engine/toolchain/main.ts`: builds what is missing, so that no test has to wait for it.
toolchain()
  .then((tools) => {
    console.log(`toolchain: all ${Object.keys(tools).length} tools present`);
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
