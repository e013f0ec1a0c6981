import assert from "node:assert/strict";
import { readdir, truncate, utimes } from "node:fs/promises";
import { join } from "node:path";
import { showLines } from "../../../cli/display/line-display";
import { platformDestroy } from "../../../cli/destroy/destroy";
import { platformUp } from "../../../cli/up/up";
import { engineStack, type EngineStack } from "./engine-stack";

describe("a stack whose run was killed while the Pulumi CLI wrote the attributes of its state", () => {
  let stack: EngineStack;
  before(async () => {
    stack = await engineStack({ program: () => Promise.resolve({ answer: 42 }), providers: [] });
    await stack.up();
  });
  after(() => stack.dispose());

  /** Leaves the file as that run does, and returns what the user is told. */
  async function linesOf(run: (print: (line: string) => void) => Promise<unknown>): Promise<string[]> {
    const { url = "" } = await stack.automation.workspace.whoAmI();
    const folder = url.replace("file://", "");
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith("/test.json.attrs"));
    assert.equal(files.length, 1, files.join());
    await truncate(join(folder, ...files));
    const earlier = new Date(Date.now() - 60_000); // a file that is younger may belong to a run that still writes it
    await utimes(join(folder, ...files), earlier, earlier);
    await assert.rejects(stack.automation.workspace.selectStack("test"), /failed to load checkpoint: EOF/);
    const lines: string[] = [];
    await run((line) => lines.push(line));
    return lines.filter((line) => line.startsWith("removed"));
  }

  it("is updated", async () => {
    const lines = await linesOf((print) => platformUp({ stack: stack.automation, show: showLines(print) }));
    assert.match(lines.join(), /^removed .*test\.json\.attrs, which is empty and not needed$/);
    assert.equal((await stack.automation.outputs())["answer"]?.value, 42);
  });

  it("is destroyed", async () => {
    assert.equal(
      (
        await linesOf((print) =>
          platformDestroy({ stack: stack.automation, deleteOthers: false, show: showLines(print) }),
        )
      ).length,
      1,
    );
  });
});
