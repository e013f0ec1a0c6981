import assert from "node:assert/strict";
import type { WriteStream } from "node:tty";
import { EventEmitter } from "node:events";
import { chooseDisplay } from "../../../../cli/display/choose-display";
import { expectedOf } from "../../../../cli/display/expected";
import { lineDisplay } from "../../../../cli/display/line-display";
import { liveDisplay } from "../../../../cli/display/live-display";
import type { RunEvent, Subject } from "../../../../cli/display/run-event";

const CHART: Subject = { urn: "urn:chart", type: "a:b:Release", label: "chart istiod", component: "ingress" };
const STARTED: RunEvent = { kind: "started", operation: "create", resource: CHART };
const STATUS: RunEvent = { kind: "status", resource: CHART, text: "[1/2] waits for pods" };
const ENDED: RunEvent = { kind: "ended", operation: "create", changed: true, resource: CHART, seconds: 7 };
const OUTPUTS: RunEvent = {
  kind: "outputs",
  outputs: {
    url: { value: "http://a.test", secret: false },
    ports: { value: [80], secret: false },
    key: { secret: true },
  },
};

/** A terminal that remembers what a user sees. */
class Terminal extends EventEmitter {
  readonly isTTY: boolean;
  columns = 60;
  rows = 10;
  written = "";
  #lines: string[] = [""];
  #row = 0;

  constructor({ isTTY = true } = {}) {
    super();
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.written += text;
    // eslint-disable-next-line no-control-regex
    for (const part of text.split(/(\n|\x1b\[\d*[A-Z])/).filter(Boolean)) {
      // eslint-disable-next-line no-control-regex
      const [, count, move] = /^\x1b\[(\d*)([A-Z])$/.exec(part) ?? [];
      if (part === "\n") this.#row++;
      else if (move === "A") this.#row -= Number(count);
      else if (move === "J") this.#lines.length = this.#row;
      else if (move === "G") continue;
      else this.#lines[this.#row] = part;
    }
    return true;
  }

  /** What stands on it. */
  get screen(): string[] {
    return this.#lines.filter((line) => line.length > 0);
  }

  get stream(): WriteStream {
    return this as unknown as WriteStream;
  }
}

describe("the display of a run", () => {
  it("repaints one picture on a terminal, below what stays", () => {
    const terminal = new Terminal();
    const display = liveDisplay(terminal.stream, false);
    display.show({ kind: "expected", resources: { ingress: 2 } });
    display.show(STARTED);
    display.show({ kind: "message", text: "removed a stale lock" });
    assert.deepEqual(terminal.screen, ["removed a stale lock", "  ingress  ░░░░░░░░░░  0/2   0:00  chart istiod"]);
    display.show(ENDED);
    display.show({ kind: "warning", text: "mind" });
    const done = "  ingress  █████░░░░░  1/2   0:00";
    assert.deepEqual(terminal.screen, ["removed a stale lock", "warning: mind", done]);
    display.show(OUTPUTS);
    display.end();
    const outputs = "url: http://a.test\nports: [80]\nkey: [secret]";
    assert.deepEqual(terminal.screen, ["removed a stale lock", "warning: mind", done, ...outputs.split("\n")]);
  });

  it("repaints from time to time, and no more after its end", async () => {
    const terminal = new Terminal();
    const display = liveDisplay(terminal.stream, false);
    display.show(STARTED);
    assert.equal(terminal.written, "");
    while (terminal.screen.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.match(terminal.written, /chart istiod/);
    display.end();
    assert.equal(terminal.listenerCount("resize"), 0);
  });

  it("prints lines, and says what runs for a minute and what is said of it", async () => {
    const { Date: RealDate } = globalThis;
    const lines: string[] = [];
    const display = lineDisplay((line) => lines.push(line));
    try {
      display.show(STARTED);
      display.show(STATUS);
      const start = Date.now();
      globalThis.Date = class extends RealDate {
        static override now = () => start + 61_000;
      } as DateConstructor;
      while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      globalThis.Date = RealDate;
    }
    display.show(ENDED);
    display.show(OUTPUTS);
    display.end();
    assert.deepEqual(lines, [
      "  waiting   creating chart istiod of ingress, 61 s: [1/2] waits for pods",
      "  created   chart istiod of ingress, 7 s",
      "url: http://a.test\nports: [80]\nkey: [secret]",
    ]);
  });

  it("prints each event as JSON with its time", () => {
    const terminal = new Terminal();
    const display = chooseDisplay(terminal.stream, { json: true });
    for (const event of [STARTED, STATUS, ENDED, OUTPUTS]) display.show(event);
    display.end();
    const events = terminal.written
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as RunEvent & { time: string });
    assert.deepEqual(
      events.map(({ time, ...event }) => {
        assert.match(time, /^\d{4}-\d\d-\d\dT.*Z$/);
        return event;
      }),
      [STARTED, STATUS, ENDED, OUTPUTS],
    );
  });

  it("is lines where there is no terminal, and on one that cannot move its cursor", () => {
    const { TERM } = process.env;
    try {
      for (const [isTTY, TERM, isPainted] of [
        [true, "xterm", true],
        [true, "dumb", false],
        [false, "xterm", false],
      ] as const) {
        process.env["TERM"] = TERM;
        const terminal = new Terminal({ isTTY });
        const display = chooseDisplay(terminal.stream, { json: false });
        display.show(STARTED);
        display.end();
        assert.equal(terminal.written.includes("chart istiod"), isPainted);
      }
    } finally {
      if (TERM === undefined) delete process.env["TERM"];
      else process.env["TERM"] = TERM;
    }
  });
});

describe("how many resources are expected", () => {
  it("are counted by the component at the top of the program", () => {
    const resource = (urn: string, parent?: string, custom = true) => ({
      urn: `a::b::c::${urn}`,
      custom,
      ...(parent ? { parent: `a::b::c::${parent}` } : {}),
    });
    assert.deepEqual(
      expectedOf([
        resource("stack", undefined, false),
        resource("ml", "stack", false),
        resource("ml-network", "ml", false),
        resource("vpc", "ml-network"),
        resource("cluster", "ml"),
        resource("bucket", "stack"),
        resource("default"),
      ]),
      { kind: "expected", resources: { ml: 2, "": 2 } },
    );
  });
});
