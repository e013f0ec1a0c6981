import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DESCRIPTION, offers } from "../../../../cli/init/offers";
import { projectFiles } from "../../../../cli/init/project-files";
import { planProgram } from "../../../../cli/plan/plan-program";
import { PACKAGE_LINK } from "../../../plan/cli/package-link";
import { projectOnDisk } from "../../../plan/cli/project-on-disk";
import { templateFiles } from "./template-files";

const FOLDER = path.resolve(__dirname, "../../../../template");

/** The files of the template, as they are in the repository. */
const template = (): Record<string, string> =>
  Object.fromEntries(readdirSync(FOLDER).map((name) => [name, readFileSync(path.join(FOLDER, name), "utf8")]));

/** As `pulumi new` replaces them in every file (sdk/go/common/workspace/templates.go, `transform`). */
const replaced = (files: Readonly<Record<string, string>>, name: string, description: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(files).map(([file, content]) => [
      file,
      content.replaceAll("${PROJECT}", name).replaceAll("${DESCRIPTION}", description),
    ]),
  );

describe("the template of pulumi new", () => {
  it("is what mlplatform init writes; refresh it with `npm run golden`", () => {
    const files = templateFiles();
    if (process.env["UPDATE_GOLDEN"] === "1") {
      rmSync(FOLDER, { recursive: true, force: true });
      mkdirSync(FOLDER);
      for (const [name, content] of Object.entries(files)) writeFileSync(path.join(FOLDER, name), content);
    }
    assert.deepEqual(template(), files);
  });

  it("becomes the project of mlplatform init --yes, with one section more", () => {
    const { "Pulumi.yaml": project = "", ...others } = replaced(template(), "lab", DESCRIPTION);
    const { target, addOns } = offers().defaults;
    const { "Pulumi.yaml": expected = "", ...rest } = projectFiles({
      ...{ name: "lab", description: DESCRIPTION, target, addOns, values: {} },
    });
    assert.deepEqual(others, rest);
    const [before, section = ""] = project.split(/^(?=template:)/m);
    assert.equal(before, expected);
    assert.equal(
      section,
      `template:
  displayName: Machine-learning platform
  description: "A machine-learning platform on Kubernetes: k3d, in Docker on this machine"
  config:
    domain:
      description: Domain of the hosts behind the gateway
      default: mlplatform.test
`,
    );
  });

  it("can be planned at once", async () => {
    const project = projectOnDisk({ ...replaced(template(), "lab", "Mine"), ...PACKAGE_LINK }, [
      "@pulumi/pulumi",
      "@pulumi/command",
    ]);
    try {
      const { project: name, warnings, graph } = await planProgram({ cwd: project.dir, settings: [] });
      assert.deepEqual([name, warnings], ["lab", []]);
      assert.ok(graph.resources.some(({ type }) => type === "mlplatform:index:ModelDeployment"));
    } finally {
      project.remove();
    }
  });
});
