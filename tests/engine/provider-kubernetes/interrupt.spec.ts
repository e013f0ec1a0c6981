import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Bench } from "./bench";
import { TINY, writeChart } from "./charts";
import { failureOf } from "./failure";
import { helmStatus, withRelease } from "./release";

/** The command lines of every process on this machine. */
async function commandLines(): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => ""));
  return (await Promise.all(lines)).map((line) => line.replaceAll("\0", " "));
}

describe("the Kubernetes provider: an interrupt, and what others can see", () => {
  const bench = new Bench();

  it("shows no value, no credential and no passphrase in the list of processes, and ends helm with the stack", async () => {
    const namespace = await bench.namespace();
    const chart = await writeChart(await bench.folder(), TINY);
    const token = /token: (\w+)/.exec(bench.on.kubeconfig)?.[1] ?? "no token";
    const values = { message: "value-of-the-test", replicas: 1, neverReady: true };
    const stack = await bench.stack(() => {});
    const running = failureOf(stack.up(withRelease(bench, { chart, namespace, values })));
    const ours = async () => (await commandLines()).filter((line) => line.includes(namespace));
    while ((await helmStatus(bench, namespace, "tiny")) === undefined) await sleep(100);

    const lines = await commandLines();
    assert.equal(lines.filter((line) => line.includes(` install tiny ${chart} `)).length, 1);
    for (const hidden of ["value-of-the-test", token]) {
      assert.deepEqual(
        lines.filter((line) => line.includes(hidden)),
        [],
      );
    }

    await stack.dispose();
    await running;
    assert.deepEqual(await ours(), []);
  });
});
