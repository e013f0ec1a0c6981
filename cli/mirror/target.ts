import path from "node:path";
import { imageRegistryProblems } from "../../components/shared/image-reference";
import { UsageError } from "../user-error";

/** Where the command line says that a mirror is. */
export type Target = FolderTarget | RegistryTarget;

/** A folder on this machine. */
export interface FolderTarget {
  readonly kind: "folder";
  /** An absolute path. */
  readonly folder: string;
}

/** A registry, with the path below which everything is. */
export interface RegistryTarget {
  readonly kind: "registry";
  /** `registry.example.org/ml`, without a slash at its end. */
  readonly registry: string;
}

/** Reads `--to` or `--from`. */
export function targetOf(flag: string, text: string): Target {
  if (/^(\/|\.\.?(\/|$))/.test(text)) return { kind: "folder", folder: path.resolve(text) };
  if (!/^oci:\/\//i.test(text)) {
    throw new UsageError(`${flag} takes oci://<registry>/<path>, or a folder that starts with ./ or /.`);
  }
  // Everybody on this machine can read command lines, and a password would be in logs of tools.
  if (/@|\?|#/.test(text)) {
    throw new UsageError(
      `${flag} must not contain a user name, a password or a query. Log in with helm registry login and skopeo login.`,
    );
  }
  const registry = text.replace(/^oci:\/\//i, "").replace(/\/+$/, "");
  const [problem] = imageRegistryProblems(flag, registry);
  if (problem !== undefined) throw new UsageError(`${flag}: ${problem.reason}`);
  return { kind: "registry", registry };
}

/** How programs are told to use a mirror that is complete. */
export function adviceFor(to: Target): string {
  if (to.kind === "folder") {
    return [
      "Programs take the charts from it with this config, components with the input of the same name:",
      `  pulumi config set mirror ${to.folder}`,
      "A cluster pulls images from a registry only. This fills one from the folder, also on another machine:",
      `  mlplatform mirror --from ${to.folder} --to oci://…`,
    ].join("\n");
  }
  return [
    "Programs use it with this config, components with the inputs of the same names:",
    `  pulumi config set mirror oci://${to.registry}`,
    `  pulumi config set imageRegistry ${to.registry}`,
  ].join("\n");
}
