import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { processState, stateInProc } from "../../../../cli/stack/process-state";

const FIRST_NAMESPACE = "pid:[4026531836]";
const CONTAINER = "pid:[4026532201]";

/** What the kernel says about a process: its number, its state, and its numbers in PID namespaces, the outermost first. */
interface Entry {
  readonly pid: number;
  readonly state?: string;
  readonly numbers: readonly number[];
}

const INIT: Entry = { pid: 1, numbers: [1] };

describe("the state of a process", () => {
  let proc: string;
  beforeEach(() => (proc = mkdtempSync(path.join(tmpdir(), "proc-"))));
  afterEach(() => rmSync(proc, { recursive: true }));

  /** The state of process 42 in a proc file system with these processes. */
  function stateAmong(namespace: string, ...entries: readonly Entry[]) {
    mkdirSync(path.join(proc, "self/ns"), { recursive: true });
    symlinkSync(namespace, path.join(proc, "self/ns/pid"));
    for (const { pid, state = "S (sleeping)", numbers } of entries) {
      mkdirSync(path.join(proc, String(pid)));
      const status = `Name:\tx\nState:\t${state}\nPid:\t${pid}\nNSpid:\t${numbers.join("\t")}\n`;
      writeFileSync(path.join(proc, String(pid), "status"), status);
    }
    return stateInProc(42, proc);
  }

  it("is `runs` if a process has the number", () => {
    assert.equal(stateAmong(FIRST_NAMESPACE, INIT, { pid: 42, numbers: [42] }), "runs");
  });

  it("is `runs` if a process has the number in a container", () => {
    assert.equal(stateAmong(FIRST_NAMESPACE, INIT, { pid: 9001, numbers: [9001, 42] }), "runs");
  });

  it("is `ended` if all processes can be seen, and none has the number", () => {
    assert.equal(stateAmong(FIRST_NAMESPACE, INIT, { pid: 420, numbers: [420] }), "ended");
  });

  it("is `ended` for a zombie", () => {
    assert.equal(stateAmong(FIRST_NAMESPACE, INIT, { pid: 42, state: "Z (zombie)", numbers: [42] }), "ended");
  });

  it("is `unknown` in a container, which cannot see the processes of others", () => {
    assert.equal(stateAmong(CONTAINER, INIT), "unknown");
  });

  it("is `unknown` if the computer hides the processes of other users", () => {
    assert.equal(stateAmong(FIRST_NAMESPACE, { pid: 7, numbers: [7] }), "unknown");
  });

  it("is `unknown` without a proc file system", () => {
    assert.equal(stateInProc(42, path.join(proc, "nowhere")), "unknown");
  });

  it("is `runs` for this process", () => {
    assert.equal(processState(process.pid), "runs");
  });
});
