import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNode, type CliRun } from "../../plan/cli/run-cli";
import { kubeconfig } from "../../unit/kubeconfig";
import { dependencies } from "../../../package.json";
import { nodeProgram } from "../toolchain";
import { NODE_VERSIONS } from "../toolchain/nodes";
import { root } from "./packed";
import { dependencies as newestVersions } from "./newest/package.json";

/** The tests of the package on each version of Node, with the lowest SDKs, which this repository has, and with the newest. */
export function onEveryNode(projects: () => { lowest: string; newest: string }): void {
  before(() => {
    Object.values(projects()).forEach(writePrograms);
  });

  for (const version of NODE_VERSIONS) {
    for (const sdks of ["lowest", "newest"] as const) {
      describe(`on Node ${version}, with the ${sdks} SDKs`, () => {
        const run = async (...args: string[]): Promise<CliRun> =>
          runNode(args, { cwd: projects()[sdks], node: await nodeProgram(version) });

        it("plans a CommonJS program, an ES module and one in TypeScript, which are the same", async () => {
          const plan = (program: string) => run(COMMAND, "plan", "--cwd", program);
          const [required, imported, typed] = await Promise.all([plan("commonjs"), plan("module"), plan("typed")]);
          assert.equal(required.stderr + imported.stderr + typed.stderr, "");
          assert.match(required.stdout, /^ {2}MlCluster +ml +dev at https:\/\/dev\.example\.org:6443 /m);
          assert.match(required.stdout, /chart +istio-system\/istiod /);
          assert.equal(imported.stdout.replace("index.mjs", "index.js"), required.stdout);
          assert.equal(typed.stdout.replace("index.ts", "index.js"), required.stdout);
        });

        it("gives an ES module every name, and refuses a program of the Automation API", async () => {
          const { stdout, stderr } = await run("names.mjs");
          assert.equal(stderr, "");
          assert.deepEqual(JSON.parse(stdout), {
            node: `v${version}`,
            sdk: SDKS[sdks],
            missing: [],
            refusal: 'MlCluster "ml" has invalid arguments:',
          });
        });
      });
    }
  }
}

const SDKS = {
  lowest: dependencies["@pulumi/pulumi"].replace("^", ""),
  newest: newestVersions["@pulumi/pulumi"],
};

const COMMAND = "node_modules/pulumi-mlplatform/dist/cli/mlplatform.js";

const BODY = `
const existing = { kubeconfigPath: "../kubeconfig.yaml", context: "dev" };
const cluster = new MlCluster("ml", { existing, kubernetesVersion: "1.35" });
new IngressLayer("ingress", { cluster, istio: {}, allowPublic: true }, { provider: cluster.provider });
`;

/** Compares what `import` and `require` find, and plans a stack whose program has a mistake. */
const NAMES = `
import { createRequire } from "node:module";
import * as components from "pulumi-mlplatform";
import { MlCluster } from "pulumi-mlplatform";
import * as automation from "pulumi-mlplatform/automation";
import { planFirst } from "pulumi-mlplatform/automation";

const require = createRequire(import.meta.url);
const missing = [
  ...Object.keys(require("pulumi-mlplatform")).filter((name) => !(name in components)),
  ...Object.keys(require("pulumi-mlplatform/automation")).filter((name) => !(name in automation)),
];
const stack = {
  name: "dev",
  workspace: { projectSettings: async () => ({ name: "mine" }) },
  getAllConfig: async () => ({}),
};
const refusal = await planFirst(stack, async () => void new MlCluster("ml", {})).then(
  () => "none",
  ({ message }) => message.split("\\n")[0],
);
const { version: sdk } = require("@pulumi/pulumi/package.json");
console.log(JSON.stringify({ node: process.version, sdk, missing, refusal }));
`;

function writePrograms(folder: string): void {
  writeFileSync(join(folder, "kubeconfig.yaml"), kubeconfig);
  writeFileSync(join(folder, "names.mjs"), NAMES);
  const programs = {
    "commonjs/index.js": `const { IngressLayer, MlCluster } = require("pulumi-mlplatform");${BODY}`,
    "module/index.mjs": `import { IngressLayer, MlCluster } from "pulumi-mlplatform";${BODY}`,
    // Node itself can load TypeScript, but no enum.
    "typed/index.ts": `import { IngressLayer, MlCluster } from "pulumi-mlplatform";\nenum Kind { A }\nvoid Kind.A;${BODY}`,
  };
  for (const [file, program] of Object.entries(programs)) {
    const [name = "", main = ""] = file.split("/");
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "Pulumi.yaml"), `name: mine\nruntime: nodejs\nmain: ${main}\n`);
    writeFileSync(join(folder, file), program);
  }
  mkdirSync(join(folder, "typed/node_modules"));
  symlinkSync(join(root, "node_modules/tsx"), join(folder, "typed/node_modules/tsx"));
}
