/** Runs `mlplatform` with these arguments, and prints the packages that this loaded, in a line below its output. */
import path from "node:path";
import { main } from "../../../cli/main";

void main(process.argv.slice(2)).then(() => {
  const files = Object.keys(require.cache).map((file) => file.split(path.sep).join("/"));
  const names = files.flatMap((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  process.stdout.write(JSON.stringify([...new Set(names)].sort()));
});
