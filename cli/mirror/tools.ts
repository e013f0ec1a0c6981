import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Cancelled, UserError } from "../user-error";
import { CopyFailed, withRetries } from "./failure";

/** The external programs of the command. */
export type ToolName = "helm" | "skopeo";

/** Where to get them. */
const INSTALL: Readonly<Record<ToolName, string>> = {
  helm: "https://helm.sh/docs/intro/install/",
  skopeo: "https://github.com/containers/skopeo/blob/main/install.md",
};

/** How a tool runs. */
export interface ToolRun {
  /** Added to the environment. @default nothing */
  readonly env?: Readonly<Record<string, string>>;
  /** @default the limit for one item */
  readonly seconds?: number;
}

/** Helm and Skopeo of the user, with the logins and certificates that they know. */
export class Tools {
  /**
   * @param seconds how long one item may take
   * @param signal ends what runs, and lets nothing more start
   */
  constructor(
    private readonly seconds: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Runs a tool, again if the network fails, and returns what it printed. */
  async run(
    tool: ToolName,
    args: readonly string[],
    { env = {}, seconds = this.seconds }: ToolRun = {},
  ): Promise<Buffer> {
    const { signal } = this;
    try {
      return await withRetries(
        () => output(tool, args, { env, seconds, signal }),
        (pause) => sleep(pause * 1000, undefined, { signal }),
      );
    } catch (error) {
      throw signal.aborted ? new Cancelled("Interrupted.") : error;
    }
  }
}

interface Limits {
  readonly env: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

function output(tool: ToolName, args: readonly string[], { env, seconds, signal }: Limits): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, {
      env: { ...withoutCluster(process.env), ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: seconds * 1000,
      killSignal: "SIGKILL",
      signal,
    });
    const printed: Buffer[] = [];
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors = (errors + text).slice(-LONGEST_ERROR)));
    child.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "ENOENT" ? notInstalled(tool) : error);
    });
    child.once("close", (code, killed) => {
      if (code === 0) resolve(Buffer.concat(printed));
      else if (killed === "SIGKILL" && !signal.aborted) {
        reject(new CopyFailed(`${tool} ${args[0] ?? ""} did not end within ${String(seconds)} s`));
      } else reject(new CopyFailed(said(tool, errors)));
    });
  });
}

/** The most that is kept of what a tool says. */
const LONGEST_ERROR = 16 * 1024;

/** What a tool said last: Skopeo's `time=… level=fatal msg="…"`, Helm's `Error: …`. */
function said(tool: ToolName, errors: string): string {
  const lines = errors.trim().split("\n");
  const last = lines.findLast((line) => /level=fatal|^Error: /.test(line)) ?? lines.at(-1) ?? "";
  const [, quoted] = /level=fatal msg=(".*")\s*$/.exec(last) ?? [];
  return `${tool}: ${quoted === undefined ? last.replace(/^Error: /, "") : unquoted(quoted).trim()}`;
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}

/** Without the user's own choice of cluster and namespace, which the command never looks at. */
const withoutCluster = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !/^HELM_(KUBE|NAMESPACE)/.test(name)));

const notInstalled = (tool: ToolName): UserError =>
  new UserError(`mirror runs ${tool}, which is not installed. Install it: ${INSTALL[tool]}`);
