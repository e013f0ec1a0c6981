import assert from "node:assert/strict";
import { parse } from "yaml";
import { rules } from "../../../policy/rules";
import { readSettings } from "../../../policy/settings";
import { textOf } from "./pages";
import { policyTables } from "./policy-page";

const PAGE = textOf("docs/policy.md");

describe("the page about the rules for plans", () => {
  for (const [name, content] of Object.entries(policyTables)) {
    it(`has the table of ${name} as the code has them`, () => {
      assert.ok(PAGE.includes(`\n\n${content}\n\n`), `docs/policy.md needs this table:\n\n${content}`);
    });
  }

  it("has an example of a configuration that is accepted, and in which each line changes something", () => {
    const [, example = ""] = /```json\n(.*?)```/s.exec(PAGE) ?? [];
    const settings = readSettings(example, rules);
    const changed = [...settings].filter(
      ([rule, { level, options }]) =>
        level !== rule.level ||
        Object.entries(rule.options).some(
          ([key, value]) => JSON.stringify(options[key as "allow"]) !== JSON.stringify(value),
        ),
    );
    assert.deepEqual(changed.map(([{ name }]) => name).sort(), Object.keys(parse(example) as object).sort());
  });

  it("is about a pack with the version of the package", () => {
    const version = (file: string) => (JSON.parse(textOf(file)) as { version: string }).version;
    assert.equal(version("policy/package.json"), version("package.json"));
  });
});
