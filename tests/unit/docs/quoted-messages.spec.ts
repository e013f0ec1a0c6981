import assert from "node:assert/strict";
import { filesBelow, textOf } from "./pages";

/** Most characters of source between two parts of a message, for what is computed between them. */
const GAP = 900;

/** Source as far as messages are concerned: texts that are put together over several lines are one text. */
const joined = (source: string): string => source.replace(/["'`]\s*\+\s*["'`]/g, "").replaceAll('\\"', '"');

/** A line of a message without what the run adds in front: the component of a warning, the key or the path of an input. */
const message = (line: string): string => line.replace(/^(?:[A-Z]\w+ "…"|[a-z]\w*|…): /, "");

/** Whether a source has all parts of a message, in their order and near each other. `…` stands for what differs. */
function contains(source: string, line: string): boolean {
  const parts = message(line)
    .split("…")
    .map((part) => part.trim())
    .filter((part) => /\w/.test(part));
  assert.ok(
    parts.some((part) => part.length >= 9),
    `"${line}" says too little to be found`,
  );
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(escaped.join(`[^]{0,${GAP}}?`)).test(source);
}

describe("the messages that docs/troubleshooting.md quotes", () => {
  const sources = ["components", "cli", "programs"]
    .flatMap((folder) => filesBelow(folder, /\.(?:ts|cjs|sh)$/))
    .map((file) => joined(textOf(file)));
  const lines = [...textOf("docs/troubleshooting.md").matchAll(/^```text\n(.*?)^```$/gms)].flatMap(([, block = ""]) =>
    block.trimEnd().split("\n"),
  );

  it("are many", () => {
    assert.ok(lines.length > 80, String(lines.length));
  });

  for (const line of lines) {
    it(`is in the source: ${line}`, () => {
      assert.ok(
        sources.some((source) => contains(source, line)),
        "no file of components/, cli/ and programs/ has this text",
      );
    });
  }
});
