import { readdirSync, readFileSync } from "node:fs";

/** Watches all processes of this machine, those in the namespaces of hosts included: anybody may read their command lines. */
export class Processes {
  /** Command lines, with blanks between the arguments. */
  readonly commandLines = new Set<string>();
  /** Variables of the environment, as `NAME=value`, of the processes that this user may look into. */
  readonly variables = new Set<string>();
  private readonly seen = new Map<string, string>();
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
    for (const id of readdirSync("/proc")) {
      if (!/^\d+$/.test(id) || Number(id) === process.pid) continue;
      try {
        const line = readFileSync(`/proc/${id}/cmdline`, "latin1");
        // A process has the environment of its parent until it is another program.
        if (line === "" || this.seen.get(id) === line) continue;
        this.seen.set(id, line);
        this.commandLines.add(line.replaceAll("\0", " "));
        for (const variable of readFileSync(`/proc/${id}/environ`, "latin1").split("\0")) this.variables.add(variable);
      } catch {
        // it has ended, or belongs to another user
      }
    }
  }
}
