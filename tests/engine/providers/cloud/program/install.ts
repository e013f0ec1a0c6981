import { mkdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { standInPlugin } from "../../plugin";
import type { Answer } from "./answer";

/** A program with which kubeconfigs log in, such as `aws`. The cloud decides what it prints. */
export interface LoginProgram {
  /** Its name on the PATH. */
  readonly name: string;
  /** What it prints for `--version`, for which it needs no cloud. */
  readonly version: string;
  /** The variables of its environment that decide who it is. */
  readonly variables: readonly string[];
  run(argv: string[], env: Readonly<Record<string, string>>): Answer;
}

/** Makes a folder for the PATH, in `folder`, that holds the program. Its launcher is made as those of plugins are. */
export async function installProgram(folder: string, { name, version, variables }: LoginProgram): Promise<string> {
  const { name: plugin, path } = standInPlugin(`program-${name}`, resolve(__dirname, "main.ts"), {
    MLPLATFORM_PROGRAM_NAME: name,
    MLPLATFORM_PROGRAM_VERSION: version,
    MLPLATFORM_PROGRAM_VARIABLES: variables.join(","),
  });
  const bin = join(folder, "bin");
  await mkdir(bin);
  await symlink(join(path, `pulumi-resource-${plugin}`), join(bin, name));
  return bin;
}
