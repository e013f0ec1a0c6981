import assert from "node:assert/strict";
import { statusSentences } from "../../../../cli/up/explain-failure";

describe("a status in words", () => {
  const statuses: [what: string, status: Record<string, unknown>, words: string[]][] = [
    ["an empty status", {}, []],
    ["a state with its description", { state: "Failed", description: "no such model" }, ["is Failed: no such model"]],
    ["a phase with its message", { phase: "Pending", message: "waits" }, ["is Pending: waits"]],
    [
      "conditions that are not met",
      {
        conditions: [
          { type: "Ready", status: "False", reason: "NoPods", message: "no pod runs" },
          { type: "Known", status: "True", message: "fine" },
          { type: "Served", status: "False" },
        ],
      },
      ["is not Ready (NoPods: no pod runs)", "is not Served"],
    ],
  ];
  for (const [what, status, words] of statuses) {
    it(`contains ${what}`, () => {
      assert.deepEqual(statusSentences(status), words);
    });
  }
});
