import assert from "node:assert/strict";
import path from "node:path";
import { format, getFileInfo } from "prettier";
import ts from "typescript";
import { addOnNames, addOnOf } from "../../../cli/init/add-on";
import { chosen } from "../../../cli/init/choice";
import { DESCRIPTION } from "../../../cli/init/offers";
import { projectFiles } from "../../../cli/init/project-files";
import { planProgram } from "../../../cli/plan/plan-program";
import { targetNames } from "../../../components/targets/target";
import { subsets } from "../../unit/cli/init/subsets";
import { PACKAGE_LINK } from "./package-link";
import { projectOnDisk, type ProjectOnDisk } from "./project-on-disk";

const root = path.resolve(__dirname, "../../..");

/** By add-on, the component that it installs. */
const COMPONENTS: Readonly<Record<string, string>> = {
  jupyterhub: "JupyterHub",
  pachyderm: "PachydermStore",
  rancher: "RancherServer",
  seldon: "SeldonCore",
};

const choiceOf = (target: string, addOns: readonly string[]) => ({
  ...{ name: "my-platform", description: DESCRIPTION, target, addOns, values: {} },
});

/** A new project with exactly the packages that its package.json names. */
function installed(target: string, addOns: readonly string[]): ProjectOnDisk {
  const files = projectFiles(choiceOf(target, addOns));
  const { dependencies } = JSON.parse(files["package.json"] ?? "") as { dependencies: Record<string, string> };
  const others = Object.keys(dependencies).filter((name) => name !== "pulumi-mlplatform");
  return projectOnDisk({ ...files, ...PACKAGE_LINK }, others);
}

describe("a project of mlplatform init", () => {
  it("has tests for every add-on", () => {
    assert.deepEqual(Object.keys(COMPONENTS), addOnNames());
  });

  for (const target of targetNames()) {
    describe(`on ${target}`, () => {
      for (const addOns of subsets(addOnNames())) {
        const shown = addOns.length === 0 ? "no add-on" : addOns.join(", ");

        it(`is planned at once, without a warning, with ${shown}`, async () => {
          const project = installed(target, addOns);
          try {
            const { graph, warnings, stack, outputs } = await planProgram({ cwd: project.dir, settings: [] });
            assert.deepEqual([warnings, stack], [[], "dev"]);
            const components = graph.resources.flatMap(({ type }) => /^mlplatform:index:(\w+)$/.exec(type)?.[1] ?? []);
            assert.deepEqual(
              [...new Set(components)].sort(),
              [
                ...["IngressLayer", "MlCluster"],
                ...addOns.map((name) => COMPONENTS[name] ?? ""),
                ...(addOns.includes("seldon") ? ["ModelDeployment"] : []),
              ].sort(),
            );
            const { createsCluster, hosts } = chosen(choiceOf(target, addOns));
            assert.deepEqual(
              Object.keys(outputs.values).sort(),
              [
                ...(createsCluster ? ["kubeconfig"] : []),
                "host",
                ...(hosts.length > 0 ? ["caCertificate"] : []),
                ...addOns.flatMap((name) => Object.keys(addOnOf(name).outputs)),
              ].sort(),
            );
          } finally {
            project.remove();
          }
        });

        it(`is formatted as Prettier formats it, with ${shown}`, async () => {
          for (const [filepath, content] of Object.entries(projectFiles(choiceOf(target, addOns)))) {
            const { inferredParser } = await getFileInfo(filepath);
            if (inferredParser !== null) assert.equal(await format(content, { filepath }), content, filepath);
          }
        });
      }
    });
  }

  it("has no type error, on any target with all add-ons, with its own tsconfig.json", () => {
    const projects = targetNames().map((target) => installed(target, addOnNames()));
    try {
      const [{ dir } = assert.fail()] = projects;
      const file = ts.readConfigFile(path.join(dir, "tsconfig.json"), (name) => ts.sys.readFile(name));
      const { options, errors } = ts.parseJsonConfigFileContent(file.config, ts.sys, dir);
      assert.deepEqual(errors, []);
      const types = { types: ["node"], typeRoots: [path.join(root, "node_modules/@types")] };
      const entries = projects.map((project) => path.join(project.dir, "index.ts"));
      // exactOptionalPropertyTypes, because users may turn it on. Of the package, they check the declarations only.
      const program = ts.createProgram(entries, { ...options, ...types, exactOptionalPropertyTypes: true });
      const found = entries.flatMap((entry) => ts.getPreEmitDiagnostics(program, program.getSourceFile(entry)));
      assert.deepEqual(
        found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
        [],
      );
      assert.equal(program.getSourceFiles().filter(({ fileName }) => entries.includes(fileName)).length, 6);
    } finally {
      for (const project of projects) project.remove();
    }
  });
});
