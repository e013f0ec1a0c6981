import assert from "node:assert/strict";
import { judge, type Measured } from "../../../../programs/automation/canary/judge";

const LIMITS = { errorIncrease: 0.01, latencyFactor: 1.5, minRequests: 100 };
const measured = (requests: number, errors: number, p95 = 0.1): Measured => ({ requests, errors, p95 });

describe("the judgement of a canary", () => {
  const cases: readonly [what: string, canary: Measured, main: Measured, verdict: string, reason: RegExp][] = [
    ["without errors", measured(1000, 0), measured(1000, 0), "good", /^0\.0 % errors, 95 % within 0\.10 s$/],
    [
      "with more errors",
      measured(1000, 50),
      measured(1000, 0),
      "bad",
      /^5\.0 % of its answers are errors, 0\.0 % of main's$/,
    ],
    // Requests that are wrong themselves fail in both.
    ["with the errors of its callers", measured(1000, 52), measured(9000, 450), "good", /^5\.2 % errors/],
    ["with fewer errors than main", measured(1000, 0), measured(1000, 300), "good", /^0\.0 % errors/],
    ["with one error more by chance", measured(100, 2), measured(100, 0), "good", /^2\.0 % errors/],
    ["that is slower", measured(1000, 0, 0.2), measured(1000, 0, 0.1), "bad", /take up to 0\.20 s, of main's 0\.10 s$/],
    ["that is a little slower", measured(1000, 0, 0.149), measured(1000, 0, 0.1), "good", /within 0\.15 s$/],
    ["with few requests", measured(99, 0), measured(1000, 0), "unknown", /^canary has got 99 of 100 requests$/],
    ["beside a main with few", measured(1000, 0), measured(0, 0), "unknown", /^main has got 0 of 100 requests$/],
  ];
  for (const [what, canary, main, verdict, reason] of cases) {
    it(`of one ${what} is ${verdict}`, () => {
      const judgement = judge(canary, main, LIMITS);
      assert.equal(judgement.verdict, verdict);
      assert.match(judgement.reason, reason);
    });
  }
});
