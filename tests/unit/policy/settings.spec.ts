import assert from "node:assert/strict";
import { rules } from "../../../policy/rules";
import { ConfigProblem, readSettings } from "../../../policy/settings";

/** The settings of a rule after a configuration was read. */
const settingsOf = (name: string, config: unknown) =>
  [...readSettings(typeof config === "string" ? config : JSON.stringify(config), rules)].find(
    ([rule]) => rule.name === name,
  )?.[1] ?? assert.fail(name);

const problemWith = (text: string): string => {
  try {
    readSettings(text, rules);
  } catch (error) {
    assert.ok(error instanceof ConfigProblem);
    return error.message;
  }
  return assert.fail("it was accepted");
};

describe("the configuration of the policy pack", () => {
  it("leaves every rule as it is if it is empty", () => {
    for (const rule of rules) {
      for (const empty of ["", " \n", "{}"]) {
        const { level, options } = settingsOf(rule.name, empty);
        assert.equal(level, rule.level);
        assert.deepEqual({ ...options, ...rule.options }, options);
      }
    }
  });

  it("sets a level by a text or by enforcementLevel", () => {
    assert.equal(settingsOf("pinned-images", { "pinned-images": "advisory" }).level, "advisory");
    assert.equal(settingsOf("pinned-images", { "pinned-images": { enforcementLevel: "disabled" } }).level, "disabled");
    // Nothing can be remediated here: Pulumi's packs then report it as mandatory.
    assert.equal(settingsOf("disruption-budgets", { "disruption-budgets": "remediate" }).level, "mandatory");
  });

  it("sets the level of the rules without one of their own by all", () => {
    const config = { all: "advisory", "pinned-images": "mandatory", "pinned-charts": { allow: ["c"] } };
    assert.equal(settingsOf("no-public-access", config).level, "advisory");
    assert.equal(settingsOf("pinned-images", config).level, "mandatory");
    assert.equal(settingsOf("pinned-charts", config).level, "advisory");
    assert.equal(settingsOf("no-public-access", { all: { enforcementLevel: "disabled" } }).level, "disabled");
  });

  it("sets options, and keeps the level and the other options", () => {
    const config = { "no-public-access": { allowWritten: false }, "pinned-images": { requireDigest: true } };
    assert.deepEqual(settingsOf("no-public-access", config), {
      level: "mandatory",
      options: { allow: [], allowWritten: false, requireDigest: false },
    });
    assert.deepEqual(settingsOf("pinned-images", config).options, {
      allow: [],
      allowWritten: true,
      requireDigest: true,
    });
  });

  const NAMES = rules.map(({ name }) => name).join(", ");
  for (const [text, problem] of [
    ["{", "is not JSON."],
    ["[]", "is not an object with the names of rules as keys."],
    ['{"pinned-image": "advisory"}', 'there is no rule "pinned-image"; write pinned-images.'],
    ['{"unicorns": "advisory"}', `there is no rule "unicorns"; write one of ${NAMES}, all.`],
    [
      '{"environments": ["e"]}',
      "environments can be opened by Pulumi alone. Write what they contain into the file instead.",
    ],
    ['{"pinned-images": "must"}', "pinned-images is not a level: write advisory, mandatory, disabled, remediate."],
    [
      '{"pinned-images": {"enforcementLevel": 1}}',
      "pinned-images.enforcementLevel is not a level: write advisory, mandatory, disabled, remediate.",
    ],
    [
      '{"pinned-images": true}',
      "pinned-images is neither a level (advisory, mandatory, disabled, remediate) nor an object.",
    ],
    [
      '{"pinned-charts": {"requireDigest": true}}',
      "pinned-charts.requireDigest is no option. pinned-charts has enforcementLevel, allow.",
    ],
    ['{"all": {"allow": []}}', "all.allow is no option. all has enforcementLevel."],
    ['{"pinned-charts": {"allow": "c"}}', "pinned-charts.allow is not a list of texts."],
    ['{"pinned-images": {"requireDigest": "yes"}}', "pinned-images.requireDigest is not true or false."],
  ] as const) {
    it(`${text} is refused`, () => {
      assert.equal(problemWith(text), problem);
    });
  }
});
