import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { parseDocument } from "yaml";

/** Reads a kubeconfig given as text or as the path of a file, `~` included, as `kubernetes:config:kubeconfig` allows. */
export function parseKubeconfig(pathOrText: string): KubeConfig {
  const path = pathOrText.replace(/^~(?=$|\/)/, homedir());
  const isFile = !path.includes("\n") && existsSync(path) && statSync(path).isFile();
  const text = isFile ? readFileSync(path, "utf8") : pathOrText;
  refuseNonsense(text);
  const kubeconfig = new KubeConfig();
  kubeconfig.loadFromString(text);
  if (isFile) kubeconfig.makePathsAbsolute(dirname(path));
  return kubeconfig;
}

/** Text as go-yaml puts it: users search for "yaml: line N". */
function refuseNonsense(text: string): void {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line ?? 1;
    throw new Error(`yaml: line ${line}: ${error.message.split("\n")[0] ?? ""}`);
  }
  const content: unknown = document.toJS();
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new Error("couldn't get version/kind; json parse error: json: cannot unmarshal a value that is no object");
  }
}

/** Runs something with the kubeconfig as a file that only this user can read, for `helm`, which takes no text. */
export async function withKubeconfigFile<T>(kubeconfig: KubeConfig, run: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "mlplatform-kubeconfig-"));
  try {
    const path = join(folder, "kubeconfig");
    await writeFile(path, kubeconfig.exportConfig(), { mode: 0o600 });
    return await run(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
