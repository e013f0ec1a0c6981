import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** The version of this package, from the source tree as well as from dist/. */
export function version(): string {
  for (let dir = __dirname; ; dir = path.dirname(dir)) {
    const manifest = path.join(dir, "package.json");
    if (existsSync(manifest)) return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
  }
}
