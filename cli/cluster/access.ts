import { spawn } from "node:child_process";
import { withPrivateFile } from "../private-file";
import { UserError } from "../user-error";

/** Programs that access a cluster. */
export interface Tools {
  /** @default helm, from PATH */
  readonly helm?: string;
  /** @default kubectl, from PATH */
  readonly kubectl?: string;
}

/** How to connect to a cluster: these inputs of a Kubernetes provider. */
export interface Connection {
  /** The text of a kubeconfig, or the path of one. @default the kubeconfig that kubectl uses by default */
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** How long a command may take. */
export interface Limits {
  /** Seconds for a command of kubectl. @default 60, and 30 for each of its requests */
  readonly seconds?: number;
  /** Ends a command that runs. */
  readonly signal?: AbortSignal;
}

/** A tool that ran and failed. The message contains its error output. */
export class ToolFailed extends Error {
  override readonly name = "ToolFailed";
}

/** Access to a cluster through the user's own kubectl and helm, so that their login plugins work. */
export class ClusterAccess {
  constructor(
    private readonly connection: Connection,
    private readonly tools: Tools,
    private readonly limits: Limits = {},
  ) {}

  /** The same access with other limits. */
  limited(limits: Limits): ClusterAccess {
    return new ClusterAccess(this.connection, this.tools, limits);
  }

  kubectl(args: readonly string[], input = ""): Promise<string> {
    const { kubectl: program = "kubectl" } = this.tools;
    const { seconds: limitSeconds = 60, signal } = this.limits;
    // --request-timeout limits one request. A command may send several, and run a login plugin first. It ends before the command is
    // killed, so that kubectl says what gave no answer.
    const requests = `--request-timeout=${Math.min(30, limitSeconds * 0.9)}s`;
    return this.#run({ program, name: "kubectl", input, limitSeconds, signal }, [...args, requests]);
  }

  /** Helm limits only its waits (`--timeout`), not its requests. */
  helm(args: readonly string[], limitSeconds = 30): Promise<string> {
    const { helm: program = "helm" } = this.tools;
    return this.#run({ program, name: "helm", input: "", limitSeconds }, args);
  }

  async #run(tool: Tool, args: readonly string[]): Promise<string> {
    const { kubeconfig, context } = this.connection;
    const chosen = context === undefined ? [] : [CONTEXT_FLAG[tool.name], context];
    if (kubeconfig === undefined) return run(tool, [...args, ...chosen]);
    if (!isKubeconfig(kubeconfig)) return run(tool, [...args, ...chosen, "--kubeconfig", kubeconfig]);
    // A private file, because every user of this computer can read the arguments of a process.
    return withPrivateFile("kubeconfig", kubeconfig, (file) => run(tool, [...args, ...chosen, "--kubeconfig", file]));
  }
}

/** The provider accepts the text of a kubeconfig or a path. A path has no line breaks and no braces. */
const isKubeconfig = (text: string): boolean => /[\n{]/.test(text);

type ToolName = "kubectl" | "helm";

interface Tool {
  readonly name: ToolName;
  readonly program: string;
  readonly input: string;
  readonly limitSeconds: number;
  readonly signal?: AbortSignal;
}

const CONTEXT_FLAG: Readonly<Record<ToolName, string>> = { kubectl: "--context", helm: "--kube-context" };

const INSTALL: Readonly<Record<ToolName, string>> = {
  kubectl: "https://kubernetes.io/docs/tasks/tools/",
  helm: "https://helm.sh/docs/intro/install/",
};

const notInstalled = (name: ToolName): UserError =>
  new UserError(`${name} is required to read the cluster, but is not installed. Install it: ${INSTALL[name]}`);

function run({ name, program, input, limitSeconds, signal }: Tool, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(signal.reason as Error);
      return;
    }
    const child = spawn(program, args, { env: environment(), stdio: "pipe" });
    let [output, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const end = (reason: Error) => {
      child.kill("SIGKILL");
      // A login plugin that it started may keep these streams open, which would keep this process running.
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      reject(reason);
    };
    const limit = setTimeout(() => {
      end(new ToolFailed(`${name} ${args[0] ?? ""} did not end within ${limitSeconds} s`));
    }, limitSeconds * 1000);
    const abort = () => {
      end(signal?.reason as Error);
    };
    signal?.addEventListener("abort", abort, { once: true });
    const ended = () => {
      clearTimeout(limit);
      signal?.removeEventListener("abort", abort);
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      ended();
      reject(error.code === "ENOENT" ? notInstalled(name) : error);
    });
    child.once("close", (code) => {
      ended();
      if (code === 0) resolve(output);
      else reject(new ToolFailed(`${name} failed: ${errors.trim()}`));
    });
    child.stdin.on("error", () => undefined); // the tool may end without reading its input
    child.stdin.end(input);
  });
}

/** Without the user's own choice of cluster and namespace: the stack's provider decides. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^HELM_(KUBE|NAMESPACE)/.test(name)));
}
