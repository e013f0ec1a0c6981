import { kubernetesMoves } from "../../shared/version-moves";
import type { TargetOperations } from "../operations";
import { guardrails } from "./guardrails";

const NEVER_BACK =
  "A server cannot read what a newer one has written, and an agent is never newer than its servers. Restore a snapshot of etcd instead.";

/** What is known about RKE2 without the SDK of its commands. */
export const operations: TargetOperations = {
  clusterTypes: /^command:remote:Command$/,
  clusterInput: { name: "create", start: "# start the RKE2 server" },
  // Each script looks for what an interrupted one left, and goes on with it.
  repeatedTypes: ["command:local:Command", "command:remote:Command", "command:remote:CopyToRemote"],
  // The scripts on the machines refuse the same, but only when some nodes may be drained or upgraded already.
  machineVersions: {
    ending: "-upgrade",
    input: "update",
    form: /^# upgrade RKE2 on (?<machine>.+)\n.* upgrade (?<version>\S+)/,
    moves: { product: "RKE2", refused: { ...kubernetesMoves.refused, back: NEVER_BACK, "patch back": NEVER_BACK } },
  },
  planDetails: { "command:remote:Command": ["{create}"] },
  get guardrails() {
    return guardrails;
  },
};
