import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { planProgram } from "../../../cli/plan/plan-program";
import { PACKAGE_LINK } from "../../plan/cli/package-link";
import { toolchain } from "../toolchain";

const template = path.resolve(__dirname, "../../../template");

describe("pulumi new with the template", () => {
  let base: string;
  beforeEach(() => (base = mkdtempSync(path.join(tmpdir(), "mlplatform-new-"))));
  afterEach(() => {
    rmSync(base, { recursive: true, force: true });
  });

  it("makes a project that can be planned at once", async () => {
    const [home, backend, project] = ["home", "backend", "lab"].map((name) => path.join(base, name));
    assert.ok(home !== undefined && backend !== undefined && project !== undefined);
    for (const folder of [home, backend, project]) mkdirSync(folder);
    const { pulumiRoot } = await toolchain();
    const env = {
      ...process.env,
      ...{ PULUMI_HOME: home, PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "" },
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const args = ["new", template, "--yes", "--generate-only", "--name", "lab", "--description", "Ours"];
    const printed = await new Promise<string>((resolve) => {
      // The CLI of the tests has no language host. It says so in the end, when it looks for what to install.
      execFile(path.join(pulumiRoot, "bin/pulumi"), args, { cwd: project, env }, (_, stdout, stderr) => {
        resolve(stdout + stderr);
      });
    });
    assert.match(printed, /^Created project 'lab'/m);

    const files = readdirSync(template);
    assert.deepEqual(readdirSync(project).sort(), files.sort());
    for (const name of files.filter((file) => file !== "Pulumi.yaml")) {
      const expected = readFileSync(path.join(template, name), "utf8")
        .replaceAll("${PROJECT}", "lab")
        .replaceAll("${DESCRIPTION}", "Ours");
      assert.equal(readFileSync(path.join(project, name), "utf8"), expected, name);
    }
    const {
      name,
      description,
      runtime,
      template: section,
    } = parse(readFileSync(path.join(project, "Pulumi.yaml"), "utf8")) as Record<string, unknown>;
    assert.deepEqual([name, description, runtime, section], ["lab", "Ours", "nodejs", undefined]);

    for (const [file, content] of Object.entries(PACKAGE_LINK)) {
      mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
      writeFileSync(path.join(project, file), content);
    }
    symlinkSync(path.resolve(template, "../node_modules/@pulumi"), path.join(project, "node_modules/@pulumi"));
    const { project: planned, warnings } = await planProgram({ cwd: project, settings: [] });
    assert.deepEqual([planned, warnings], ["lab", []]);
  });
});
