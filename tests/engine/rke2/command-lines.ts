import { readdirSync, readFileSync } from "node:fs";

/** Watches the command lines of all processes of this machine, those in the namespaces of hosts included. */
export class CommandLines {
  readonly seen = new Set<string>();
  private readonly timer = setInterval(() => {
    this.look();
  }, 20);

  constructor() {
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, "latin1");
        if (line !== "") this.seen.add(line.replaceAll("\0", " "));
      } catch {
        // it has ended
      }
    }
  }
}
