import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Something that was started. */
type Started = { stop(): unknown } | { dispose(): unknown };

/** What tests started and made, and how it ends: the last first. */
export class Endings {
  #all: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#all.push(end);
  }

  /** Waits until something has started. */
  async of<T extends Started>(starting: T | Promise<T>): Promise<T> {
    const started = await starting;
    this.add(() => ("stop" in started ? started.stop() : started.dispose()));
    return started;
  }

  /** Makes a folder, whose name begins like this. */
  folder(prefix: string): string {
    const folder = mkdtempSync(path.join(tmpdir(), prefix));
    this.add(() => {
      rmSync(folder, { recursive: true });
    });
    return folder;
  }

  /** Sets variables of this process. */
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

  /** Ends everything. What cannot be ended keeps nothing else running. */
  async end(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#all.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}

/** Starts the parts of a setting. If one of them does not start, those before it end. */
export async function startTogether<Setting extends object>(
  start: (endings: Endings) => Promise<Setting>,
): Promise<Setting & { stop(): Promise<void> }> {
  const endings = new Endings();
  try {
    return { ...(await start(endings)), stop: () => endings.end() };
  } catch (error) {
    await endings.end();
    throw error;
  }
}
