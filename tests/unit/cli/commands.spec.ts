import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Command } from "../../../cli/command";

const root = path.resolve(__dirname, "../../..");
const folder = path.join(root, "cli/commands");
const names = readdirSync(folder).map((file) => path.basename(file, ".ts"));

for (const name of names) {
  describe(`the command ${name}`, () => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
    const { command } = require(path.join(folder, name)) as { command: Command };

    it("has a summary of one line, and a usage that begins with its name", () => {
      assert.match(command.summary, /^[A-Z][^\n]+$/);
      assert.match(command.usage, new RegExp(`^${name} [^\\n]+$`));
    });

    it("explains each flag of its usage in its help", () => {
      const flags = [...command.usage.matchAll(/--[a-z-]+/g)].map(([flag]) => flag);
      assert.deepEqual(
        flags.filter((flag) => !new RegExp(`^ {2}${flag}\\b`, "m").test(command.help)),
        [],
      );
    });

    it("has tests that run it as a process", () => {
      assert.ok(existsSync(path.join(root, `tests/plan/cli/${name}-command.spec.ts`)));
    });
  });
}
