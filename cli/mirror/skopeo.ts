import { digestOf } from "./digest";
import type { Tools } from "./tools";

/** How long it may take to ask for a manifest, in seconds. */
const SECONDS_TO_ASK = 120;

/** The digest of the manifest of an image, computed from what is there now. */
export const manifestDigest = async (tools: Tools, image: string): Promise<string> =>
  digestOf(await tools.run("skopeo", ["inspect", "--raw", image], { seconds: SECONDS_TO_ASK }));

/** Copies an image with all its platforms, byte for byte. */
export async function copyImage(tools: Tools, from: string, to: string): Promise<void> {
  await tools.run("skopeo", ["copy", "--quiet", "--all", "--preserve-digests", from, to]);
}
