import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { addOnNames, addOnOf } from "../../../../cli/init/add-on";
import { checkedValue } from "../../../../cli/init/checks";
import { chosen, settingsOf } from "../../../../cli/init/choice";
import { DESCRIPTION } from "../../../../cli/init/offers";
import { projectFiles, TSCONFIG } from "../../../../cli/init/project-files";
import * as api from "../../../../components";
import { starterOf } from "../../../../components/targets/starter";
import { targetNames } from "../../../../components/targets/target";
import { ownPackage } from "../../../../cli/own-package";
import { subsets } from "./subsets";

const choice = (target: string, addOns: readonly string[], values = {}) => ({
  ...{ name: "ml", description: DESCRIPTION, target, addOns, values },
});

describe("what is written for a new project", () => {
  for (const target of targetNames()) {
    describe(`on ${target}`, () => {
      const { config, files = {}, imports = [] } = starterOf(target);

      it("has presets and placeholders that its own checks accept", () => {
        for (const setting of settingsOf(target, addOnNames())) {
          const { key, preset, placeholder, type } = setting;
          assert.ok((preset === undefined) !== (placeholder === undefined), `${key} has a preset or a placeholder`);
          const text = [placeholder ?? preset ?? ""].flat().join(",");
          assert.deepEqual(checkedValue(setting, text), {
            value: type === "list" ? text.split(",") : type === "boolean" ? text === "true" : text,
          });
        }
      });

      it("reads each config key that it declares, and declares each that it reads", () => {
        for (const addOns of subsets(addOnNames())) {
          const program = projectFiles(choice(target, addOns))["index.ts"] ?? "";
          const read = [...program.matchAll(/(?:config\.require\w*(?:<[^(]*>)?|machines)\("(\w+)"/g)].map(
            ([, key]) => key,
          );
          assert.deepEqual(
            [...new Set(read)].sort(),
            settingsOf(target, addOns)
              .map(({ key }) => key)
              .sort(),
          );
        }
      });

      it("has example files that placeholders name, and no project has them whose user named others", () => {
        const placeholders = config.map(({ placeholder }) => placeholder);
        for (const [name, content] of Object.entries(files)) {
          const setting = config[placeholders.indexOf(name)];
          assert.ok(setting, name);
          assert.equal(projectFiles(choice(target, []))[name], content);
          assert.ok(!(name in projectFiles(choice(target, [], { [setting.key]: "~/mine" }))));
        }
      });

      it("imports what the package exports", () => {
        const values = imports.filter((name) => !name.startsWith("type "));
        assert.deepEqual(
          values.filter((name) => !(name in api)),
          [],
        );
      });
    });
  }

  it("has one target by default, and one add-on", () => {
    assert.deepEqual(
      targetNames().filter((name) => starterOf(name).byDefault),
      ["k3d"],
    );
    assert.deepEqual(
      addOnNames().filter((name) => addOnOf(name).byDefault),
      ["seldon"],
    );
  });

  it("has ranges of packages that this package is tested with, and TypeScript below 7", () => {
    const { version, dependencies, peerDependencies, devDependencies } = ownPackage();
    const packages = (target: string, ...addOns: string[]) =>
      JSON.parse(projectFiles(choice(target, addOns))["package.json"] ?? "") as Record<string, object>;
    assert.deepEqual(packages("aws")["dependencies"], {
      "@pulumi/aws": peerDependencies["@pulumi/aws"],
      "@pulumi/eks": peerDependencies["@pulumi/eks"],
      "@pulumi/pulumi": dependencies["@pulumi/pulumi"],
      "pulumi-mlplatform": `^${version}`,
    });
    assert.deepEqual(packages("existing", "rancher")["dependencies"], {
      "@pulumi/command": peerDependencies["@pulumi/command"],
      "@pulumi/pulumi": dependencies["@pulumi/pulumi"],
      "pulumi-mlplatform": `^${version}`,
    });
    assert.deepEqual(packages("k3d")["devDependencies"], {
      "@types/node": `^${devDependencies["@types/node"] ?? ""}`,
      tsx: `^${devDependencies["tsx"] ?? ""}`,
      typescript: `^${devDependencies["typescript"] ?? ""}`,
    });
    assert.match(devDependencies["typescript"] ?? "", /^[56]\./);
  });

  it("has the documented tsconfig.json", () => {
    const page = readFileSync(path.resolve(__dirname, "../../../../docs/your-own-program.md"), "utf8");
    const [, json = ""] = /```json\n(.*?)```/s.exec(page) ?? [];
    assert.deepEqual(JSON.parse(json), TSCONFIG);
  });

  it("keeps in the stack what differs from the presets, and says what is still to be replaced", () => {
    const files = projectFiles(
      choice("gcp", [], { project: "ml-own-1", region: "europe-west4", deletionProtection: true }),
    );
    assert.equal(
      files["Pulumi.dev.yaml"],
      `# Before mlplatform up, write your own: sourceRanges.
config:
  ml:project: ml-own-1
  ml:region: europe-west4
  ml:sourceRanges:
    - 203.0.113.0/24
`,
    );
    assert.match(
      files["README.md"] ?? "",
      /Write your own values:\n\n- `sourceRanges`: CIDR blocks that may reach the gateway\n\n/,
    );
  });

  it("has no file for the stack if the presets are enough, and names no placeholder then", () => {
    const files = projectFiles(choice("k3d", ["seldon"]));
    assert.ok(!("Pulumi.dev.yaml" in files));
    assert.doesNotMatch(files["README.md"] ?? "", /placeholders/);
  });

  it("says in the README how to destroy what it creates", () => {
    const cleanUp = (target: string, ...addOns: string[]) =>
      /## Clean up\n\n```sh\n(.*?)\n```/s
        .exec(projectFiles(choice(target, addOns))["README.md"] ?? "")?.[1]
        ?.split("\n");
    const [protection, data, up, destroy] = [
      "pulumi config set --stack dev deletionProtection false",
      "pulumi config set --stack dev deleteData true   # all data of the add-ons",
      "npx mlplatform up --stack dev",
      "npx mlplatform destroy --stack dev",
    ];
    assert.deepEqual(cleanUp("azure", "pachyderm"), [protection, data, up, destroy]);
    assert.deepEqual(cleanUp("existing", "jupyterhub"), [data, up, destroy]);
    assert.deepEqual(cleanUp("rke2"), [protection, up, destroy]);
    assert.deepEqual(cleanUp("k3d", "seldon"), [destroy]);
  });

  it("uses the object store of the cloud, or one in the cluster", () => {
    const stores = targetNames().map((target) => chosen(choice(target, [])).objectStore);
    assert.deepEqual(stores, ["s3", "azureBlob", "seaweedFs", "gcs", "seaweedFs", "seaweedFs"]);
  });
});
