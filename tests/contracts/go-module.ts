import { execFile, execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";

/** Why no Go module can be fetched on this machine; undefined where one can. */
export const goAbsent = ((): string | undefined => {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return undefined;
  } catch {
    return "there is no go command here";
  }
})();

/** The folder of a Go module in the module cache. It is fetched from the module proxy if it is not there. */
export async function goModuleFolder(module: string, version: string): Promise<string> {
  // The user's flags and workspace must not change what is fetched.
  const env = { ...process.env, GOFLAGS: "", GOWORK: "off" };
  const options = { cwd: tmpdir(), env, maxBuffer: 16 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)("go", ["mod", "download", "-json", `${module}@${version}`], options);
  return (JSON.parse(stdout) as { Dir: string }).Dir;
}
