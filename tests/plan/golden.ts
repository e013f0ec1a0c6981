import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Plan } from "../../cli/plan/plan-program";
import { planText } from "../../cli/plan/text/plan-text";

/** Compares a plan with the text in `golden/<name>.txt`; `npm run golden` writes it anew. */
export function assertGolden(name: string, plan: Plan): void {
  assertGoldenText(`${name}.txt`, planText(plan, { width: 100, colours: false }));
}

/** Compares a text with the file `golden/<name>`. */
export function assertGoldenText(name: string, text: string): void {
  const file = path.join(__dirname, "golden", name);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"));
}
