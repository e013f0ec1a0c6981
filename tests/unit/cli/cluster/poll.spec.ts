import assert from "node:assert/strict";
import { Interrupted, poll } from "../../../../cli/cluster/poll";

describe("poll", () => {
  /** Polls a counter until it has this value. */
  const count = (until: number, limitSeconds?: number) => {
    let value = 0;
    const waits: number[] = [];
    const result = poll({
      read: () => Promise.resolve(++value),
      isDone: (current) => current >= until,
      waitingFor: "the counter",
      everySeconds: 0.01,
      limitSeconds,
      onWait: (current) => waits.push(current),
    });
    return result.then((last) => ({ last, waits }));
  };

  it("returns a value that is done at once, without a wait", async () => {
    assert.deepEqual(await count(1), { last: 1, waits: [] });
  });

  it("reads until the value is done, and reports the wait once", async () => {
    assert.deepEqual(await count(4), { last: 4, waits: [1] });
  });

  it("returns the last value when the time limit is over", async () => {
    const { last } = await count(Infinity, 0.05);
    assert.ok(last >= 2);
  });

  const isInterrupted = (error: unknown): boolean =>
    error instanceof Interrupted && error.message === "Interrupted while waiting for the counter.";

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`is interrupted by ${signal}, and leaves no handler behind`, async () => {
      const before = process.listenerCount(signal);
      const counting = count(Infinity);
      setTimeout(() => process.emit(signal), 20);
      await assert.rejects(counting, isInterrupted);
      assert.equal(process.listenerCount(signal), before);
    });
  }

  it("is interrupted by a signal that comes while it reads", async () => {
    const read = () => Promise.resolve(process.emit("SIGINT"));
    await assert.rejects(poll({ read, isDone: () => false, waitingFor: "the counter" }), isInterrupted);
  });

  it("returns a value that is done although a signal came", async () => {
    const read = () => Promise.resolve(process.emit("SIGINT"));
    assert.equal(await poll({ read, isDone: () => true, waitingFor: "the counter" }), true);
  });
});
