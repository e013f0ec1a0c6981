import assert from "node:assert/strict";
import type { Judgement } from "../../../../programs/automation/canary/judge";
import { promote } from "../../../../programs/automation/canary/promote";
import { run } from "../../../../programs/automation/promote-canary";

const GOOD: Judgement = { verdict: "good", reason: "fine" };

describe("the promotion of a canary", () => {
  /** A promotion by 10, 50 and 100 % with these judgements; what was set, and how it ended. */
  async function promotion(...judgements: (Judgement | Error)[]) {
    const set: number[] = [];
    const lines: string[] = [];
    const result = await promote({
      steps: [10, 50, 100],
      setTraffic: (percent) => Promise.resolve(void set.push(percent)),
      judgeStep: () => {
        const next = judgements.shift() ?? GOOD;
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
      },
      print: (line) => lines.push(line),
    }).catch((error: unknown) => (error as Error).message);
    return { set, result, last: lines.at(-1) };
  }

  it("takes every step of one that is good", async () => {
    assert.deepEqual(await promotion(), { set: [10, 50, 100], result: true, last: "  good: fine" });
  });

  for (const verdict of ["bad", "unknown"] as const) {
    it(`takes back the traffic of one that is ${verdict}`, async () => {
      assert.deepEqual(await promotion(GOOD, { verdict, reason: "5 % errors" }), {
        set: [10, 50, 0],
        result: false,
        last: "Rolling back to 0 %: 5 % errors.",
      });
    });
  }

  it("takes back the traffic if it can no longer be judged, and says why", async () => {
    assert.deepEqual(await promotion(new Error("Prometheus is gone.")), {
      set: [10, 0],
      result: "Prometheus is gone.",
      last: "Rolling back to 0 %: Prometheus is gone.",
    });
  });

  const wrong: readonly string[][] = [
    ["--stack", "a"],
    ["--stack", "a", "--prometheus", "nowhere"],
    ["--stack", "a", "--prometheus", "http://a.test", "--steps", "50,5"],
    ["--stack", "a", "--prometheus", "http://a.test", "--steps", "0,101"],
    ["--stack", "a", "--prometheus", "http://a.test", "--window", "soon"],
    ["--stack", "a", "--prometheus", "http://a.test", "--min-requests", "0"],
    ["--fast"],
  ];
  for (const args of wrong) {
    it(`is not started by ${args.join(" ")}`, async () => {
      assert.equal(await run(args), 2);
    });
  }

  it("changes nothing without a Prometheus", async () => {
    const args = ["--stack", "nowhere", "--prometheus", "http://127.0.0.1:1"];
    await assert.rejects(run(args));
  });
});
