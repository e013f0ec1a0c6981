import type { CloudApi } from "../cloud-api";
import { azureModel, readLibraries } from "./model";
import { plantedErrors } from "./planted-errors";
import { aks } from "./requests/aks";
import { identityAndLogs } from "./requests/identity-and-logs";
import { network } from "./requests/network";
import { storage } from "./requests/storage";
import { samples } from "./samples";
import { versionProblems } from "./versions";

const mappings = { ...aks, ...identityAndLogs, ...network, ...storage };

export const cloud: CloudApi = {
  packages: ["azure-native"],
  mappings,
  model: async (suite) => azureModel(await readLibraries(suite)),
  samples,
  plantedErrors,
  reviews: [
    {
      title: "is described in the version of its API that the SDK uses",
      problems: async (_, suite) => versionProblems(mappings, await readLibraries(suite)),
    },
  ],
};
