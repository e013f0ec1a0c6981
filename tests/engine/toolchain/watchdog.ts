import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";

// Reads process groups, one a line. The pipe ends when its writer does, also by SIGKILL: the kernel closes it.
const script = `
  while read -r group; do groups="$groups -$group"; done
  [ -z "$groups" ] || kill -s KILL -- $groups
  rm -rf -- "$@" || { sleep 1; rm -rf -- "$@"; }`;

/**
 * A small shell process that outlives this one just long enough to kill what it started and remove what it wrote,
 * however this process ends. It costs nothing while nothing happens.
 */
export class Watchdog {
  readonly #shell: ChildProcess;
  readonly #ended: Promise<unknown>;

  /** @param folders what to remove in the end */
  constructor(...folders: string[]) {
    // Detached: Ctrl-C in a terminal goes to the whole foreground group and must not end the watchdog first.
    this.#shell = spawn("/bin/sh", ["-c", script, "watchdog", ...folders], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#ended = once(this.#shell, "exit");
    this.#shell.unref();
    (this.#shell.stdin as Socket).unref();
    this.#shell.stdin?.on("error", () => undefined); // the shell was killed: nothing is left to tell it
  }

  /** Starts a program that dies with this process: in a group of its own, so with all its children. */
  spawn(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
    const child = spawn(command, args, { ...options, detached: true });
    if (child.pid !== undefined) this.#shell.stdin?.write(`${child.pid}\n`);
    return child;
  }

  /** Kills and removes now; resolves when it is done. */
  async dismiss(): Promise<void> {
    this.#shell.ref();
    this.#shell.stdin?.end();
    await this.#ended;
  }
}

type SpawnOptions = Omit<NonNullable<Parameters<typeof spawn>[2]>, "detached">;
