/** Runs `mlplatform` with these arguments, and prints the packages that this loaded, in a line below its output. */
import "../../../cli/postponed-modules";
import path from "node:path";
import { isProxy } from "node:util/types";
import { main } from "../../../cli/main";

void main(process.argv.slice(2)).then(() => {
  // A proxy stands for a module that was not used.
  const used = Object.keys(require.cache).filter((file) => !isProxy(require.cache[file]?.exports));
  const files = used.map((file) => file.split(path.sep).join("/"));
  const names = files.flatMap((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  process.stdout.write(JSON.stringify([...new Set(names)].sort()));
});
