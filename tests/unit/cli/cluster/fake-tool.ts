import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A program that stands in for helm or kubectl: it answers by script and keeps what it was asked. */
export interface FakeTool {
  readonly program: string;
  /** The arguments of each call, as one line. */
  calls(): string[];
  remove(): void;
}

/** `script` is shell; `$log` is a file of its own. */
export function fakeTool(script: string): FakeTool {
  const folder = mkdtempSync(path.join(tmpdir(), "mlplatform-fake-"));
  const [program, log] = [path.join(folder, "tool"), path.join(folder, "log")];
  writeFileSync(log, "");
  writeFileSync(program, `#!/bin/sh\nlog='${log}'\necho "$*" >> "$log"\n${script}\n`, { mode: 0o755 });
  return {
    program,
    calls: () => readFileSync(log, "utf8").split("\n").slice(0, -1),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
