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

  it("is interrupted by Ctrl-C, and leaves no handler behind", async () => {
    const before = process.listenerCount("SIGINT");
    const counting = count(Infinity);
    setTimeout(() => process.emit("SIGINT"), 20);
    await assert.rejects(
      counting,
      (error) => error instanceof Interrupted && error.message === "Interrupted while waiting for the counter.",
    );
    assert.equal(process.listenerCount("SIGINT"), before);
  });
});
