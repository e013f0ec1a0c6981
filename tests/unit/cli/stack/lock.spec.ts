import assert from "node:assert/strict";
import { hostname } from "node:os";
import type { Stack } from "@pulumi/pulumi/automation";
import { ownersIn, withLock } from "../../../../cli/stack/lock";
import { UserError } from "../../../../cli/user-error";

describe("the owners of a lock", () => {
  const line =
    "  file:///state/.pulumi/locks/organization/p/dev/1.json: created by me@example.org@host-1 (pid 42) at 2026-01-02T03:04:05+01:00";

  it("are read from the engine's error, each once", () => {
    const since = new Date("2026-01-02T02:04:05Z");
    const other = line.replace("1.json", "2.json").replace("pid 42", "pid 43");
    assert.deepEqual(ownersIn(`error: locked by 2 lock(s)\n${line}\n${other}\nerr?: the same\n${line}\n${other}\n`), [
      { user: "me@example.org", host: "host-1", pid: 42, since },
      { user: "me@example.org", host: "host-1", pid: 43, since },
    ]);
  });

  it("are empty if the backend does not name them", () => {
    assert.deepEqual(ownersIn("[409] Conflict: Another update is currently in progress."), []);
  });
});

describe("a lock on a stack", () => {
  /** Fails as the engine does while a process of this computer holds the lock; returns what was cancelled. */
  async function lockedBy(pid: number, since: string) {
    const message = `error: locked\n  file:///s/1.json: created by me@${hostname()} (pid ${pid}) at ${since}\n`;
    const cancelled: string[] = [];
    const stack = { name: "dev", cancel: () => Promise.resolve(void cancelled.push("dev")) } as unknown as Stack;
    const locked = Object.assign(new Error(message), { name: "ConcurrentUpdateError" });
    const error: unknown = await withLock(
      stack,
      () => undefined,
      () => Promise.reject(locked),
    ).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof UserError, String(error));
    return { cancelled, message: error.message };
  }

  for (const [what, since] of [
    ["now", new Date().toISOString()],
    ["before its process started, because the clock was set", "2020-01-01T00:00:00Z"],
  ] as const) {
    it(`is kept while its process runs, if it was made ${what}`, async () => {
      const { cancelled, message } = await lockedBy(process.pid, since);
      assert.deepEqual(cancelled, []);
      assert.match(message, /which still runs\. Wait until it has ended; .* run: pulumi cancel --stack dev$/);
    });
  }
});
