/**
 * Runs `mlplatform` with these arguments, and prints what this loaded, in a line below its output: packages, the server of providers in
 * Pulumi's SDK, and `policy/rules` of its own.
 */
import "../../../cli/postponed-modules";
import path from "node:path";
import { isProxy } from "node:util/types";
import { main } from "../../../cli/main";

const SDK = "@pulumi/pulumi";
const OWN = path.resolve(__dirname, "../../..").split(path.sep).join("/");

void main(process.argv.slice(2)).then(() => {
  // A proxy stands for a module that was not used.
  const used = Object.keys(require.cache).filter((file) => !isProxy(require.cache[file]?.exports));
  const files = used.map((file) => file.split(path.sep).join("/"));
  const names = files.flatMap((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  const rules = files.some((file) => file.startsWith(`${OWN}/policy/rules/`)) ? ["policy/rules"] : [];
  const server = files.some((file) => file.endsWith("/@pulumi/pulumi/provider/server.js")) ? [`${SDK}/provider`] : [];
  process.stdout.write(JSON.stringify([...new Set([...names, ...server, ...rules])].sort()));
});
