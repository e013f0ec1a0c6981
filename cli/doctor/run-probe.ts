import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
import type { Readable } from "node:stream";

/** How a program ended. */
export type ProbeRun =
  | { readonly end: "exited"; readonly code: number | null; readonly output: string; readonly errors: string }
  /** It did not end in time, and was killed. */
  | { readonly end: "hung" }
  /** The system did not start it. */
  | { readonly end: "refused"; readonly code: string };

/** The most that is kept of what a program prints. */
const MOST_OUTPUT = 64 * 1024;

/** Runs a program to its end, or kills it with all that it started when its time is over. It gets no input. */
export function runProbe(
  program: string,
  args: readonly string[],
  { environment = {}, seconds }: { environment?: Readonly<Record<string, string>>; seconds: number },
): Promise<ProbeRun> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
      // In a process group of its own, so that what a launcher started ends with it.
      detached: process.platform !== "win32",
      shell: process.platform === "win32" && /\.(cmd|bat)$/i.test(program),
    });
    const [output, errors] = [kept(child.stdout), kept(child.stderr)];

    const kill = (): void => endAll(child.pid);
    const end = (run: ProbeRun): void => {
      clearTimeout(limit);
      process.off("exit", kill);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(run);
    };
    const limit = setTimeout(() => {
      kill();
      end({ end: "hung" });
    }, seconds * 1000);
    process.once("exit", kill);
    child.once("error", (error: NodeJS.ErrnoException) => end({ end: "refused", code: error.code ?? error.message }));
    // Not "exit", which may come before the output; something that the program left running may keep that open until the time is over.
    child.once("close", (code) => end({ end: "exited", code, output: output(), errors: errors() }));
  });
}

/** What a program prints, up to a limit. */
function kept(stream: Readable): () => string {
  let text = "";
  stream.setEncoding("utf8").on("data", (more: string) => (text = (text + more).slice(0, MOST_OUTPUT)));
  return () => text;
}

function endAll(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** Where a program is on the PATH, as a shell finds it. */
export function onPath(program: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const endings = process.platform === "win32" ? (environment["PATHEXT"] ?? ".EXE;.CMD;.BAT").split(";") : [""];
  const folders = (environment["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return folders
    .flatMap((folder) => endings.map((ending) => path.resolve(folder, program + ending)))
    .find((file) => isProgram(file));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
