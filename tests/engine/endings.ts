import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Something that was started. */
type Started = { stop(): unknown } | { dispose(): unknown };

/** What tests started, made and set. It ends, goes and is taken back together, the last first. */
export class Endings {
  readonly #all: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#all.push(end);
  }

  /** Waits until something has started, which ends with the rest. */
  async of<T extends Started>(starting: T | Promise<T>): Promise<T> {
    const started = await starting;
    this.add(() => ("stop" in started ? started.stop() : started.dispose()));
    return started;
  }

  /** Makes a temporary folder, whose name begins with `prefix`. It goes with the rest. */
  folder(prefix: string): string {
    const folder = mkdtempSync(path.join(tmpdir(), prefix));
    this.add(() => {
      rmSync(folder, { recursive: true });
    });
    return folder;
  }

  /** Sets variables of this process, until the rest ends. */
  environment(variables: Readonly<Record<string, string>>): void {
    const before = Object.keys(variables).map((name): [string, string | undefined] => [name, process.env[name]]);
    Object.assign(process.env, variables);
    this.add(() => {
      for (const [name, value] of before) {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });
  }

  /** Does the rest of a start. If it fails, everything ends. */
  async whileStarting<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await start();
    } catch (error) {
      await this.end().catch((other: unknown) => {
        console.error(other); // the first error is the reason
      });
      throw error;
    }
  }

  /** Ends everything. What cannot be ended keeps nothing else running. */
  async end(): Promise<void> {
    const failures: unknown[] = [];
    for (let end = this.#all.pop(); end !== undefined; end = this.#all.pop()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, failures.map(String).join("\n"));
  }
}

/** Starts the parts of a setting. If one of them does not start, those before it end. */
export async function startTogether<Setting extends object>(
  start: (endings: Endings) => Promise<Setting>,
): Promise<Setting & { stop(): Promise<void> }> {
  const endings = new Endings();
  return endings.whileStarting(async () => ({ ...(await start(endings)), stop: () => endings.end() }));
}
