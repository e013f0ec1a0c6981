import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../../../policy/rules";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

/** A program whose Service is open to everyone, with an image that its config brings, which is secret, and one that is not known. */
const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\nmain: index.ts\nconfig: { one:image: { type: string, secret: true } }\n",
  "index.ts": `import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
const provider = new k8s.Provider("p", { kubeconfig: "{}" });
const namespace = new k8s.core.v1.Namespace("n", { metadata: { name: "n" } }, { provider });
new k8s.core.v1.Service("web", { metadata: { name: "web" }, spec: { type: "LoadBalancer" } }, { provider });
const image = new pulumi.Config().requireSecret("image");
new k8s.core.v1.Pod("one", { metadata: { name: "one" }, spec: { containers: [{ name: "c", image }] } }, { provider });
const later = namespace.status.phase;
new k8s.core.v1.Pod("two", { metadata: { name: "two" }, spec: { containers: [{ name: "c", image: later }] } }, { provider });
`,
};

const OPEN =
  "LoadBalancer, public or internal by the cluster's default: write the ranges that may reach it, or make it internal. In a component of this package, allowPublic: true writes it out.";
const LATEST = "spec.containers[0].image has the tag latest, which changes: write the tag of one version, or a digest.";
const LATER = "spec.containers[0].image is not known yet, so this is not checked.";
const BROKEN =
  "The plan breaks mandatory rules: no-public-access (1), pinned-images (1). Change the resources that the plan names there, or name exceptions with --policy-config (docs/policy.md).\n";

describe("mlplatform plan --policy", () => {
  let project: ProjectOnDisk;
  const plan = (...args: string[]) =>
    runCli(["plan", "--config", "image=hidden-name:latest", ...args], { cwd: project.dir });
  const config = (content: object): string => {
    const file = path.join(project.dir, "policy.json");
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  before(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi", "@pulumi/kubernetes"]);
  });
  after(() => {
    project.remove();
  });

  for (const [format, found] of [
    ["tree", (text: string) => text.slice(text.indexOf("\nPolicy\n"))],
    ["table", (text: string) => text.slice(text.indexOf("\nPolicy\n"))],
  ] as const) {
    it(`names rule, resource and what to write, and fails, in a ${format}`, async () => {
      const { stdout, stderr, exitCode } = await plan("--policy", "--format", format);
      assert.deepEqual([stderr, exitCode], [BROKEN, 1]);
      assert.deepEqual(found(stdout).split("\n").slice(1, 7), [
        "Policy",
        "  Level        Rule              Resource     What to change",
        `  mandatory    no-public-access  Service web  ${OPEN}`,
        `  mandatory    pinned-images     Pod one      ${LATEST}`,
        `  not checked  pinned-images     Pod two      ${LATER}`,
        "  9 rules: 2 mandatory violations, 0 advisory ones, 1 input not known yet.",
      ]);
      assert.ok(!stdout.includes("hidden-name"));
    });
  }

  it("is a table in Markdown and in the page", async () => {
    const [markdown, page] = await Promise.all([
      plan("--policy", "--format", "markdown"),
      plan("--policy", "--format", "html"),
    ]);
    assert.match(
      markdown.stdout,
      /\n### Policy\n\n\| Level \| Rule \|[^]*\n\| \*\*mandatory\*\* \| \*\*pinned-images\*\* \| \*\*Pod one\*\* \|/,
    );
    assert.match(page.stdout, /<h2>Policy<\/h2>[^]*<td>pinned-images<\/td><td>Pod one<\/td>/);
    assert.deepEqual([markdown.exitCode, page.exitCode], [1, 1]);
  });

  it("is the field policy in JSON, which a plan without rules does not have", async () => {
    const [checked, plain] = await Promise.all([plan("--policy", "--json"), plan("--json")]);
    const { policy } = JSON.parse(checked.stdout) as { policy: unknown };
    const named = (kind: string, name: string) => ({
      kind,
      name,
      urn: `urn:pulumi:dev::one::kubernetes:core/v1:${kind}::${name}`,
    });
    assert.deepEqual(policy, {
      rules: rules.map(({ name, description, level }) => ({ name, description, level })),
      violations: [
        { rule: "no-public-access", level: "mandatory", resource: named("Service", "web"), text: OPEN },
        { rule: "pinned-images", level: "mandatory", resource: named("Pod", "one"), text: LATEST },
      ],
      unchecked: [{ rule: "pinned-images", level: "mandatory", resource: named("Pod", "two"), text: LATER }],
    });
    assert.deepEqual([checked.stderr, checked.exitCode], [BROKEN, 1]);
    assert.deepEqual([plain.exitCode, "policy" in (JSON.parse(plain.stdout) as object)], [0, false]);
  });

  it("takes levels and options from a file", async () => {
    const file = config({
      "no-public-access": { allow: ["web"] },
      "pinned-images": "advisory",
      "pinned-charts": "disabled",
    });
    const { stdout, stderr, exitCode } = await plan("--policy", "--policy-config", file, "--format", "table");
    assert.deepEqual([stderr, exitCode], ["", 0]);
    assert.match(stdout, /\n {2}advisory +pinned-images +Pod one +spec\.containers/);
    assert.ok(!stdout.includes("no-public-access"));
    assert.match(
      stdout,
      /\n {2}8 rules: 0 mandatory violations, 1 advisory one, 1 input not known yet\.\n {2}Not applied: pinned-charts\.\n/,
    );
  });

  it("does not say that a plan keeps rules that were not applied", async () => {
    for (const [levels, text] of [
      [{ all: "disabled" }, "No rule was applied."],
      [{ "no-public-access": "disabled", "pinned-images": "disabled" }, "The plan keeps every rule that was applied."],
    ] as const) {
      const { stdout, exitCode } = await plan("--policy", "--policy-config", config(levels));
      assert.ok(stdout.includes(`\nPolicy\n  ${text}\n`), stdout);
      assert.equal(exitCode, 0);
    }
  });

  it("refuses a wrong configuration before it plans", async () => {
    const file = config({ "pinned-image": "advisory" });
    for (const [given, problem] of [
      [file, 'there is no rule "pinned-image"; write pinned-images.'],
      [path.join(project.dir, "missing.json"), "does not exist."],
      [project.dir, "is a folder."],
    ] as const) {
      const { stdout, stderr, exitCode } = await plan("--policy", "--policy-config", given, "--stack", "unknown");
      assert.deepEqual([stdout, stderr, exitCode], ["", `--policy-config ${given}: ${problem}\n`, 1]);
    }
  });

  for (const [args, problem] of [
    [["--policy-config", "x.json"], "--policy-config needs --policy."],
    [["--compare", "x.json", "--policy"], "--policy has no effect with --compare"],
  ] as const) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await plan(...args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.ok(stderr.startsWith(problem), stderr);
    });
  }
});
