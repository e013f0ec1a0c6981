import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";
import { runCli } from "./run-cli";

const FILES = {
  "Pulumi.yaml": "name: one\nruntime: nodejs\nmain: index.ts\n",
  "index.ts": `import * as k8s from "@pulumi/kubernetes";
const provider = new k8s.Provider("p", { kubeconfig: "{}" });
new k8s.core.v1.Namespace("models", { metadata: { name: "models" } }, { provider, retainOnDelete: true });
`,
};

describe("mlplatform plan --format", () => {
  let project: ProjectOnDisk;
  let folder: string;
  const plan = (...args: string[]) => runCli(["plan", ...args], { cwd: project.dir });
  before(() => {
    project = projectOnDisk(FILES, ["@pulumi/pulumi", "@pulumi/kubernetes"]);
    folder = mkdtempSync(path.join(tmpdir(), "plan-formats-"));
  });
  after(() => {
    project.remove();
    rmSync(folder, { recursive: true });
  });

  for (const [format, found] of [
    ["tree", /\nResources\n {2}provider {3}p\n {2}Namespace {2}models {2}kept on destroy\n/],
    ["table", /\nProtected and kept\n {2}Resource {10}On destroy\n {2}Namespace models {2}kept\n/],
    ["markdown", /^## Plan of `one`, stack `dev`\n[^]*\n\| Namespace models \| kept \|\n/],
    ["html", /^<!doctype html>\n[^]*<title>Plan of one, stack dev<\/title>/],
    ["json", /"format": \{\n {4}"name": "mlplatform-plan",\n {4}"version": 1\n {2}\}/],
  ] as const) {
    it(`${format} prints the plan in that form`, async () => {
      const { stdout, stderr, exitCode } = await plan("--format", format);
      assert.deepEqual([stderr, exitCode], ["", 0]);
      assert.match(stdout, found);
    });
  }

  it("json is the same as --json", async () => {
    const [one, other] = await Promise.all([plan("--format", "json"), plan("--json")]);
    assert.equal(one.stdout, other.stdout);
  });

  it("writes to a file, as often as asked", async () => {
    const file = path.join(folder, "plan.md");
    for (let times = 0; times < 2; times++) {
      const { stdout, stderr, exitCode } = await plan("--format", "markdown", "--output", file);
      assert.deepEqual([stdout, stderr, exitCode], [`Wrote ${file}.\n`, "", 0]);
    }
    assert.equal(readFileSync(file, "utf8"), (await plan("--format", "markdown")).stdout);
  });

  it("says if the disk is full", async () => {
    const { stdout, stderr, exitCode } = await plan("--output", "/dev/full");
    const problem = "--output /dev/full: could not be written: the disk is full, and the file is not complete.\n";
    assert.deepEqual([stdout, stderr, exitCode], ["", problem, 1]);
  });

  it("refuses a folder as the file, and a file in a folder that does not exist", async () => {
    const missing = path.join(folder, "missing");
    for (const [output, problem] of [
      [folder, "is a folder. Write the name of a file."],
      [path.join(missing, "plan.md"), `the folder ${missing} does not exist.`],
    ] as const) {
      const { stdout, stderr, exitCode } = await plan("--output", output);
      assert.deepEqual([stdout, stderr, exitCode], ["", `--output ${output}: ${problem}\n`, 1]);
    }
    assert.equal(existsSync(missing), false);
  });

  it("--compare shows the difference from the plan in a file, and refuses another file before it plans", async () => {
    const file = path.join(folder, "plan.json");
    await plan("--format", "json", "--output", file);
    const same = await plan("--compare", file);
    assert.equal(same.stdout, "Changes of the plan of one/dev\nThe plans are the same. Secrets are not compared.\n");
    const wrong = await plan("--compare", path.join(project.dir, "Pulumi.yaml"), "--stack", "unknown");
    assert.deepEqual([wrong.stdout, wrong.exitCode], ["", 1]);
    assert.match(wrong.stderr, /^--compare .*Pulumi\.yaml: is not a plan in JSON\. /);
  });

  for (const [args, problem] of [
    [["--format", "table", "--compare", "x.json"], "--compare takes --format tree, markdown, json."],
    [["--compare", "x.json", "--values"], "--values has no effect with --compare"],
    [["--format", "xml"], "--format takes "],
    [["--format", "table", "--json"], "--json contradicts --format table."],
    [["--format", "table", "--values"], "--values needs --format tree."],
  ] as const) {
    it(`answers "${args.join(" ")}" with the usage and exit code 2`, async () => {
      const { stdout, stderr, exitCode } = await plan(...args);
      assert.deepEqual([stdout, exitCode], ["", 2]);
      assert.ok(stderr.startsWith(problem), stderr);
    });
  }
});
