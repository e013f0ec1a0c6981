// @ts-check
"use strict";

/*
 * Prints the kubeconfig of a cluster, and nothing of it unless all went well: an error of the command shows what it printed. Its text is
 * part of the state (index.ts).
 */
const { spawnSync } = require("node:child_process");

const name = process.env["MLPLATFORM_K3D_CLUSTER"] ?? "";
const { error, status, stdout, stderr } = spawnSync("k3d", ["kubeconfig", "get", name], { encoding: "utf8" });
if (error !== undefined || status !== 0 || !/^clusters:/m.test(stdout)) {
  process.stderr.write(`k3d has no kubeconfig of the cluster: ${error?.message ?? stderr}\n`);
  process.exitCode = 1;
} else {
  // k3d writes 0.0.0.0 for an API server that answers at every address, which is no address to connect to.
  const reachable = stdout.replace(/(?<=server: ["']?https:\/\/)0\.0\.0\.0(?=:)/g, "127.0.0.1");
  process.stdout.write(reachable.replace(/^---\n/, ""));
}
