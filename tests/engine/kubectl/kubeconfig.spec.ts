import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { fromFile } from "../../../components/targets/existing/kubeconfig";
import { cases } from "../../unit/targets/existing/kubeconfigs";
import { toolchain } from "../toolchain";

describe("kubectl and existing.kubeconfigPath read the same in a kubeconfig", function () {
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "kubeconfig-"))));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  for (const { title, text, refusal, kubectlReads = refusal === undefined } of cases) {
    it(`with ${title}${refusal === undefined ? "" : kubectlReads ? ", but we refuse it" : ", and refuse it"}`, async () => {
      const file = join(folder, "config");
      writeFileSync(file, text);
      if (!kubectlReads) {
        await assert.rejects(kubectlReading(file));
        assert.throws(() => fromFile(file, undefined));
        return;
      }
      const theirs = given(await kubectlReading(file));
      if (refusal === undefined) assert.deepEqual(given(JSON.parse(fromFile(file, undefined).text)), theirs);
      else assert.throws(() => fromFile(file, undefined));
    });
  }
});

/** The current context of a kubeconfig, as kubectl reads it. */
async function kubectlReading(file: string): Promise<unknown> {
  const { kubectl } = await toolchain();
  const args = ["config", "view", "--raw", "--minify", "--output", "json", "--kubeconfig", file];
  return JSON.parse((await promisify(execFile)(kubectl, args)).stdout);
}

/** A value without what is empty in it: kubectl prints some fields although nothing was written. */
function given(value: unknown): unknown {
  if (value === null || value === "" || value === false) return undefined;
  if (typeof value !== "object") return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, given(entry)] as const);
  const filled = entries.filter(([, entry]) => entry !== undefined);
  if (filled.length === 0) return undefined;
  return Array.isArray(value) ? filled.map(([, entry]) => entry) : Object.fromEntries(filled);
}
