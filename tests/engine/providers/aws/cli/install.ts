import { mkdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { standInPlugin } from "../../plugin";

/** Makes a folder for the PATH, in `folder`, that holds the program `aws`. Its launcher is made as those of plugins are. */
export async function installAwsCli(folder: string): Promise<string> {
  const { name, path } = standInPlugin("aws-cli", resolve(__dirname, "main.ts"), {});
  const bin = join(folder, "bin");
  await mkdir(bin);
  await symlink(join(path, `pulumi-resource-${name}`), join(bin, "aws"));
  return bin;
}
