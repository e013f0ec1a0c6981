/** Plans a program in a process of its own, and prints the packages that this loaded. */
import path from "node:path";
import { planProgram } from "../../../cli/plan/plan-program";

const [, , program = ""] = process.argv;

void planProgram({ cwd: path.resolve(__dirname, "../../.."), program, settings: [] }).then(() => {
  const files = Object.keys(require.cache).map((file) => file.split(path.sep).join("/"));
  const names = files.flatMap((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  process.stdout.write(JSON.stringify([...new Set(names)].sort()));
});
