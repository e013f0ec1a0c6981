import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { checkPlan, policySettings } from "../../../cli/plan/policy/check-plan";
import { findingsOf } from "../../../policy/check";
import { rules } from "../../../policy/rules";
import { withDefaults } from "../../../policy/settings";
import * as pulumi from "@pulumi/pulumi";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import type { PlanGraph, PlannedResource } from "../../../recorder/graph";
import { deploy } from "../../helpers/deploy";
import { PROGRAMS } from "../../unit/policy/programs";
import { planOf } from "../plan-of-program";
import { programNames } from "../program-names";
import { ServedPack, type Diagnostic } from "./served-pack";

const root = path.resolve(__dirname, "../../..");

type Revealing = PlanGraph & {
  readonly revealInputs: (resource: PlannedResource) => PlannedResource["inputs"]["values"];
};

/** Resources as the engine has them: with the values of secrets, and without a word on what is kept on destroy. */
const asEngineHas = (graph: Revealing): PlannedResource[] =>
  graph.resources.map((resource) => ({
    ...resource,
    inputs: { ...resource.inputs, values: graph.revealInputs(resource) },
    retainOnDelete: false,
  }));

/** What the rules find in resources without a pack, as its diagnostics. */
const expected = (resources: readonly PlannedResource[]): Diagnostic[] =>
  rules.flatMap((rule) =>
    resources.flatMap((resource) =>
      findingsOf(rule, resource, { resources, tellsRetention: false }, withDefaults(rule.options)).map(
        ({ kind, text }): Diagnostic => ({
          policy: rule.name,
          level: kind === "unknown" ? "advisory" : rule.level,
          urn: resource.urn,
          message: `${rule.description}\n${text}`,
        }),
      ),
    ),
  );

const sorted = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map((one) => JSON.stringify(one)).sort();

const shortly = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics
    .map(
      ({ policy, level, urn, message }) =>
        `${level} ${policy} ${urn.split("::").at(-1) ?? ""}: ${message.split("\n")[1] ?? ""}`,
    )
    .sort();

describe("the policy pack, as Pulumi's engine runs it", () => {
  let pack: ServedPack;
  before(async () => {
    pack = await ServedPack.start();
  });
  after(() => {
    // Where the pack did not start there is nothing to stop.
    (pack as ServedPack | undefined)?.stop();
  });
  beforeEach(() => pack.configure({}));

  it("names its rules with their levels and options", async () => {
    const info = await pack.info();
    const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
    assert.deepEqual(
      [info.getName(), info.getVersion(), info.getSupportsconfig()],
      ["mlplatform-guardrails", version, true],
    );
    const policies = info.getPoliciesList().map((policy) => ({
      name: policy.getName(),
      description: policy.getDescription(),
      level: policy.getEnforcementlevel() === EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
      defaults: Object.fromEntries(
        Object.entries(policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {}).map(([option, schema]) => [
          option,
          (schema as { default: unknown }).default,
        ]),
      ),
    }));
    assert.deepEqual(
      policies,
      rules.map(({ name, description, level, options }) => ({ name, description, level, defaults: options })),
    );
  });

  for (const [rule, programs] of Object.entries(PROGRAMS)) {
    it(`finds what a plan finds in the programs for ${rule}`, async () => {
      for (const { what, program } of programs) {
        const resources = asEngineHas(await deploy(program, { preview: true }));
        assert.deepEqual(sorted(await pack.analyze(resources)), sorted(expected(resources)), what);
      }
    });
  }

  for (const program of programNames) {
    it(`finds nothing to refuse in the program ${program}`, async () => {
      const plan = await planOf(program);
      const resources = asEngineHas({ ...plan.graph, revealInputs: ({ urn }) => plan.revealInputs(urn) });
      const found = await pack.analyze(resources);
      assert.deepEqual(sorted(found), sorted(expected(resources)));
      assert.deepEqual(shortly(found.filter(({ level }) => level === "mandatory")), []);
    });
  }

  it("cannot see what is kept on destroy, and says so where a plan knows", async () => {
    const row = PROGRAMS["deletion-protection"]?.find(({ what }) => what.startsWith("a cluster, a database"));
    const graph = await deploy(row?.program ?? assert.fail(), { preview: true });
    const ofRule = ({ rule }: { rule: string }) => rule === "deletion-protection";
    const plan = { graph, revealInputs: (urn: string) => graph.revealInputs(graph.byUrn(urn)) };
    const { violations } = checkPlan(plan, policySettings(undefined));
    const found = (await pack.analyze(asEngineHas(graph))).filter(({ policy }) => policy === "deletion-protection");
    assert.equal(violations.filter(ofRule).length, 7);
    assert.deepEqual(
      shortly(found),
      ["account", "bucket", "claim", "cluster", "database", "older", "set"].map(
        (name) =>
          `advisory deletion-protection ${name}: Pulumi does not tell a policy pack whether retainOnDelete keeps it: this is not checked.`,
      ),
    );
  });

  it("applies the levels and options of its configuration", async () => {
    const program = () => {
      const rows = ["no-public-access", "pinned-images"].map((rule) => PROGRAMS[rule]?.[0]?.program);
      for (const row of rows) row?.();
    };
    const resources = asEngineHas(await deploy(program, { preview: true }));
    const findings = async (config: Parameters<ServedPack["configure"]>[0]) => {
      await pack.configure(config);
      return shortly(await pack.analyze(resources)).map((text) => text.split(":")[0]);
    };
    const usual = [
      "mandatory no-public-access web",
      "mandatory pinned-images chart",
      "mandatory pinned-images iris",
      "mandatory pinned-images web",
    ];
    assert.deepEqual(await findings({}), usual);
    assert.deepEqual(await findings({ "pinned-images": { level: "disabled", options: {} } }), usual.slice(0, 1));
    assert.deepEqual(
      await findings({
        "no-public-access": { level: "advisory", options: {} },
        "pinned-images": { level: "mandatory", options: { allow: ["iris", "web"] } },
      }),
      ["advisory no-public-access web", "mandatory pinned-images chart"],
    );
  });

  it("does not judge a component of a plugin that tells no arguments: its parts are judged", async () => {
    const graph = await deploy(
      () => {
        const parent = new (class extends pulumi.ComponentResource {})("eks:index:Cluster", "told", {}, {});
        new (class extends pulumi.CustomResource {})(
          "aws:eks/cluster:Cluster",
          "part",
          { deletionProtection: true },
          { parent },
        );
      },
      { preview: true },
    );
    assert.deepEqual(
      shortly(await pack.analyze(asEngineHas(graph))).map((text) => text.split(":")[0]),
      ["mandatory no-public-access part"],
    );
  });
});
