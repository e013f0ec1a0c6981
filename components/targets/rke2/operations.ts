import type { TargetOperations } from "../operations";
import { guardrails } from "./guardrails";

/** What is known about RKE2 without the SDK of its commands. */
export const operations: TargetOperations = {
  clusterTypes: /^command:remote:Command$/,
  clusterInput: { name: "create", start: "# start the RKE2 server" },
  // Each script looks for what an interrupted one left, and goes on with it.
  repeatedTypes: ["command:local:Command", "command:remote:Command", "command:remote:CopyToRemote"],
  planDetails: { "command:remote:Command": ["{create}"] },
  guardrails,
};
