import { setTimeout as delay } from "node:timers/promises";

/** Short for tests, and long enough that looking takes little of the CPU time of an update. */
const PAUSE_MS = 200;

/** Plays what a cloud and its controllers do about objects in the cluster: looks again and again. */
export class Controllers {
  #stopped = false;
  #ended = Promise.resolve();

  /** `look` does once what the controllers would do now. */
  constructor(private readonly look: () => Promise<void>) {}

  start(): void {
    this.#ended = this.run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#ended;
  }

  private async run(): Promise<void> {
    while (!this.#stopped) {
      await this.look().catch(() => undefined); // what failed is tried again
      await delay(PAUSE_MS, undefined, { ref: false });
    }
  }
}
