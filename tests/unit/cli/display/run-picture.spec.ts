import assert from "node:assert/strict";
import { elapsed, runPicture } from "../../../../cli/display/run-picture";
import type { RunEvent, Subject } from "../../../../cli/display/run-event";
import { RunState } from "../../../../cli/display/run-state";

const subject = (component: string | undefined, label: string): Subject => ({
  urn: `urn:${component ?? ""}:${label}`,
  type: "a:b:C",
  label,
  ...(component === undefined ? {} : { component }),
});
const started = (component: string | undefined, label: string, operation = "create"): RunEvent => ({
  kind: "started",
  operation,
  resource: subject(component, label),
});
const ended = (component: string | undefined, label: string, changed = true): RunEvent => ({
  kind: "ended",
  operation: changed ? "create" : "same",
  changed,
  resource: subject(component, label),
  seconds: 1,
});
const failed = (component: string, label: string): RunEvent => ({
  kind: "failed",
  operation: "create",
  resource: subject(component, label),
});
const SCREEN = { columns: 80, rows: 24, colours: false };

/** The state after these events, each at a time in seconds. */
function stateOf(...events: readonly (readonly [seconds: number, event: RunEvent])[]): RunState {
  const state = new RunState();
  for (const [seconds, event] of events) state.apply(event, seconds * 1000);
  return state;
}

describe("the picture of a run", () => {
  const RUN = stateOf(
    [0, { kind: "expected", resources: { ml: 4, ingress: 2, seldon: 1, "": 1 } }],
    [0, started("ml", "Cluster ml")],
    [1, started("ml", "Role ml-nodes")],
    [2, ended("ml", "Role ml-nodes")],
    [3, started("ingress", "Namespace istio-system")],
    [4, ended("ingress", "Namespace istio-system", false)],
    [5, { kind: "status", resource: subject("ml", "Cluster ml"), text: "still\n creating" }],
  );

  it("has a line for each component, and says what takes long", () => {
    assert.deepEqual(runPicture(RUN, 75_000, SCREEN), [
      "  ml       ██░░░░░░░░  1/4   1:15  Cluster ml",
      "  ingress  █████░░░░░  1/2   0:01",
      "  seldon   ░░░░░░░░░░  0/1",
      "  others   ░░░░░░░░░░  0/1",
      "  waiting 1:15 for creating Cluster ml of ml: still creating",
    ]);
  });

  it("says nothing of what takes less than ten seconds", () => {
    assert.equal(runPicture(RUN, 9_000, SCREEN).length, 4);
  });

  for (const columns of [40, 20, 10, 1]) {
    it(`fits ${String(columns)} columns`, () => {
      for (const line of runPicture(RUN, 75_000, { ...SCREEN, columns }))
        assert.ok(line.length <= columns, JSON.stringify(line));
    });
  }

  it("has no bar where it is narrow, and a longer one where it is wide", () => {
    const bars = (columns: number) =>
      (/[█░]+/.exec(runPicture(RUN, 9_000, { ...SCREEN, columns })[0] ?? "") ?? [""])[0].length;
    assert.deepEqual([40, 59, 60, 99, 100].map(bars), [0, 0, 10, 10, 20]);
  });

  it("shows first what failed and what is under way where there are more components than lines", () => {
    const events: [number, RunEvent][] = [[0, { kind: "expected", resources: {} }]];
    for (let n = 0; n < 30; n++) events.push([1, started(`m${String(n)}`, "x")], [2, ended(`m${String(n)}`, "x")]);
    events.push([3, started("late", "y")], [4, started("broken", "z")], [5, failed("broken", "z")]);
    const lines = runPicture(stateOf(...events), 6_000, { ...SCREEN, rows: 8 });
    assert.deepEqual(
      lines.map((line) => line.trim().split(/\s+/)[0]),
      ["broken", "late", "m0", "m1", "and"],
    );
    assert.match(lines[0] ?? "", /0\/1 .*1 failed$/);
    assert.match(lines[4] ?? "", /and 28 more components$/);
  });

  it("counts a resource that is replaced once, and more resources than were expected", () => {
    const [component] = stateOf(
      [0, { kind: "expected", resources: { ml: 1 } }],
      [1, started("ml", "a")],
      [2, ended("ml", "a")],
      [3, started("ml", "a", "delete-replaced")],
      [4, ended("ml", "a")],
      [5, started("ml", "b", "delete")],
    ).components;
    assert.deepEqual([component?.done, component?.total, component?.slowest?.operation], [1, 2, "delete"]);
  });

  it("colours what failed, is done and runs, and nothing without colours", () => {
    const state = stateOf([0, started("a", "x")], [1, failed("a", "x")], [1, ended("b", "y")], [1, started("c", "z")]);
    const [a = "", b = "", c = ""] = runPicture(state, 2000, { ...SCREEN, colours: true });
    assert.deepEqual([a.includes("[31m1 failed"), b.includes("[32mdone"), c.includes("[2mz")], [true, true, true]);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(runPicture(state, 2000, SCREEN).join(), /\x1b/);
  });
});

describe("a duration", () => {
  for (const [milliseconds, text] of [
    [0, "0:00"],
    [59_999, "0:59"],
    [60_000, "1:00"],
    [3_725_000, "1:02:05"],
  ] as const) {
    it(`of ${String(milliseconds)} ms is ${text}`, () => {
      assert.equal(elapsed(milliseconds), text);
    });
  }
});
