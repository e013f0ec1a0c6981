import { wholeToolchain } from ".";
import { hubPython } from "../jupyterhub/hub";
import { mlServerPython, wrapperPython } from "../model-server/servers";
import { python } from "../python/python";

// `node --import tsx tests/engine/toolchain/main.ts`: builds what is missing, so that no test has to wait for it.
wholeToolchain()
  .then(python)
  .then(hubPython)
  .then(mlServerPython)
  .then(wrapperPython)
  .then(() => {
    console.log("toolchain: all tools present");
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
