import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Watchdog } from "../toolchain/watchdog";

/** The long-running programs of one cluster, and the folder they write to. Nothing of it outlives this process. */
export class Programs {
  readonly #watchdog: Watchdog;
  readonly #running = new Map<string, ChildProcess>();
  readonly #restarts = new Map<string, () => void>();
  /** What ended by itself. */
  #ended: string | undefined;
  #stopping = false;

  /** Called when a program ends that should not. */
  onEnd: (report: string) => void = () => undefined;

  constructor(readonly dir: string) {
    this.#watchdog = new Watchdog(dir);
  }

  /**
   * Starts a program that is to run until `stop`. Its log goes to `<name>.log`.
   * @param args what stands before the flags
   * @param env what is added to the environment
   */
  run(
    path: string,
    flags: Record<string, string | number | boolean>,
    { args: first = [], env }: RunOptions = {},
  ): void {
    const name = basename(path);
    this.#restarts.set(name, () => {
      this.run(path, flags, { args: first, env });
    });
    const args = [...first, ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value.toString()}`)];
    const log = openSync(this.#log(name), "a");
    const stdio = ["ignore", log, log] as const;
    const child = this.#watchdog.spawn(path, args, {
      stdio: [...stdio],
      cwd: this.dir,
      env: { ...process.env, ...env },
    });
    closeSync(log);
    child.unref(); // a process that has nothing else to do may end, and the programs with it
    child.once("exit", (code, signal) => {
      if (this.#stopping || this.#running.get(name) !== child) return;
      this.#ended ??= `${name} ended with ${signal ?? `exit code ${String(code)}`}`;
      this.onEnd(`${this.#ended}\n${this.#tail(name)}`);
    });
    this.#running.set(name, child);
  }

  /** Kills a program, as when its machine fails, and starts it again after `between`. */
  async restart(name: string, between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const child = this.#running.get(name);
    if (!child) throw new Error(`${name} does not run`);
    this.#running.delete(name);
    child.ref();
    const end = once(child, "exit");
    child.kill("SIGKILL");
    await end;
    try {
      await between();
    } finally {
      this.#restarts.get(name)?.();
    }
  }

  /** Asks until the answer is yes. Fails with the ends of the logs when a program ends, or after a minute. */
  async until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 60_000;
    // A second for each answer: it may be another program that has the port and says nothing.
    while (!(await Promise.race([isSo().catch(() => false), sleep(1000, false, { ref: false })]))) {
      const reason = this.#ended ?? (Date.now() > deadline ? "a minute has passed" : undefined);
      if (reason !== undefined) {
        const logs = [...this.#running.keys()].map((name) => this.#tail(name));
        throw new Error(`the test cluster waited until ${what}, but ${reason}\n${logs.join("\n")}`);
      }
      await sleep(25);
    }
  }

  /** Ends all programs and removes the folder. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const ends = [...this.#running.values()].map(async (child) => {
      child.ref();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    });
    await Promise.all([this.#watchdog.dismiss(), ...ends]);
  }

  #tail(name: string): string {
    const lines = readFileSync(this.#log(name), "utf8").trimEnd().split("\n");
    return [`--- ${name}`, ...lines.slice(-15)].join("\n");
  }

  #log(name: string): string {
    return join(this.dir, `${name}.log`);
  }
}

interface RunOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}
