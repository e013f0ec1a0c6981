import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { digestOfFile } from "./digest";
import { copyFailure } from "./failure";
import { pullChart, pushChart } from "./helm";
import { placeText, type LockedImage } from "./lock-file";
import type { Place } from "./place";
import { copyImage, manifestDigest } from "./skopeo";
import type { Tools } from "./tools";

/**
 * A mirror in a registry: each chart and each image in a repository of its own. A registry takes a manifest only if it has all
 * that the manifest names (OCI Distribution Specification 1.1, "Pushing Manifests"), so an image whose manifest is there is whole.
 *
 * @param registry `registry.example.org/ml`
 * @param work a folder for downloads
 */
export function registryPlace(registry: string, tools: Tools, work: string): Place {
  const root = `oci://${registry}`;
  const imageName = (image: LockedImage) => `docker://${registry}/${placeText(image)}`;
  return {
    name: root,
    prepare: () => Promise.resolve(),
    chartDigest: async ({ chart, version, path: repository }) => {
      const folder = await mkdtemp(path.join(work, "read-"));
      try {
        const parent = path.posix.dirname(repository);
        const source = parent === "." ? root : `${root}/${parent}`;
        return await ifThere(async () => digestOfFile(await pullChart(tools, { chart, version, source }, folder)));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    imageDigest: (image) => ifThere(() => manifestDigest(tools, imageName(image))),
    putChart: ({ path: repository }, file) => pushChart(tools, file, root, repository),
    putImage: (image, from) => copyImage(tools, from, imageName(image)),
  };
}

/**
 * Reads something. Some registries refuse to read a repository that they do not have yet; if it is really forbidden, the copy
 * fails for that.
 */
async function ifThere(read: () => Promise<string>): Promise<string | undefined> {
  try {
    return await read();
  } catch (error) {
    const { why } = copyFailure(error);
    if (why === "missing" || why === "permission") return undefined;
    throw error;
  }
}
