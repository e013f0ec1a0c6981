import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { planJson } from "../../cli/plan/json";
import type { PlanGraph } from "../../recorder/graph";
import { planProgram, type Plan } from "../../cli/plan/plan-program";
import { ProgramFailure } from "../../cli/user-error";
import { planText } from "../../cli/plan/text/plan-text";
import { knownPlan } from "./known-plan";
import { besideTheClusterProvider } from "./rules/cluster-provider";
import { plainDisks } from "./rules/encrypted-disks";
import { onDefaultProviders } from "./rules/explicit-providers";
import { onOtherCloudProviders } from "./rules/one-cloud-provider";
import { namedByTheirContents } from "./rules/lasting-identity";
import { mayGoBeforeWorkloads } from "./rules/outliving";
import { nodesInPublicSubnets } from "./rules/private-nodes";
import { openToEveryone } from "./rules/public-exposure";
import { staticCredentials, type RevealingGraph } from "./rules/static-credentials";

const root = path.resolve(__dirname, "../..");
const programs = readdirSync(path.join(root, "programs"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(root, "programs", entry.name, "index.ts")))
  .map((entry) => entry.name);

/** Every text in the example kubeconfig that must not be seen in a plan. */
const { users } = parse(readFileSync(path.join(root, "programs/stacks/kubeconfig.example.yaml"), "utf8")) as {
  users: { user: { token: string } }[];
};
const token = users[0]?.user.token ?? assert.fail("the example kubeconfig has no token to look for");

/** What no program may do, and the rule that lists where it does. */
const RULES: Readonly<Record<string, (graph: RevealingGraph) => string[]>> = {
  "puts nothing on a default provider": onDefaultProviders,
  "puts all of a cloud on one provider": onOtherCloudProviders,
  "puts workloads on the cluster's own provider": besideTheClusterProvider,
  "keeps every part of a cluster for as long as workloads stand": mayGoBeforeWorkloads,
  "takes a cluster for the same one whatever is replaced in it": namedByTheirContents,
  "encrypts every disk": plainDisks,
  "keeps nodes out of reach of the internet": nodesInPublicSubnets,
  "opens nothing to everyone, because no example says so": openToEveryone,
  "uses no key or token that never changes, but those that its user brings": (graph) =>
    staticCredentials(graph).filter((place) => !(BROUGHT[graph.stack] ?? []).includes(place)),
};

/** Credentials in what the user of a program hands to it. */
const BROUGHT: Readonly<Record<string, readonly string[]>> = { existing: ["ml kubeconfig.users[0].user.token"] };

describe("the programs", () => {
  it("are found", () => {
    assert.deepEqual(programs, ["aws", "existing"]);
  });

  for (const program of programs) {
    describe(program, () => {
      let plan: Plan;
      let planned: RevealingGraph;
      let known: RevealingGraph;
      before(async () => {
        plan = await planProgram({ cwd: root, program, settings: [] });
        planned = { ...plan.graph, revealInputs: ({ urn }) => plan.revealInputs(urn) };
        known = await knownPlan(program);
      });

      it("plans what its golden text says; refresh it with `npm run golden`", () => {
        const golden = path.join(__dirname, "golden", `${program}.txt`);
        const text = planText(plan, { width: 100, colours: false });
        if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
        assert.equal(text, readFileSync(golden, "utf8"));
      });

      for (const [what, rule] of Object.entries(RULES)) {
        it(`${what}, planned`, () => {
          assert.deepEqual(rule(planned), []);
        });

        it(`${what}, once all is known`, () => {
          assert.deepEqual(rule(known), []);
        });
      }

      it("has the same resources once all is known", () => {
        const urns = ({ resources }: PlanGraph) => resources.map(({ urn }) => urn).sort();
        assert.deepEqual(urns(known), urns(plan.graph));
      });

      it("gives every Kubernetes provider a static cluster identifier", () => {
        const providers = known.resources.filter(({ type }) => type === "pulumi:providers:kubernetes");
        assert.notEqual(providers.length, 0);
        for (const { name, inputs } of providers) {
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
        /There is no program "nowhere"; set the config value program to one of aws, existing\.$/,
      );
      return true;
    });
  });
});
