import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { planJson } from "../../cli/plan/json";
import { planProgram, type Plan } from "../../cli/plan/plan-program";
import { ProgramFailure } from "../../cli/plan/program-failure";
import { planText } from "../../cli/plan/render";

const root = path.resolve(__dirname, "../..");
const programs = readdirSync(path.join(root, "programs"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(root, "programs", entry.name, "index.ts")))
  .map((entry) => entry.name);

/** Every text in the example kubeconfig that must not be seen in a plan. */
const { users } = parse(readFileSync(path.join(root, "programs/stacks/kubeconfig.example.yaml"), "utf8")) as {
  users: { user: { token: string } }[];
};
const token = users[0]?.user.token ?? assert.fail("the example kubeconfig has no token to look for");

describe("the programs", () => {
  it("are found", () => {
    assert.ok(programs.includes("existing"));
  });

  for (const program of programs) {
    describe(program, () => {
      let plan: Plan;
      before(async () => {
        plan = await planProgram({ cwd: root, program, settings: [] });
      });

      it("plans what its golden text says; refresh it with `npm run golden`", () => {
        const golden = path.join(__dirname, "golden", `${program}.txt`);
        const text = planText(plan, { width: 100, colours: false });
        if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
        assert.equal(text, readFileSync(golden, "utf8"));
      });

      it("puts no Kubernetes resource on a default provider", () => {
        const kubernetes = plan.graph.resources.filter(({ type }) => type.startsWith("kubernetes:"));
        assert.notEqual(kubernetes.length, 0);
        assert.deepEqual(
          kubernetes.filter(({ provider }) => provider === undefined).map(({ urn }) => urn),
          [],
        );
      });

      it("gives every Kubernetes provider a static cluster identifier", () => {
        for (const { name, inputs } of plan.graph.resources.filter(
          ({ type }) => type === "pulumi:providers:kubernetes",
        )) {
          assert.ok(inputs.values["clusterIdentifier"], name);
          assert.ok(!inputs.unknowns.includes("clusterIdentifier"), name);
        }
      });

      it("registers the outputs of every component exactly once", () => {
        for (const { type, name, outputsRegistered } of plan.graph.resources) {
          if (type.startsWith("mlplatform:")) assert.equal(outputsRegistered, 1, name);
        }
      });

      it("keeps every release's values when they are emptied from staying behind", () => {
        for (const { type, name, inputs } of plan.graph.resources) {
          if (type === "kubernetes:helm.sh/v3:Release") assert.equal(inputs.values["resetValues"], true, name);
        }
      });

      it("shows no secret, as text or as JSON", () => {
        assert.ok(!planText(plan, { width: 100, colours: false }).includes(token));
        assert.ok(!planJson(plan).includes(token));
      });

      it("names no folder of this machine", () => {
        assert.ok(!planJson(plan).includes(root));
      });
    });
  }

  it("are listed when another one is asked for", async () => {
    await assert.rejects(planProgram({ cwd: root, program: "nowhere", settings: [] }), (error) => {
      assert.ok(error instanceof ProgramFailure);
      assert.match(
        String(error.errors[0]),
        /There is no program "nowhere"; set the config value program to one of existing\.$/,
      );
      return true;
    });
  });
});
