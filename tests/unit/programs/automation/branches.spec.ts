import assert from "node:assert/strict";
import { run } from "../../../../programs/automation/branch-environments";
import { environmentName, EXPIRES } from "../../../../programs/automation/branches/environment";
import { expiryOf } from "../../../../programs/automation/branches/expired";

describe("the environment of a branch", () => {
  for (const [branch, name] of [
    ["fix/42", "branch-fix-42"],
    ["Feature_Ünï--x/", "branch-feature-n-x"],
    ["a".repeat(80), `branch-${"a".repeat(56)}`],
    [`${"a".repeat(55)}/b`, `branch-${"a".repeat(55)}`],
  ] as const) {
    it(`of ${branch} is ${name}`, () => {
      assert.equal(environmentName(branch), name);
      assert.ok(name.length <= 63);
    });
  }

  it("needs a letter or a digit", () => {
    assert.throws(() => environmentName("--/--"), /^Error: '--\/--' has no letter and no digit/);
  });

  it("lives until its namespace says", () => {
    const namespace = (annotations?: object) => ({
      type: "kubernetes:core/v1:Namespace",
      inputs: { metadata: { annotations } },
    });
    const at = "2026-11-30T12:00:00.000Z";
    const other = {
      type: "kubernetes:core/v1:ConfigMap",
      inputs: { metadata: { annotations: { [EXPIRES]: "2020-01-01" } } },
    };
    assert.deepEqual(expiryOf({ resources: [other, namespace({ [EXPIRES]: at })] }), new Date(at));
    for (const resources of [undefined, [], [other], [namespace()], [namespace({})]]) {
      assert.equal(expiryOf({ ...(resources ? { resources } : {}) }), undefined);
    }
  });

  for (const args of [
    [],
    ["list"],
    ["create", "--branch", "a"],
    ["create", "--branch", "a", "--platform", "b", "--model-uri", "c", "--hours", "soon"],
    ["remove"],
    ["remove", "--force"],
  ]) {
    it(`is not touched by '${args.join(" ")}'`, async () => {
      assert.equal(await run(args, () => undefined), 2);
    });
  }
});
