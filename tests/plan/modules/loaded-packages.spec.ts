import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import { targetNames } from "../../../components/targets/target";
import { programOf } from "../../unit/targets/sample";
import { projectOnDisk } from "../cli/project-on-disk";
import { runCli, runNode } from "../cli/run-cli";

const root = path.resolve(__dirname, "../../..");
const { dependencies, peerDependencies, peerDependenciesMeta, devDependencies } = JSON.parse(
  readFileSync(path.join(root, "package.json"), "utf8"),
) as Record<"dependencies" | "peerDependencies" | "devDependencies", Record<string, string>> & {
  peerDependenciesMeta: Record<string, { optional: boolean }>;
};

/** What every program loads. */
const CORE = Object.keys(dependencies).filter((name) => name.startsWith("@pulumi/"));

/** SDKs that a target says it needs. */
const sdksOf = (target: string): readonly string[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by its name
  (require(`../../../components/targets/${target}/pins`) as { sdks: readonly string[] }).sdks;

/** Where a command runs. */
interface Place {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Every package that `mlplatform plan` loads for a program of this repository. */
const loadedBy = (program: string): Promise<string[]> => loadedIn({ cwd: root }, ["plan", program]);

/** Every package that a command loads, whose error output has to be this. */
async function loadedIn(place: Place, args: readonly string[], errors = /^$/): Promise<string[]> {
  const script = path.join(__dirname, "loaded-packages.ts");
  const { stdout, stderr } = await runNode(["--import", require.resolve("tsx"), script, ...args], place);
  assert.match(stderr, errors);
  return JSON.parse(stdout.split("\n").at(-1) ?? "") as string[];
}

const isForFunctions = (name: string): boolean => ["typescript", "@npmcli/arborist"].includes(name);

describe("a program", () => {
  it("has a core of three packages beneath it", () => {
    assert.deepEqual(CORE.sort(), ["@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"]);
  });

  for (const target of targetNames()) {
    it(`of ${target} loads the core and the SDKs of its target: ${sdksOf(target).join(", ") || "none"}`, async () => {
      const loaded = (await loadedBy(programOf(target))).filter((name) => name.startsWith("@pulumi/"));
      assert.deepEqual(loaded, [...CORE, ...sdksOf(target)].sort());
    });
  }

  it("is planned without TypeScript and npm's resolver, which the SDK needs only to serialize functions", async () => {
    const loaded = await loadedBy("existing");
    assert.ok(loaded.includes("@pulumi/pulumi"));
    assert.deepEqual(loaded.filter(isForFunctions), []);
  });

  it("is planned without what runs the CLI, speaks gRPC, traces, and writes YAML", async () => {
    const unused = ["@grpc/grpc-js", "@opentelemetry/api", "execa", "semver", "yaml"];
    const usedBy = async (...args: string[]) =>
      (await loadedIn({ cwd: root }, args)).filter((name) => unused.includes(name));
    assert.deepEqual(await usedBy("plan", "aws"), []);
    assert.deepEqual(await usedBy("plan", "aws", "--values"), ["yaml"]);
  });

  it("is planned without them where it has a copy of the SDK of its own", async () => {
    const project = projectOnDisk({
      "Pulumi.yaml": "name: copy\nruntime: nodejs\n",
      "index.js": `require("@pulumi/pulumi");
exports.own = Object.keys(require.cache).filter((file) => file.startsWith(__dirname) && file.endsWith("runtime/settings.js")).length;
`,
    });
    try {
      const copy = path.join(project.dir, "node_modules/@pulumi/pulumi");
      cpSync(path.join(root, "node_modules/@pulumi/pulumi"), copy, { recursive: true });
      const place = { cwd: project.dir, env: { NODE_PATH: path.join(root, "node_modules") } };
      assert.deepEqual((await loadedIn(place, ["plan"])).filter(isForFunctions), []);
      const { stdout } = await runCli(["plan", "--json"], place);
      assert.deepEqual((JSON.parse(stdout) as { outputs: { values: unknown } }).outputs.values, { own: 1 });
    } finally {
      project.remove();
    }
  });

  it("is shown as a tree without the library that lays out the picture", async () => {
    const isLoaded = async (...args: string[]) =>
      (await loadedIn({ cwd: root }, ["plan", "existing", ...args])).includes("@dagrejs/dagre");
    assert.equal(await isLoaded("--format", "html"), true);
    assert.equal(await isLoaded(), false);
  });

  it("is planned with the rules only if they are asked for, and never with the package that serves them to Pulumi", async () => {
    const parts = async (...args: string[]) =>
      (await loadedIn({ cwd: root }, ["plan", "existing", ...args])).filter((name) => name.includes("policy"));
    assert.deepEqual(await parts(), []);
    assert.deepEqual(await parts("--policy"), ["policy/rules"]);
  });

  for (const command of ["up", "refresh", "destroy", "verify"]) {
    it(`is worked on by mlplatform ${command} without what serializes functions`, async () => {
      const args = [command, "existing", ...(command === "verify" ? [] : ["--yes"])];
      const withoutPulumi = { cwd: root, env: { PATH: "" } };
      const loaded = await loadedIn(
        withoutPulumi,
        args,
        /^mlplatform \w+ runs the Pulumi CLI, and there is no `pulumi`/,
      );
      assert.ok(loaded.includes("@pulumi/pulumi"));
      assert.deepEqual(loaded.filter(isForFunctions), []);
    });
  }

  it("can use what is loaded late when it is planned", async () => {
    const project = projectOnDisk(
      {
        "Pulumi.yaml": "name: late\nruntime: nodejs\n",
        "index.mjs": `import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { status } from "@grpc/grpc-js";
import yaml, { stringify } from "yaml";
import semver, { gt } from "semver";
class Own extends LocalWorkspace {}
export const found = [pulumi.automation.LocalWorkspace === Object.getPrototypeOf(Own), status.OK, stringify([1]), yaml.parse("1"), gt("2.0.0", "1.0.0"), semver.major("3.1.0"), typeof pulumi.provider.main];
export const names = [Object.keys(yaml).includes("parse"), "parse" in yaml, { ...yaml }.parse === yaml.parse];
`,
        "package.json": '{ "type": "module", "main": "index.mjs" }',
      },
      ["@pulumi/pulumi", "@grpc/grpc-js", "semver", "yaml"],
    );
    try {
      const { stdout, stderr } = await runCli(["plan", "--json"], { cwd: project.dir });
      assert.equal(stderr, "");
      assert.deepEqual((JSON.parse(stdout) as { outputs: { values: unknown } }).outputs.values, {
        found: [true, 0, "- 1\n", 1, true, 3, "function"],
        names: [true, true, true],
      });
    } finally {
      project.remove();
    }
  });

  it("can import what is loaded late as compiled CommonJS does, and change it", async () => {
    const project = projectOnDisk(
      {
        "Pulumi.yaml": "name: late\nruntime: nodejs\n",
        "index.ts": `import yaml from "yaml";
import * as all from "yaml";
import { parse } from "yaml";
import semver from "semver";
import * as versions from "semver";
import { gt } from "semver";
const changed = require("yaml");
changed.stringify = () => "changed";
export const found: unknown[] = [yaml.parse("1"), all.parse("2"), parse("3"), yaml.stringify({}), semver.major("3.1.0"), versions.minor("3.1.0"), gt("2.0.0", "1.0.0")];
`,
      },
      ["@pulumi/pulumi", "semver", "yaml", "tsx"],
    );
    try {
      const { stdout, stderr } = await runCli(["plan", "--json"], { cwd: project.dir });
      assert.equal(stderr, "");
      const { outputs } = JSON.parse(stdout) as { outputs: { values: unknown } };
      assert.deepEqual(outputs.values, { found: [1, 2, 3, "changed", 3, 1, true] });
    } finally {
      project.remove();
    }
  });

  it("can serialize functions when it is planned", async () => {
    const project = projectOnDisk(
      {
        "Pulumi.yaml": "name: serial\nruntime: nodejs\n",
        "index.js": `const pulumi = require("@pulumi/pulumi");
exports.text = pulumi.runtime.serializeFunction(() => "from the function").then(({ text }) => text);
`,
      },
      ["@pulumi/pulumi"],
    );
    try {
      const { stdout, stderr } = await runCli(["plan", "--json"], { cwd: project.dir });
      assert.equal(stderr, "");
      const { outputs } = JSON.parse(stdout) as { outputs: { values: { text: string } } };
      assert.match(outputs.values.text, /from the function/);
    } finally {
      project.remove();
    }
  });
});

describe("the SDKs that targets need", () => {
  const needed = [...new Set(targetNames().flatMap(sdksOf))].sort();

  /** What the policy pack needs. */
  const POLICY = "@pulumi/policy";

  it("are the package's peers, beside what the policy pack needs, all of them optional", () => {
    const peers = [...needed, POLICY];
    assert.deepEqual(Object.keys(peerDependencies).sort(), peers);
    assert.deepEqual(peerDependenciesMeta, Object.fromEntries(peers.map((name) => [name, { optional: true }])));
  });

  it("are tested in the versions that the peers ask for", () => {
    for (const name of [...needed, POLICY]) assert.equal(devDependencies[name], peerDependencies[name], name);
  });

  it("are none for a cluster that exists", () => {
    assert.deepEqual(sdksOf("existing"), []);
  });
});
