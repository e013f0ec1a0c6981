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
    const { kubectl: program = "kubectl" } = this.tools;
    // Its own limit is for one request, and it may need several, and a login plugin before them.
    return this.#run({ program, name: "kubectl", input, limitSeconds: 60 }, [...args, "--request-timeout=30s"]);
  }

  /** Helm has no limit of its own but for what it waits for. */
  helm(args: readonly string[], limitSeconds = 30): Promise<string> {
    const { helm: program = "helm" } = this.tools;
    return this.#run({ program, name: "helm", input: "", limitSeconds }, args);
  }

  async #run(tool: Tool, args: readonly string[]): Promise<string> {
    const { kubeconfig, context } = this.connection;
    const chosen = context === undefined ? [] : [CONTEXT_FLAG[tool.name], context];
    if (kubeconfig === undefined) return run(tool, [...args, ...chosen]);
    if (!isKubeconfig(kubeconfig)) return run(tool, [...args, ...chosen, "--kubeconfig", kubeconfig]);
    // As a file of our own: what stands in the arguments can be read by everyone on this computer.
    const folder = await mkdtemp(path.join(tmpdir(), "mlplatform-kubeconfig-"));
    try {
      const file = path.join(folder, "kubeconfig");
      await writeFile(file, kubeconfig, { mode: 0o600 });
      return await run(tool, [...args, ...chosen, "--kubeconfig", file]);
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}

/** The provider takes the text of a kubeconfig or a path; a path has no line breaks and no braces. */
const isKubeconfig = (text: string): boolean => /[\n{]/.test(text);

type ToolName = "kubectl" | "helm";

interface Tool {
  readonly name: ToolName;
  readonly program: string;
  readonly input: string;
  readonly limitSeconds: number;
}

const CONTEXT_FLAG: Readonly<Record<ToolName, string>> = { kubectl: "--context", helm: "--kube-context" };

const INSTALL: Readonly<Record<ToolName, string>> = {
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
  helm: "https://helm.sh/docs/intro/install/",
};

const notInstalled = (name: ToolName): UserError =>
  new UserError(`${name} is needed to look into the cluster, and is not installed: see ${INSTALL[name]}`);

function run({ name, program, input, limitSeconds }: Tool, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: ambient(), stdio: "pipe" });
    let [output, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const limit = setTimeout(() => {
      child.kill("SIGKILL");
      // A login plugin below it may hold these open, and they this process.
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      reject(new ToolFailed(`${name} ${args[0] ?? ""} did not end within ${limitSeconds} s`));
    }, limitSeconds * 1000);
    child.once("error", (error: NodeJS.ErrnoException) => {
      clearTimeout(limit);
      reject(error.code === "ENOENT" ? notInstalled(name) : error);
    });
    child.once("close", (code) => {
      clearTimeout(limit);
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
