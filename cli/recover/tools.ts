import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { UserError } from "../user-error";

/** Programs that reach into a cluster. */
export interface Tools {
  /** @default helm, from PATH */
  readonly helm?: string;
  /** @default kubectl, from PATH */
  readonly kubectl?: string;
}

/** How to reach a cluster: the inputs of a Kubernetes provider that say so. */
export interface Connection {
  /** The text of a kubeconfig, or the path of one. @default what kubectl would use by itself */
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** A tool that ran and failed; its message is what it said. */
export class ToolFailed extends Error {
  override readonly name = "ToolFailed";
}

/** A cluster, reached as the user's own tools reach it: with their login plugins, and no client library of ours. */
export class ClusterAccess {
  constructor(
    private readonly connection: Connection,
    private readonly tools: Tools,
  ) {}

  kubectl(args: readonly string[], input = ""): Promise<string> {
    const { kubectl = "kubectl" } = this.tools;
    return this.#run(kubectl, "kubectl", [...args, "--request-timeout=30s"], "--context", input);
  }

  helm(args: readonly string[]): Promise<string> {
    const { helm = "helm" } = this.tools;
    return this.#run(helm, "helm", args, "--kube-context", "");
  }

  async #run(program: string, name: ToolName, args: readonly string[], contextFlag: string, input: string) {
    const { kubeconfig, context } = this.connection;
    const chosen = context === undefined ? [] : [contextFlag, context];
    if (kubeconfig === undefined) return run(program, name, [...args, ...chosen], input);
    if (!isKubeconfig(kubeconfig)) return run(program, name, [...args, ...chosen, "--kubeconfig", kubeconfig], input);
    // As a file of our own: what stands in the arguments can be read by everyone on this computer.
    const folder = await mkdtemp(path.join(tmpdir(), "mlplatform-kubeconfig-"));
    try {
      const file = path.join(folder, "kubeconfig");
      await writeFile(file, kubeconfig, { mode: 0o600 });
      return await run(program, name, [...args, ...chosen, "--kubeconfig", file], input);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

/** The provider takes the text of a kubeconfig or a path; a path has no line breaks and no braces. */
const isKubeconfig = (text: string): boolean => /[\n{]/.test(text);

type ToolName = "kubectl" | "helm";

const INSTALL: Readonly<Record<ToolName, string>> = {
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
  helm: "https://helm.sh/docs/intro/install/",
};

const notInstalled = (name: ToolName): UserError =>
  new UserError(`${name} is needed to look into the cluster, and is not installed: see ${INSTALL[name]}`);

function run(program: string, name: ToolName, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: ambient(), stdio: "pipe" });
    let [output, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? notInstalled(name) : error);
    });
    child.once("close", (code) => {
      if (code === 0) resolve(output);
      else reject(new ToolFailed(`${name} failed: ${errors.trim()}`));
    });
    child.stdin.on("error", () => undefined); // it may end without reading
    child.stdin.end(input);
  });
}

/** The user's own choice of cluster and namespace must not reach where the stack's provider points. */
function ambient(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^HELM_(KUBE|NAMESPACE)/.test(name)));
}
