import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** What a command printed, and how it ended. */
export interface CliRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Runs the command of the source tree, as `npm start` does. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<CliRun> {
  // By its path: a project elsewhere has no tsx of its own.
  const tsx = require.resolve("tsx");
  return runNode(["--import", tsx, path.join(root, "cli/mlplatform.ts"), ...args], { cwd: root, ...options });
}

/** Runs node to its end, the one that runs this process or another; it does not outlive this process. */
export function runNode(
  args: readonly string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv; node?: string },
): Promise<CliRun> {
  const { NODE_OPTIONS: _loaderOfThisTest, ...env } = { ...process.env, ...options.env };
  const child = spawn(options.node ?? process.execPath, args, {
    cwd: options.cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);

  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise<CliRun>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve({ stdout, stderr, exitCode });
    });
  }).finally(() => process.off("exit", kill));
}
