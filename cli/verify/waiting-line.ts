import type { Check } from "./check";
import type { Finding } from "./run-checks";

/** A line that says what is waited for, on a terminal. It is gone before anything else is written. */
export class WaitingLine {
  readonly #running = new Set<string>();

  /** @param write writes to the terminal; undefined if there is none */
  constructor(
    private readonly write: ((text: string) => void) | undefined,
    private readonly columns = 80,
  ) {}

  begin(checks: readonly Pick<Check, "component" | "name">[]): void {
    for (const { component, name } of checks) this.#running.add(`${component}: ${name}`);
    this.#show();
  }

  end({ component, check }: Pick<Finding, "component" | "check">): void {
    this.#running.delete(`${component}: ${check}`);
    this.#show();
  }

  /** Removes the line. */
  clear(): void {
    this.#running.clear();
    this.#show();
  }

  #show(): void {
    const names = [...this.#running];
    const text = names.length === 0 ? "" : `waiting for ${names.length}: ${names.join(", ")}`;
    this.write?.(`\r\u001b[K${text.slice(0, this.columns - 1)}`);
  }
}
