import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { realKubernetesProvider } from "../providers/kubernetes/launcher";
import { LEFT_OUT, ROWS, type Row } from "./rows";

describe("the list of what the Kubernetes provider does", () => {
  const specs = readdirSync(__dirname).filter((name) => name.endsWith(".spec.ts") && name !== "rows.spec.ts");
  const tested = specs.flatMap((name) => {
    const source = readFileSync(join(__dirname, name), "utf8");
    return [...source.matchAll(/\brow\(\s*"([^"]+)"/g)].map(([, text]) => text);
  });
  const rows = Object.values(ROWS).flat();

  it("has a test for every row, or a reason", () => {
    const missing = rows.filter((text) => !tested.includes(text) && LEFT_OUT[text] === undefined);
    assert.deepEqual(missing, []);
  });

  it("gives a reason for no row that has a test", () => {
    assert.deepEqual(
      (Object.keys(LEFT_OUT) as Row[]).filter((text) => tested.includes(text)),
      [],
    );
  });

  after(() => {
    const reasons = Object.entries(LEFT_OUT).map(([text, reason]) => `\n      ${text}: ${reason}`);
    const left = reasons.length === 0 ? "none" : reasons.join("");
    const provider = realKubernetesProvider() ?? "the stand-in";
    console.log(`      provider: ${provider}; rows: ${rows.length}; rows left out: ${left}`);
  });
});
