import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { changesOf } from "../../../cli/plan/compare/changes";
import { comparison } from "../../../cli/plan/compare/compare";
import { difference } from "../../../cli/plan/compare/difference";
import { planJson } from "../../../cli/plan/json";
import { PLAN_FORMAT, readPlanFile, type PlanFile } from "../../../cli/plan/plan-file";
import type { Setting } from "../../../cli/project/config";
import { UserError } from "../../../cli/user-error";
import type { PlainValue } from "../../../recorder/graph";
import { planOf } from "../plan-of-program";

const fileOf = async (program: string, ...settings: Setting[]): Promise<PlanFile> =>
  JSON.parse(planJson(await planOf(program, ...settings))) as PlanFile;
const PACHYDERM: Setting = ["pachyderm", '{"s3":{}}'];

describe("the changes of a value", () => {
  const table: readonly [before: PlainValue | undefined, after: PlainValue | undefined, changes: string[]][] = [
    [{ a: 1 }, { a: 1 }, []],
    [{ a: 1 }, { a: 2 }, ["a: 1 → 2"]],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3, 4] } }, ["a.b[1]: 2 → 3", "a.b[2]: undefined → 4"]],
    [{ a: 1 }, {}, ["a: 1 → undefined"]],
    [{ a: null }, {}, ["a: null → undefined"]],
    [{ a: { b: 1 } }, { a: 1 }, ['a: {"b":1} → 1']],
    [undefined, { b: 1 }, [': undefined → {"b":1}']],
    [{ a: 1 }, { a: 1, constructor: 2 }, ["constructor: undefined → 2"]],
  ];
  for (const [before, after, changes] of table) {
    it(`from ${JSON.stringify(before)} to ${JSON.stringify(after)} are ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(
        changesOf(before, after).map(
          (change) => `${change.path}: ${JSON.stringify(change.before)} → ${JSON.stringify(change.after)}`,
        ),
        changes,
      );
    });
  }
});

describe("the difference of two plans", () => {
  let [earlier, later]: PlanFile[] = [];
  before(async () => {
    [earlier, later] = await Promise.all([
      fileOf("aws", PACHYDERM),
      fileOf("aws", ["canaryTraffic", "50"], ["nodes", "3"], ["sourceRanges", '["198.51.100.0/24"]']),
    ]);
  });
  const shown = (format: "tree" | "markdown" | "json") =>
    comparison(earlier as PlanFile, later as PlanFile, { format, colours: false });

  it("has the resources that only one of them has, and of the others each input with both values", () => {
    const { added, removed, changed } = difference(earlier as PlanFile, later as PlanFile);
    assert.deepEqual(added, []);
    assert.equal(removed.length, 17);
    assert.ok(removed.some(({ kind, name }) => `${kind} ${name}` === "chart pachyderm/pachyderm"));
    assert.deepEqual(
      changed.map(({ resource, changes }) => [
        `${resource.kind} ${resource.name}`,
        ...changes.map(
          (change) => `${change.path}: ${JSON.stringify(change.before)} → ${JSON.stringify(change.after)}`,
        ),
      ]),
      [
        [
          "chart istio-system/istio-ingressgateway",
          'values.service.loadBalancerSourceRanges[0]: "203.0.113.0/24" → "198.51.100.0/24"',
        ],
        [
          "eks NodeGroup ml-general",
          "scalingConfig.desiredSize: 2 → 3",
          "scalingConfig.maxSize: 4 → 6",
          "scalingConfig.minSize: 2 → 3",
        ],
        ["SeldonDeployment models/iris", "spec.predictors[0].traffic: 75 → 50", "spec.predictors[1].traffic: 25 → 50"],
      ],
    );
  });

  it("as a tree has every part that differs", () => {
    const text = shown("tree");
    assert.match(
      text,
      /^Changes of the plan of mlplatform\/aws\n0 resources added, 17 removed, 3 changed\. Rough cost in a month: /,
    );
    assert.match(text, /\n {2}- chart pachyderm\/pachyderm\n/);
    assert.match(text, /\n {2}~ eks NodeGroup ml-general\n {6}scalingConfig\.desiredSize: 2 → 3\n/);
    assert.match(
      text,
      /\nExposed to whom\n {2}- chart istio-system\/istio-ingressgateway: LoadBalancer, from 203\.0\.113\.0\/24\n {2}- chart pachyderm\/pachyderm: LoadBalancer, internal\n {2}\+ chart istio-system\/istio-ingressgateway: LoadBalancer, from 198\.51\.100\.0\/24\n/,
    );
    assert.match(text, /\nPermissions granted\n(.*\n)* {2}- pachyderm-bucket: s3:ListBucket/);
    assert.match(text, /\nCharts\n {2}- pachyderm\/pachyderm pachyderm 2\.11\.5 from https:\/\/helm\.pachyderm\.com\n/);
    assert.match(text, /\nProtected and kept\n(.*\n)* {2}- Namespace pachyderm is kept on destroy\n/);
    assert.match(
      text,
      /\n {2}- eks NodeGroup ml-general: 2 to 4 × nodes m5\.large, \$140\.16 to \$280\.32\n(.*\n)* {2}\+ eks NodeGroup ml-general: 3 to 6 × nodes m5\.large, \$210\.24 to \$420\.48\n/,
    );
  });

  it("as Markdown has the parts as diffs, and the resources folded away", () => {
    const text = shown("markdown");
    assert.match(text, /^## Changes of the plan of mlplatform\/aws\n/);
    assert.match(text, /\n### Charts\n\n```diff\n- pachyderm\/pachyderm pachyderm 2\.11\.5 /);
    assert.match(text, /\n<summary>Resources<\/summary>\n\n```diff\n- (.*\n)*! eks NodeGroup ml-general\n/);
  });

  it("as JSON has a format with name and version", () => {
    const json = JSON.parse(shown("json")) as { format: unknown; removed: unknown[]; cost: { before: unknown } };
    assert.deepEqual(json.format, { name: "mlplatform-plan-difference", version: 1 });
    assert.equal(json.removed.length, 17);
    assert.deepEqual(json.cost.before, { least: 298.52, most: 454.68 });
  });

  it("is nothing between a plan and itself, and says so", () => {
    const options = { format: "tree", colours: false } as const;
    assert.equal(
      comparison(earlier as PlanFile, earlier as PlanFile, options),
      "Changes of the plan of mlplatform/aws\nThe plans are the same. Secrets are not compared.\n",
    );
  });

  it("compares two stacks, whose resources are the same but for the name of the stack", async () => {
    const other = await fileOf("aws", PACHYDERM);
    const renamed = JSON.parse(JSON.stringify(other).replaceAll("urn:pulumi:aws::", "urn:pulumi:prod::")) as PlanFile;
    const { added, removed, changed } = difference(earlier as PlanFile, { ...renamed, stack: "prod" });
    assert.deepEqual([added, removed, changed], [[], [], []]);
  });

  it("shows no secret, and no change of one", async () => {
    const secret = (value: string): Setting[] => [
      ["hosts", '["models.example.org"]'],
      ["tls", "selfSigned"],
      ["jupyterHub", JUPYTER_HUB],
      ["jupyterHubUserPassword", value],
    ];
    const [one, other] = await Promise.all([
      fileOf("existing", ...secret("MARKER-password-one")),
      fileOf("existing", ...secret("MARKER-password-two")),
    ]);
    const text = comparison(one, other, { format: "json", colours: false });
    assert.doesNotMatch(text, /MARKER/);
    assert.deepEqual(difference(one, other).changed, []);
  });

  it("has options of resources too", () => {
    const kept = structuredClone(earlier) as PlanFile;
    const [first] = kept.resources.filter(({ type }) => type === "aws:ec2/vpc:Vpc");
    assert.ok(first);
    Object.assign(first, { protect: true });
    assert.deepEqual(difference(earlier as PlanFile, kept).changed, [
      {
        resource: { urn: first.urn, kind: "ec2 Vpc", name: "ml-vpc" },
        changes: [{ path: "(protected)", before: undefined, after: true }],
      },
    ]);
  });
});

const JUPYTER_HUB = JSON.stringify({
  host: "models.example.org",
  login: { sharedPassword: {}, allowAll: true, adminUsers: ["admin"] },
});

describe("a plan to compare with", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(tmpdir(), "compare-"))));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const refusals: readonly [what: string, content: string, problem: string][] = [
    ["text", "hello", "is not a plan in JSON. Write one with: mlplatform plan --format json --output plan.json"],
    ["a number", "1", "is not a plan in JSON. Write one with: mlplatform plan --format json --output plan.json"],
    ["other JSON", "{}", "is not a plan in JSON. Write one with: mlplatform plan --format json --output plan.json"],
    [
      "a plan without resources",
      JSON.stringify({ format: PLAN_FORMAT }),
      "is not a plan in JSON. Write one with: mlplatform plan --format json --output plan.json",
    ],
    [
      "a plan of another version",
      JSON.stringify({ format: { ...PLAN_FORMAT, version: 2 } }),
      "is a plan of version 2, and this mlplatform reads version 1. Write it again with this mlplatform: " +
        "mlplatform plan --format json --output plan.json",
    ],
  ];
  for (const [what, content, problem] of refusals) {
    it(`may not be ${what}`, () => {
      const file = path.join(folder, "plan.json");
      writeFileSync(file, content);
      assert.throws(() => readPlanFile(file), new UserError(`--compare ${file}: ${problem}`));
    });
  }

  it("may not be missing, or a folder", () => {
    const advice = "Write a plan with: mlplatform plan --format json --output plan.json";
    const missing = path.join(folder, "missing.json");
    assert.throws(() => readPlanFile(missing), new UserError(`--compare ${missing}: does not exist. ${advice}`));
    assert.throws(() => readPlanFile(folder), new UserError(`--compare ${folder}: is a folder. ${advice}`));
  });
});
