import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { planJson } from "../../cli/plan/json";
import type { PlanGraph } from "../../recorder/graph";
import { planProgram, type Plan } from "../../cli/plan/plan-program";
import { ProgramFailure } from "../../cli/user-error";
import { checkPlan, policySettings } from "../../cli/plan/policy/check-plan";
import { labelled } from "../../cli/plan/report/resource-name";
import { planText } from "../../cli/plan/text/plan-text";
import { targetNames } from "../../components/targets/target";
import { programOf, sampleOfProgram } from "../unit/targets/sample";
import { assertGolden } from "./golden";
import { programNames as programs } from "./program-names";
import { knownPlan } from "./known-plan";
import { besideTheClusterProvider } from "./rules/cluster-provider";
import { onDefaultProviders } from "./rules/explicit-providers";
import { onOtherCloudProviders } from "./rules/one-cloud-provider";
import { namedByTheirContents } from "./rules/lasting-identity";
import { mayGoBeforeWorkloads } from "./rules/outliving";
import { cloudRules } from "./rules/cloud-rules";
import { staticCredentials, type RevealingGraph } from "./rules/static-credentials";

const root = path.resolve(__dirname, "../..");

/** Every text in the example kubeconfig that must not be seen in a plan. */
const { users } = parse(readFileSync(path.join(root, "programs/stacks/kubeconfig.example.yaml"), "utf8")) as {
  users: { user: { token: string } }[];
};
const token = users[0]?.user.token ?? assert.fail("the example kubeconfig has no token to look for");

/** What no program may do, and the rule that lists where it does. */
const RULES: Readonly<Record<string, (graph: RevealingGraph) => string[]>> = {
  "has no resource on a default provider": onDefaultProviders,
  "uses one provider for each cloud": onOtherCloudProviders,
  "uses the provider of the cluster for workloads": besideTheClusterProvider,
  "deletes no part of a cluster before its workloads": mayGoBeforeWorkloads,
  "has a cluster identifier that does not depend on objects in the cluster": namedByTheirContents,
  "has no node that the internet can reach directly": (graph) =>
    cloudRules().flatMap(({ publicNodes }) => publicNodes(graph)),
  "contains no static key or token except those that its user brings": (graph) =>
    staticCredentials(graph).filter((place) => !sampleOfProgram(graph.stack).broughtCredentials.includes(place)),
};

/** What the rules of the policy pack find: advice, and what a preview does not know. */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  // The addresses of the NAT, the account of the nodes, and the addresses of the network of Docker.
  azure: ["? no-public-access: containerservice ManagedCluster ml"],
  gcp: ["images", "logs"].map((role) => `? no-public-access: projects IAMMember ml-nodes-${role}`),
  k3d: ["? no-public-access: chart istio-system/istio-ingressgateway"],
};

/** By program, where Pachyderm keeps its objects. */
const OBJECTS: Readonly<Record<string, string>> = {
  aws: "s3",
  existing: "seaweedFs",
  gcp: "gcs",
  k3d: "seaweedFs",
  onprem: "seaweedFs",
};

function findingsIn(graph: RevealingGraph): string[] {
  const plan = {
    graph,
    revealInputs: (urn: string) =>
      graph.revealInputs(graph.resources.find((resource) => resource.urn === urn) ?? assert.fail(urn)),
  };
  const { violations, unchecked } = checkPlan(plan, policySettings(undefined));
  const line = ({ rule, resource }: (typeof violations)[number]) => `${rule}: ${labelled(resource)}`;
  return [...violations.map(line), ...unchecked.map((finding) => `? ${line(finding)}`)];
}

describe("the programs", () => {
  it("are one for each target", () => {
    assert.deepEqual([...programs].sort(), targetNames().map(programOf).sort());
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

      it("has the plan of its golden file; refresh it with `npm run golden`", () => {
        assertGolden(program, plan);
      });

      for (const [what, rule] of Object.entries(RULES)) {
        it(`${what}, in a preview`, () => {
          assert.deepEqual(rule(planned), []);
        });

        it(`${what}, with all outputs known`, () => {
          assert.deepEqual(rule(known), []);
        });
      }

      it("breaks no rule of the policy pack, and says what a preview does not know", () => {
        assert.deepEqual(findingsIn(planned), FOUND[program] ?? []);
      });

      it("breaks no rule of the policy pack with all outputs known", () => {
        assert.deepEqual(
          findingsIn(known),
          (FOUND[program] ?? []).filter((text) => !text.startsWith("?")),
        );
      });

      const objects = OBJECTS[program];
      if (objects !== undefined) {
        it(`breaks no rule of the policy pack with Pachyderm, objects in ${objects}, with all outputs known`, async () => {
          const block = { [objects]: {}, service: { type: "ClusterIP" } };
          const store = await knownPlan(program, [["pachyderm", JSON.stringify(block)]]);
          assert.deepEqual(findingsIn(store), []);
        });
      }

      it("has the same resources in a preview and with all outputs known", () => {
        const urns = ({ resources }: PlanGraph) => resources.map(({ urn }) => urn).sort();
        assert.deepEqual(urns(known), urns(plan.graph));
      });

      it("gives every Kubernetes provider an identifier, or a kubeconfig that a preview knows", () => {
        const providers = planned.resources.filter(({ type }) => type === "pulumi:providers:kubernetes");
        assert.notEqual(providers.length, 0);
        for (const { name, inputs } of providers) {
          const { clusterIdentifier, kubeconfig } = inputs.values;
          assert.ok(clusterIdentifier ?? (kubeconfig !== undefined && !inputs.unknowns.includes("kubeconfig")), name);
        }
      });

      it("registers the outputs of every component exactly once", () => {
        for (const { type, name, outputsRegistered } of plan.graph.resources) {
          if (type.startsWith("mlplatform:")) assert.equal(outputsRegistered, 1, name);
        }
      });

      it("resets the values of every Helm release, so that removed values do not stay", () => {
        for (const { type, name, inputs } of plan.graph.resources) {
          if (type === "kubernetes:helm.sh/v3:Release") assert.equal(inputs.values["resetValues"], true, name);
        }
      });

      it("shows no secret, as text or as JSON", () => {
        assert.ok(!planText(plan, { width: 100, colours: false }).includes(token));
        assert.ok(!planJson(plan).includes(token));
      });

      it("contains no path of the machine on which it runs", () => {
        assert.ok(!planJson(plan).includes(root));
      });
    });
  }

  it("are listed in the error for an unknown program", async () => {
    await assert.rejects(planProgram({ cwd: root, program: "nowhere", settings: [] }), (error) => {
      assert.ok(error instanceof ProgramFailure);
      const advice = `There is no program "nowhere"; set the config value program to one of ${programs.join(", ")}.`;
      assert.ok(String(error.errors[0]).endsWith(advice), String(error.errors[0]));
      return true;
    });
  });
});
