import assert from "node:assert/strict";
import {
  checkedAddOns,
  checkedName,
  checkedTarget,
  checkedValue,
  checkedValues,
  nameLike,
} from "../../../../cli/init/checks";
import type { StarterSetting } from "../../../../components/targets/starter";

describe("the name of a new project", () => {
  for (const name of ["my-platform", "a", "ml2", "team.ml_1", "a".repeat(100)]) {
    it(`may be ${name.slice(0, 20)}`, () => assert.deepEqual(checkedName(name), { value: name }));
  }

  const refused: readonly [name: string, instead: string][] = [
    ["My Platform", "my-platform"],
    ["2nd", "nd"],
    ["-", "my-platform"],
    ["ml--dev", "ml-dev"],
    ["ml-", "ml"],
    ["", "my-platform"],
    ["../elsewhere", "elsewhere"],
    ["@team/ml", "team-ml"],
    ["a".repeat(101), "a".repeat(50)],
  ];
  for (const [name, instead] of refused) {
    it(`cannot be ${JSON.stringify(name.slice(0, 20))}, and the error says what to write`, () => {
      const checked = checkedName(name);
      assert.ok("problem" in checked);
      assert.match(checked.problem, new RegExp(`is not the name of a project: .*, such as ${instead}\\.$`));
      assert.deepEqual(checkedName(instead), { value: instead });
    });
  }

  for (const name of [
    "pulumi-mlplatform",
    "typescript",
    "tsx",
    "node_modules",
    "pulumi",
    "pulumi.dev",
    "true",
    "null",
    "no",
  ]) {
    it(`cannot be ${name}, which has another meaning`, () => {
      assert.deepEqual(checkedName(name), {
        problem: `"${name}" cannot be the name of a project. Write another, such as my-platform.`,
      });
    });
  }

  it("resembles the name of the folder, whatever that is", () => {
    assert.equal(nameLike("ML Platform (2026)"), "ml-platform-2026");
    assert.equal(nameLike("2026"), "my-platform");
    assert.equal(nameLike("Null"), "my-platform");
  });
});

describe("what a new project contains", () => {
  it("is a target that there is", () => {
    assert.deepEqual(checkedTarget("rke2"), { value: "rke2" });
    assert.deepEqual(checkedTarget("exsting"), { problem: `There is no target "exsting"; write existing.` });
    assert.deepEqual(checkedTarget("openstack"), {
      problem: `There is no target "openstack"; write one of aws, azure, existing, gcp, k3d, rke2.`,
    });
  });

  it("is any of the add-ons, in any order, or none", () => {
    assert.deepEqual(checkedAddOns("seldon, jupyterhub,seldon,"), { value: ["jupyterhub", "seldon"] });
    assert.deepEqual(checkedAddOns("none"), { value: [] });
  });

  const refused: readonly [text: string, problem: string][] = [
    ["seldn", `There is no add-on "seldn"; write seldon.`],
    ["kubeflow", `There is no add-on "kubeflow"; write one of jupyterhub, pachyderm, rancher, seldon, none.`],
    ["", "Write add-ons (jupyterhub, pachyderm, rancher, seldon) with commas between them, or none alone."],
    ["seldon,none", "Write add-ons (jupyterhub, pachyderm, rancher, seldon) with commas between them, or none alone."],
  ];
  for (const [text, problem] of refused) {
    it(`cannot be the add-ons ${JSON.stringify(text)}`, () => assert.deepEqual(checkedAddOns(text), { problem }));
  }
});

describe("a value of a new project", () => {
  const text: StarterSetting = {
    key: "region",
    type: "string",
    description: "",
    preset: "here-1",
    form: /^[a-z-]+\d$/,
  };
  const list: StarterSetting = { key: "hosts", type: "list", description: "", placeholder: ["a.b", "c.d"], form: /\./ };
  const flag: StarterSetting = { key: "safe", type: "boolean", description: "", preset: true };

  it("is a text, a list or a boolean, as its key says", () => {
    assert.deepEqual(checkedValue(text, " there-2 "), { value: "there-2" });
    assert.deepEqual(checkedValue(list, "e.f,g.h"), { value: ["e.f", "g.h"] });
    assert.deepEqual(checkedValue(flag, "false"), { value: false });
  });

  const refused: readonly [setting: StarterSetting, text: string, problem: string][] = [
    [text, "There", `region: "There" does not have the right form; write for example here-1.`],
    [text, " ", "region: is empty; write for example here-1."],
    [list, "e.f,g", `hosts: "g" does not have the right form; write for example a.b,c.d.`],
    [list, ",", "hosts: is empty; write for example a.b,c.d."],
    [flag, "yes", `safe: "yes" does not have the right form; write for example true.`],
  ];
  for (const [setting, given, problem] of refused) {
    it(`cannot be ${JSON.stringify(given)} for ${setting.type}`, () => {
      assert.deepEqual(checkedValue(setting, given), { problem });
    });
  }

  it("is refused together with all others that are wrong", () => {
    const given = [
      ["region", "A".repeat(80)],
      ["regin", "x"],
      ["safe", "true"],
    ] as const;
    assert.deepEqual(checkedValues([text, flag], given), {
      problem: [
        `region: "${"A".repeat(56)}... does not have the right form; write for example here-1.`,
        `"regin" is not a config key of this project; write region.`,
      ].join("\n"),
    });
    assert.deepEqual(checkedValues([text, flag], given.slice(2)), { value: { safe: true } });
  });
});
