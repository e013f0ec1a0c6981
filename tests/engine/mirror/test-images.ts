import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** The media types of images: those of Docker, which most public images still have, and those of OCI. */
const TYPES = {
  docker: {
    list: "application/vnd.docker.distribution.manifest.list.v2+json",
    manifest: "application/vnd.docker.distribution.manifest.v2+json",
    config: "application/vnd.docker.container.image.v1+json",
    layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
  },
  oci: {
    list: "application/vnd.oci.image.index.v1+json",
    manifest: "application/vnd.oci.image.manifest.v1+json",
    config: "application/vnd.oci.image.config.v1+json",
    layer: "application/vnd.oci.image.layer.v1.tar+gzip",
  },
} as const;

/** What an image is like. */
export interface ImageForm {
  /** What its only file says, so that images differ. */
  readonly text: string;
  /** Without a list if there is only one. @default amd64 */
  readonly architectures?: readonly string[];
  /** @default docker */
  readonly types?: keyof typeof TYPES;
}

/** Writes an image into a folder, as Skopeo's `dir:` transport has it, and returns its digest. */
export async function writeImage(folder: string, form: ImageForm): Promise<string> {
  const { text, architectures = ["amd64"], types = "docker" } = form;
  const type = TYPES[types];
  await mkdir(folder, { recursive: true });
  const put = async (content: string | Buffer, mediaType: string, ending = "") => {
    const digest = sha256(content);
    await writeFile(join(folder, digest.slice("sha256:".length) + ending), content);
    return { mediaType, digest, size: Buffer.byteLength(content) };
  };
  const manifests = [];
  for (const architecture of architectures) {
    const archive = tarOf("text", `${text} for ${architecture}`);
    const diffs = { type: "layers", diff_ids: [sha256(archive)] };
    const layer = await put(gzipSync(archive), type.layer);
    const config = await put(JSON.stringify({ architecture, os: "linux", config: {}, rootfs: diffs }), type.config);
    const manifest = JSON.stringify({ schemaVersion: 2, mediaType: type.manifest, config, layers: [layer] });
    const platform = { architecture, os: "linux" };
    manifests.push({ manifest, entry: { ...(await put(manifest, type.manifest, ".manifest.json")), platform } });
  }
  const [only, ...others] = manifests;
  const list = { schemaVersion: 2, mediaType: type.list, manifests: manifests.map(({ entry }) => entry) };
  const top = only !== undefined && others.length === 0 ? only.manifest : JSON.stringify(list);
  await writeFile(join(folder, "manifest.json"), top);
  await writeFile(join(folder, "version"), "Directory Transport Version: 1.1\n");
  return sha256(top);
}

const sha256 = (content: string | Buffer): string => `sha256:${createHash("sha256").update(content).digest("hex")}`;

/** A tar archive with one file (POSIX ustar). */
function tarOf(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write("00000000000\0", 136);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}
