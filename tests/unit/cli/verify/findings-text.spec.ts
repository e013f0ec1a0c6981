import assert from "node:assert/strict";
import { findingsJson, findingsText } from "../../../../cli/verify/findings-text";
import type { Finding } from "../../../../cli/verify/run-checks";

const FINDINGS: Finding[] = [
  { component: "ml", check: "nodes", result: "pass", detail: "3 ready", seconds: 0.4 },
  {
    component: "ingress",
    check: "DNS of models.example.org",
    result: "skipped",
    detail: "models.example.org does not resolve",
    hint: "Add to DNS: models.example.org A 203.0.113.7",
    seconds: 1,
  },
  { component: "iris", check: "REST", result: "fail", detail: "HTTP 503 from the URL", seconds: 2 },
  { component: "hub", check: "hub", result: "unreachable", detail: "192.0.2.1:443 refuses connections", seconds: 2 },
];

describe("the table of verify", () => {
  it("has a row for each check, with hints below its detail", () => {
    assert.equal(
      findingsText(FINDINGS, { width: 100, colours: false }),
      `CHECK                               RESULT       DETAIL
ml: nodes                           pass         3 ready
ingress: DNS of models.example.org  skipped      models.example.org does not resolve
                                                 Add to DNS: models.example.org A 203.0.113.7
iris: REST                          fail         HTTP 503 from the URL
hub: hub                            unreachable  192.0.2.1:443 refuses connections

4 checks: 1 passed, 1 failed, 1 unreachable, 1 skipped
`,
    );
  });

  it("puts details below the checks where there is little room", () => {
    const text = findingsText(FINDINGS, { width: 40, colours: false });
    assert.equal(
      text,
      `ml: nodes pass
  3 ready
ingress: DNS of models.example.org
skipped
  models.example.org does not resolve
  Add to DNS: models.example.org A
  203.0.113.7
iris: REST fail
  HTTP 503 from the URL
hub: hub unreachable
  192.0.2.1:443 refuses connections

4 checks: 1 passed, 1 failed, 1
unreachable, 1 skipped
`,
    );
    assert.ok(text.split("\n").every((line) => line.length <= 40));
  });

  it("colours the results alone, and hints are dim", () => {
    const [, first = "", , hint = "", failed = ""] = findingsText(FINDINGS, { width: 100, colours: true }).split("\n");
    assert.equal(first, `ml: nodes${" ".repeat(27)}\x1b[32mpass\x1b[39m${" ".repeat(9)}3 ready`);
    assert.ok(hint.startsWith(`${" ".repeat(49)}\x1b[2mAdd\x1b[22m `));
    assert.ok(failed.includes("\x1b[31mfail\x1b[39m"));
  });

  it("has the same fields for each in JSON", () => {
    assert.deepEqual(JSON.parse(findingsJson(FINDINGS.slice(0, 2))), [
      { component: "ml", check: "nodes", result: "pass", detail: "3 ready", hint: null, seconds: 0.4 },
      {
        component: "ingress",
        check: "DNS of models.example.org",
        result: "skipped",
        detail: "models.example.org does not resolve",
        hint: "Add to DNS: models.example.org A 203.0.113.7",
        seconds: 1,
      },
    ]);
  });
});
