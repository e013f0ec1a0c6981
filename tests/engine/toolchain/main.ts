import { wholeToolchain } from ".";
import { chromiumFolder, noBrowser } from "../browser/chromium";
import { hubPython } from "../jupyterhub/hub";
import { goPlatform } from "../languages/go-platform";
import { mlServerPython, wrapperPython } from "../model-server/servers";
import { newestPackages } from "../package/newest-packages";
import { python } from "../python/python";

// `node --import tsx tests/engine/toolchain/main.ts`: builds what is missing, so that no test has to wait for it.
wholeToolchain()
  .then(newestPackages)
  .then(python)
  .then(goPlatform)
  .then(hubPython)
  .then(mlServerPython)
  .then(wrapperPython)
  .then(() => (noBrowser === undefined ? chromiumFolder() : undefined))
  .then(() => {
    console.log("toolchain: all tools present");
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
