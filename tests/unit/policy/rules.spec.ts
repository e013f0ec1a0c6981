import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { findingsOf } from "../../../policy/check";
import type { Rule, RuleOptions } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import { withDefaults } from "../../../policy/settings";
import { deploy } from "../../helpers/deploy";
import { PROGRAMS } from "./programs";

/** What a rule finds in a program that runs as a preview. */
async function findingsIn(rule: Rule, program: () => unknown, options: Partial<RuleOptions> = {}): Promise<string[]> {
  const graph = await deploy(program, { preview: true });
  const resources = graph.resources.map((resource) => ({
    ...resource,
    inputs: { ...resource.inputs, values: graph.revealInputs(resource) },
  }));
  const found = resources.flatMap((resource) =>
    findingsOf(rule, resource, { resources, tellsRetention: true }, withDefaults({ ...rule.options, ...options })).map(
      ({ kind, text }) => `${kind === "unknown" ? "? " : ""}${resource.name}: ${text}`,
    ),
  );
  // The SDK registers in the order in which inputs resolve.
  return found.sort();
}

const ruleNamed = (name: string): Rule => rules.find((rule) => rule.name === name) ?? assert.fail(`no rule ${name}`);

/** The program of a rule with this name. */
const programOf = (rule: string, what: RegExp) =>
  PROGRAMS[rule]?.find((program) => what.test(program.what)) ?? assert.fail(`no program ${String(what)}`);

describe("the rules of the policy pack", () => {
  it("are one in each file, in the list, and each has programs that break it and keep it", () => {
    const files = readdirSync(path.resolve(__dirname, "../../../policy/rules"), "utf8");
    assert.deepEqual(rules.map(({ name }) => `${name}.ts`).sort(), files.sort());
    assert.deepEqual(Object.keys(PROGRAMS).sort(), rules.map(({ name }) => name).sort());
    for (const [name, programs] of Object.entries(PROGRAMS)) {
      assert.ok(
        programs.some(({ found }) => found.some((text) => !text.startsWith("? "))),
        `${name} is never broken`,
      );
      assert.ok(
        programs.some(({ found }) => found.some((text) => text.startsWith("? "))),
        `${name} always knows`,
      );
      assert.ok(
        programs.some(({ found }) => found.length === 0),
        `${name} is never kept`,
      );
    }
  });

  for (const rule of rules) {
    describe(rule.name, () => {
      for (const { what, program, found } of PROGRAMS[rule.name] ?? []) {
        it(`${found.length === 0 ? "accepts" : "finds"} ${what}`, async () => {
          assert.deepEqual(await findingsIn(rule, program), [...found].sort());
        });
      }
    });
  }

  for (const [what, allow] of [
    ["its name in the program", ["web"]],
    ["its URN", ["urn:pulumi:test::proj::kubernetes:core/v1:Service::web"]],
  ] as const) {
    it(`leave alone what allow names by ${what}`, async () => {
      const { program } = programOf("no-public-access", /^a load balancer that everyone reaches/);
      assert.deepEqual(await findingsIn(ruleNamed("no-public-access"), program, { allow }), []);
      assert.equal((await findingsIn(ruleNamed("no-public-access"), program, { allow: ["other"] })).length, 1);
    });
  }

  it("find the charts with privileged pods where allow does not name them", async () => {
    const { program } = programOf("no-privileged-pods", /charts that are named/);
    assert.deepEqual(await findingsIn(ruleNamed("no-privileged-pods"), program, { allow: ["metallb"] }), [
      "gpus: has privileged pods, because it mounts folders of the node to hand out GPUs: leave the chart out, or name it in allow.",
    ]);
  });

  it("print no line of a text that they read, which may be secret", async () => {
    const warnings: string[] = [];
    const keep = ({ message }: Error) => void warnings.push(message);
    process.on("warning", keep);
    const { program } = programOf("no-static-keys", /^variables and settings/);
    await findingsIn(ruleNamed("no-static-keys"), program);
    await new Promise(setImmediate);
    process.off("warning", keep);
    assert.deepEqual(warnings, []);
  });

  it("want a digest of each image with requireDigest", async () => {
    const { program } = programOf("pinned-images", /^a tag, a digest/);
    assert.deepEqual(await findingsIn(ruleNamed("pinned-images"), program, { requireDigest: true }), [
      "chart: values.image has no digest: write the image as name@sha256:….",
      "web: spec.template.spec.containers[0].image has no digest: write the image as name@sha256:….",
    ]);
  });

  for (const [rule, what, names] of [
    ["no-public-access", /its component writes out/, ["web"]],
    ["no-static-keys", /user of an existing cluster brings/, ["k"]],
    ["deletion-protection", /components write it out/, ["bucket", "c"]],
  ] as const) {
    it(`${rule} does not accept what is written out without allowWritten`, async () => {
      const found = await findingsIn(ruleNamed(rule), programOf(rule, what).program, { allowWritten: false });
      assert.deepEqual(
        found.map((text) => text.split(":")[0]),
        names,
      );
    });
  }

  it("repeat no value of an input, which may be secret", () => {
    const all = Object.values(PROGRAMS).flatMap((programs) => programs.flatMap(({ found }) => found));
    assert.deepEqual(
      all.filter((text) => /hunter2|AKIA|secret\.example|203\.0\.113|10\.0\.0|nginx|privileged: true/.test(text)),
      [],
    );
  });
});
