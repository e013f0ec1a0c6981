/** Runs work by key: never twice at a time for one key, again where it was asked for meanwhile, and again after a failure. */
export class WorkQueue {
  private readonly running = new Map<string, Promise<void>>();
  private readonly asked = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;

  constructor(private readonly work: (key: string) => Promise<void>) {}

  add(key: string): void {
    if (this.stopped) return;
    this.asked.add(key);
    if (!this.running.has(key)) this.running.set(key, this.drain(key));
  }

  /** Waits for what runs. */
  async idle(): Promise<void> {
    await Promise.all(this.running.values());
  }

  /** Takes no more work and waits for what runs. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
    await this.idle();
  }

  private async drain(key: string): Promise<void> {
    while (!this.stopped && this.asked.delete(key)) {
      try {
        await this.work(key);
        this.failures.delete(key);
      } catch {
        this.later(key);
      }
    }
    this.running.delete(key);
  }

  /** Soon, then ever more seldom, up to half a minute. */
  private later(key: string): void {
    const failures = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, failures);
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        this.add(key);
      },
      Math.min(30_000, 250 * 2 ** failures),
    );
    this.timers.add(timer.unref());
  }
}
