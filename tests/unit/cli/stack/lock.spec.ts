import assert from "node:assert/strict";
import { ownersIn } from "../../../../cli/stack/lock";

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
