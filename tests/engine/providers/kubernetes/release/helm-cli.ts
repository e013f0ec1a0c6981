import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "../session";
import { withKubeconfigFile } from "../kubeconfig";

/** Helm refused or failed; the text is that of the Helm 3 library inside the real provider. */
export class HelmError extends Error {
  constructor(stderr: string) {
    super(asLibrary(stderr));
    this.name = "HelmError";
  }
}

/** The program puts a heading before the library's text, and Helm 4 has new words for some things. */
function asLibrary(stderr: string): string {
  const at = stderr.lastIndexOf("Error: ");
  return stderr
    .slice(at === -1 ? 0 : at + "Error: ".length)
    .replace(/^(INSTALLATION|UPGRADE) FAILED: /, "")
    .replace("release name check failed: cannot reuse", "cannot re-use")
    .replace("due to rollback-on-failure being set", "due to atomic being set")
    .trim();
}

/** What a run of helm needs besides its arguments. */
export interface HelmRun {
  args: string[];
  /** What helm reads from standard input: values or a password, which must not show in the list of processes. */
  input?: string;
  /** Variables that point helm at files of its own. */
  env?: Record<string, string>;
}

/** Runs helm against the provider's cluster; its kubeconfig exists as a file only meanwhile. */
export async function helmInCluster(session: Session, run: HelmRun): Promise<string> {
  const { cluster } = session;
  if (!cluster) throw new Error(session.unreachable);
  return withKubeconfigFile(cluster.kubeconfig, (path) =>
    helm(session, { ...run, args: [...run.args, "--kubeconfig", path] }),
  );
}

/** Runs helm and returns what it prints. An interrupt ends it, as it ends the library. */
export function helm(session: Pick<Session, "helm" | "signal">, run: HelmRun): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(session.helm, run.args, { env: { ...ambient(), ...run.env }, stdio: "pipe" });
    const interrupt = () => child.kill("SIGTERM");
    session.signal.addEventListener("abort", interrupt);
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      session.signal.removeEventListener("abort", interrupt);
      if (code === 0) resolve(Buffer.concat(output).toString());
      else reject(new HelmError(Buffer.concat(errors).toString()));
    });
    // Helm may end without reading its input; that is no error of ours.
    child.stdin.on("error", () => undefined);
    child.stdin.end(run.input ?? "");
  });
}

/** The user's own Helm settings must not decide a test: no ambient namespace, context, repositories or plugins. */
function ambient(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(HELM_|KUBECONFIG$)/.test(name));
  const home = join(tmpdir(), "mlplatform-helm");
  return { ...Object.fromEntries(entries), HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
}
