import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A machine with exactly these tools and files, for the process that runs the test. */
export interface FakeMachine {
  /** The only folder on the PATH. */
  readonly bin: string;
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  remove(): void;
}

/**
 * @param tools by name, what each does, in shell; it has no other programs than those of /bin and /usr/bin
 * @param files of the home directory, by path
 */
export function fakeMachine(
  tools: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): FakeMachine {
  const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-machine-"));
  const [bin, home] = [path.join(folder, "bin"), path.join(folder, "home")];
  mkdirSync(bin);
  mkdirSync(home);
  for (const [name, script] of Object.entries(tools)) {
    writeFileSync(path.join(bin, name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`, { mode: 0o755 });
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(home, name)), { recursive: true });
    writeFileSync(path.join(home, name), content);
  }
  return {
    bin,
    home,
    environment: { PATH: bin, HOME: home },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs with exactly these variables. They are those of the process itself, because the home directory is found with them. */
export async function withEnvironment<T>(
  variables: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env };
  const become = (wanted: NodeJS.ProcessEnv): void => {
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, wanted);
  };
  become(variables);
  try {
    return await work();
  } finally {
    become(before);
  }
}

/** Whether a process runs. One that has ended, and whose parent has not noticed, does not. */
export const isAlive = (pid: string): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
