import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** What moves the cursor or clears a line. */
// eslint-disable-next-line no-control-regex
const CONTROL = /\x1b\[[0-9;?]*[A-Za-z]|\r/g;

/** What to press when the screen shows a text, in this order. */
export type Keys = readonly (readonly [screen: RegExp, keys: string])[];

/** The most that a command may take. A test that waits for a question which never comes then shows the screen. */
const LIMIT_SECONDS = 40;

/** Runs the command of the source tree in a terminal, and returns what the screen showed. */
export function runInTerminal(
  args: readonly string[],
  keys: Keys,
  { cwd, columns = 200 }: { readonly cwd: string; readonly columns?: number },
): Promise<{ readonly screen: string; readonly exitCode: number | null }> {
  const { NODE_OPTIONS: _loaderOfThisTest, ...env } = process.env;
  const command = [process.execPath, "--import", require.resolve("tsx"), path.join(root, "cli/mlplatform.ts"), ...args];
  const terminal = path.join(root, "tests/helpers/terminal.py");
  const child = spawn("python3", [terminal, String(columns), ...command], {
    cwd,
    env: { ...env, TERM: "xterm" },
    stdio: "pipe",
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const limit = setTimeout(kill, LIMIT_SECONDS * 1000);

  const waiting = [...keys];
  let [screen, seen] = ["", 0];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    screen += text.replace(CONTROL, "");
    const [next] = waiting;
    if (next?.[0].test(screen.slice(seen)) !== true) return;
    seen = screen.length;
    waiting.shift();
    child.stdin.write(next[1]);
  });
  return new Promise<{ screen: string; exitCode: number | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => {
      resolve({ screen, exitCode });
    });
  }).finally(() => {
    clearTimeout(limit);
    process.off("exit", kill);
  });
}
