/** What the program does. It is the text of the command, which an error shows. */
export const READ_KUBECONFIG = "read the kubeconfig of the k3d cluster";

/**
 * Prints the kubeconfig of a cluster, and nothing of it unless all went well: an error of the command shows what it printed. k3d writes
 * 0.0.0.0 for an API server that answers at every address, which is no address to connect to.
 */
export const KUBECONFIG_PROGRAM = String.raw`
"use strict";
const { spawnSync } = require("node:child_process");
const { error, status, stdout, stderr } = spawnSync("k3d", ["kubeconfig", "get", process.env.MLPLATFORM_K3D_CLUSTER], { encoding: "utf8" });
if (error || status !== 0 || !/^clusters:/m.test(stdout)) {
  process.stderr.write("k3d has no kubeconfig of the cluster: " + (error ? error.message : stderr) + "\n");
  process.exitCode = 1;
} else {
  process.stdout.write(stdout.replace(/^---\n/, "").replace(/(server: ["']?https:\/\/)0\.0\.0\.0(?=:)/g, (_, before) => before + "127.0.0.1"));
}
`;
