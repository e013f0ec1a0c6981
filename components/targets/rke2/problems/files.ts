import { readdirSync } from "node:fs";
import path from "node:path";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { shownPath } from "../../../shared/shown";
import { Rke2Cni, type Rke2ClusterArgs } from "../args";
import * as formats from "../formats";
import { readLocalFile, withHome } from "../local-file";

/** Files of this machine that an input names. */
export const fileProblems = (block: Rke2ClusterArgs): Problem[] => [
  ...keyFileProblems("rke2", block.sshKeyPath),
  ...(block.nodes ?? []).flatMap(({ sshKeyPath }, index) =>
    keyFileProblems(`rke2.nodes[${String(index)}]`, sshKeyPath),
  ),
  ...keyFileProblems("rke2.bastion", block.bastion?.sshKeyPath),
  ...airGapProblems(block),
];

function keyFileProblems(at: string, file: string | undefined): Problem[] {
  if (file === undefined) return [];
  const path = `${at}.sshKeyPath`;
  const read = readLocalFile(file);
  if ("problem" in read) {
    return [{ path, reason: `${shownPath(file)} ${read.problem}. Name the file of a private key.` }];
  }
  const rule = formats.privateKey(read.text);
  return problemIf(rule !== undefined, path, `the file ${shownPath(file)} ${rule ?? ""}.`);
}

const ARCHITECTURES = ["amd64", "arm64"];
const WHERE = "Download them from https://github.com/rancher/rke2/releases, and install.sh from https://get.rke2.io.";

function airGapProblems({ airGapFolder: folder, cni = Rke2Cni.Canal }: Rke2ClusterArgs): Problem[] {
  if (folder === undefined) return [];
  const at = "rke2.airGapFolder";
  const wrong = (reason: string): Problem[] => [{ path: at, reason: `${shownPath(folder)} ${reason}` }];
  // The folder has this name on the machines too.
  if (/^\.*$/.test(path.basename(path.normalize(withHome(folder)))))
    return wrong("does not name a folder. Write the folder with its own name, such as ./rke2-files.");
  const found = filesIn(withHome(folder));
  if ("code" in found)
    return wrong(
      found.code === "ENOENT" || found.code === "ENOTDIR"
        ? "is not a folder of this machine. Write the folder with the files of RKE2."
        : `cannot be read (${found.code}). Write the folder with the files of RKE2.`,
    );
  const missing = ARCHITECTURES.map((arch) => missingFiles(found.files, arch, cni));
  const fewest = Math.min(...missing.map(({ length }) => length));
  const shortest = missing.find(({ length }) => length === fewest) ?? [];
  return problemIf(
    shortest.length > 0,
    at,
    `the folder has no ${shortest.join(", no ")}. ${WHERE} Machines of arm64 need the files of arm64.`,
  );
}

/**
 * What the script of RKE2 needs for machines of one architecture. It copies the images of a network plugin only beside the file with all
 * others, in which those of Canal are.
 */
function missingFiles(files: readonly string[], arch: string, cni: Rke2Cni): string[] {
  const archives = [
    `rke2-images.linux-${arch}`,
    ...(cni === Rke2Cni.Canal ? [] : [`rke2-images-${cni}.linux-${arch}`]),
  ];
  return [
    ...["install.sh", `sha256sum-${arch}.txt`, `rke2.linux-${arch}.tar.gz`].filter((name) => !files.includes(name)),
    ...archives
      .filter((name) => !files.includes(`${name}.tar.zst`) && !files.includes(`${name}.tar.gz`))
      .map((name) => `${name}.tar.zst`),
  ];
}

function filesIn(folder: string): { readonly files: readonly string[] } | { readonly code: string } {
  try {
    return { files: readdirSync(folder) };
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? "unknown error" };
  }
}
