import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { toolchain } from "../toolchain";

const execute = promisify(execFile);
const schema = resolve(__dirname, "../../../schema.json");

/** A language with an SDK, and the folder of its package in the SDK. */
export const LANGUAGES = { python: "pulumi_mlplatform", go: "mlplatform" } as const;

/** Writes the source of the package that goes with schema.json. */
export async function generateSdk(language: keyof typeof LANGUAGES, folder: string): Promise<void> {
  const { sdkgen } = await toolchain();
  // What an earlier schema had would stay importable.
  await rm(join(folder, LANGUAGES[language]), { recursive: true, force: true });
  await execute(sdkgen, [language, schema, folder]);
}

/** Installs the Python package below a folder, as pip does for somebody who uses it, and returns where it can be imported from. */
export async function installSdk(interpreter: string, folder: string): Promise<string> {
  const [source, target] = [join(folder, "source"), join(folder, "installed")];
  await generateSdk("python", source);
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index"];
  await execute(interpreter, [...install, "--no-build-isolation", "--use-pep517", "--target", target, source]);
  return target;
}
