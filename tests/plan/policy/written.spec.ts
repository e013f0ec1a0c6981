import assert from "node:assert/strict";
import { checkPlan } from "../../../cli/plan/policy/check-plan";
import type { Setting } from "../../../cli/project/config";
import { MlCluster, type MlClusterArgs } from "../../../components";
import { rules } from "../../../policy/rules";
import { readSettings } from "../../../policy/settings";
import { deploy } from "../../helpers/deploy";
import { sampleOf } from "../../unit/targets/sample";
import { planOf } from "../plan-of-program";

type Planned = Parameters<typeof checkPlan>[0];

/** What the rules refuse, each as rule and name of the resource: by default, and where nothing that is written out is allowed. */
function refusedIn(plan: Planned): { byDefault: string[]; strictly: string[] } {
  const refused = (config: object) =>
    checkPlan(plan, readSettings(JSON.stringify(config), rules)).violations.map(
      ({ rule, resource }) => `${rule} ${resource.name}`,
    );
  const strict = { allowWritten: false };
  return {
    byDefault: refused({}),
    strictly: refused({ "no-public-access": strict, "deletion-protection": strict, "no-static-keys": strict }),
  };
}

/** A cluster with further arguments. */
async function cluster(target: string, args: Partial<MlClusterArgs>): Promise<Planned> {
  const sample = sampleOf(target);
  const graph = await deploy(() => new MlCluster("ml", { ...sample.args, ...args }), sample.mocks);
  return { graph, revealInputs: (urn) => graph.revealInputs(graph.byUrn(urn)) };
}

const GATEWAY = "no-public-access istio-system/istio-ingressgateway";

describe("what a program writes out in an argument of the package", () => {
  const plans: readonly [what: string, plan: () => Promise<Planned>, strictly: string[]][] = [
    ["a gateway that is not public", () => planOf("aws"), []],
    ["a public gateway", () => planOf("aws", ["allowPublic", "true"], ["sourceRanges", "[]"]), [GATEWAY]],
    ["a cluster without protection", () => planOf("gcp", ["deletionProtection", "false"]), ["deletion-protection ml"]],
    [
      "data that a destroy deletes",
      () => planOf("aws", ["pachyderm", '{"s3":{},"deleteData":true}'] satisfies Setting),
      ["deletion-protection pachyderm-bucket"],
    ],
    ["a login that its user brings", () => planOf("existing"), ["no-static-keys ml"]],
    ["a public API server on AWS", () => cluster("aws", { apiAccess: { allowPublic: true } }), ["no-public-access ml"]],
    [
      "a public API server on Azure",
      () => cluster("azure", { apiAccess: { allowPublic: true } }),
      ["no-public-access ml"],
    ],
  ];
  for (const [what, plan, strictly] of plans) {
    it(`${what}: is allowed, unless only the configuration may allow it`, async () => {
      assert.deepEqual(refusedIn(await plan()), { byDefault: [], strictly });
    });
  }
});
