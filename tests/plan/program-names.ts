import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const folder = path.resolve(__dirname, "../../programs");

/** The programs of the repository: the folders of programs/ with an index.ts, sorted. */
export const programNames: readonly string[] = readdirSync(folder)
  .filter((name) => existsSync(path.join(folder, name, "index.ts")))
  .sort();
