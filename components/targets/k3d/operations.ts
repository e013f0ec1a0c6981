import type { TargetOperations } from "../operations";
import { guardrails } from "./guardrails";

/** What is known about k3d without the SDK of its commands. */
export const operations: TargetOperations = {
  clusterTypes: /^command:local:Command$/,
  clusterInput: { name: "create", start: "create the k3d cluster" },
  // Volumes of local-path are folders in the containers of nodes.
  clusterTakesDisks: true,
  // The command looks for what an interrupted one left, and deletes it or goes on with it.
  repeatedTypes: ["command:local:Command"],
  planDetails: { "command:local:Command": ["{create}"] },
  get guardrails() {
    return guardrails;
  },
};
