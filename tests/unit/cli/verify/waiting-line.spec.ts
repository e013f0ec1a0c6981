import assert from "node:assert/strict";
import { WaitingLine } from "../../../../cli/verify/waiting-line";

const CHECKS = ["nodes", "volume", "API server"].map((name) => ({ component: "ml", name }));

describe("the line that says what verify waits for", () => {
  it("is written again when a check ends, within one line of the terminal, and is gone at the end", () => {
    const written: string[] = [];
    const line = new WaitingLine((text) => written.push(text), 40);
    line.begin(CHECKS);
    line.end({ component: "ml", check: "nodes" });
    line.clear();
    assert.deepEqual(written, [
      "\r\x1b[Kwaiting for 3: ml: nodes, ml: volume, m",
      "\r\x1b[Kwaiting for 2: ml: volume, ml: API serv",
      "\r\x1b[K",
    ]);
  });
});
