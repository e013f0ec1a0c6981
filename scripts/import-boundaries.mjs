/**
 * Which folder may import which, checked by eslint-plugin-boundaries. Every file gets one or more categories by its path.
 * A category may import only what a rule below allows; the last rule that matches decides.
 */
import boundaries from "eslint-plugin-boundaries";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { require as requireTypeScript } from "tsx/cjs/api";

const fromRoot = (path) => new URL(`../${path}`, import.meta.url);

/** Names of the targets: the folders in components/targets/. */
export const targets = readdirSync(fromRoot("components/targets"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const sdksOf = (target) => {
  const pins = fromRoot(`components/targets/${target}/pins.ts`);
  return existsSync(pins) ? requireTypeScript(pins.pathname, import.meta.url).sdks : [];
};

const { name, dependencies, peerDependencies } = JSON.parse(readFileSync(fromRoot("package.json"), "utf8"));
const CLOUD_SDKS = "@pulumi/!(pulumi|kubernetes|random)";

const files = [
  { category: "api", pattern: "components/*.ts" },
  { category: "component", pattern: "components/!(shared|targets)/**/*.ts", capture: ["component"] },
  { category: "block-args", pattern: "components/{ml-cluster,pachyderm-store}/args.ts" },
  { category: "store", pattern: "components/pachyderm-store/stores/*.ts" },
  { category: "seam", pattern: "components/targets/*.ts" },
  { category: "target", pattern: "components/targets/*/**/*.ts", capture: ["target"] },
  { category: "target-args", pattern: "components/targets/*/{args,bucket-args}.ts" },
  { category: "operations", pattern: "components/targets/**/{operations,starter,needs}.ts" },
  { category: "fixed-values", pattern: "components/*/fixed-values.ts" },
  { category: "clean-up", pattern: "components/rancher-server/clean-up/command.ts" },
  { category: "shared", pattern: "components/shared/**/*.ts" },
  { category: "pure", pattern: "components/!(shared)/**/{spec,values,manifest,operations,starter,needs}.ts" },
  { category: "program", pattern: "programs/*/**/*.ts", capture: ["program"] },
  { category: "program-list", pattern: "programs/index.ts" },
  { category: "program-part", pattern: "programs/!(index).ts" },
  { category: "plugin", pattern: "plugin/**/*.ts" },
  { category: "cli", pattern: "cli/**/*.ts" },
  { category: "plan-reader", pattern: "cli/plan/{text,report}/*.ts" },
  { category: "policy", pattern: "policy/**/*.ts" },
  { category: "policy-pack", pattern: "policy/pack.ts" },
  { category: "automation-api", pattern: "cli/automation.ts" },
  { category: "recorder", pattern: "recorder/**/*.ts" },
  { category: "script", pattern: "scripts/**/*.{ts,mjs}" },
  { category: "test", pattern: "tests/**/*.{ts,mjs}" },
];

const category = (...categories) => ({ file: { categories } });
/** Files of the same component, target or program as the importing file. */
const own = (name, capture) => ({
  file: { categories: name, captured: { [capture]: `{{ from.file.captured.${capture} }}` } },
});
const external = (source, more = {}) => ({ module: { origin: "external", source, ...more } });
const local = { module: { origin: "local" } };
const core = { module: { origin: "core" } };
const isType = { dependency: { kind: "type" } };
const isValue = { dependency: { kind: ["value", "typeof"] } };

/** Files of `from` import no other file of this repository than those of `to`. */
const only = (from, to, message) => [
  { from: category(from), disallow: { to: local }, message },
  { from: category(from), allow: { to }, message },
];
const never = (from, disallow, message) => ({ from: category(...[from].flat()), disallow, message });

const PRODUCTION = [
  "api",
  "component",
  "seam",
  "target",
  "shared",
  "program",
  "program-list",
  "program-part",
  "plugin",
];
const ONLY_SHARED = "A component imports itself, the files directly in targets/ and shared/, and no other component.";

const policies = [
  // Packages and built-in modules.
  {
    from: category(...PRODUCTION, "cli", "recorder", "policy"),
    allow: [
      { to: core, dependency: { source: ["node:*", "node:*/**"] } },
      { to: external(Object.keys({ ...dependencies, ...peerDependencies })) },
      { to: external(name, { internalPath: "schema.json" }) },
    ],
  },
  { from: category("script"), allow: { to: [core, external("**")] } },
  // Types are gone when the published package runs, and no user type-checks the command line or the recorder.
  { from: category("cli", "recorder", "policy"), allow: { to: external("**"), ...isType } },
  never(
    ["api", "component", "seam", "target", "shared", "cli", "recorder", "policy"],
    { to: external(CLOUD_SDKS) },
    "Only the folder of a target imports the SDK of a cloud, and only the SDKs that its pins.ts lists.",
  ),
  never(
    ["api", "component", "seam", "target", "shared"],
    { to: external("@pulumi/pulumi", { internalPath: "**" }) },
    "Components use the public API of @pulumi/pulumi only.",
  ),
  ...targets.flatMap((target) => {
    const from = { file: { categories: "target", captured: { target } } };
    return [
      { from, allow: { to: external(sdksOf(target), { internalPath: "**" }) } },
      {
        from,
        disallow: { to: external(sdksOf(target), { internalPath: null }) },
        message: "Import a sub-module, such as @pulumi/aws/ec2: it takes seconds to type-check the whole SDK.",
      },
    ];
  }),
  // It is optional, and only the engine loads the pack.
  { from: category("policy"), allow: { to: external("@pulumi/policy"), ...isType } },
  { from: category("policy-pack"), allow: { to: external("@pulumi/policy") } },
  // It is optional there too, and loaded when the clean-up is asked for.
  { from: category("clean-up"), allow: { to: external("@pulumi/command", { internalPath: "**" }) } },

  // Files of this repository.
  ...only("component", [own("component", "component"), category("seam", "shared")], ONLY_SHARED),
  { from: category("block-args", "store"), allow: { to: category("target-args"), ...isType } },
  never(
    ["block-args", "store"],
    { to: category("target-args"), ...isValue },
    "Import the args.ts of a target with import type: a normal import loads every target.",
  ),
  ...only(
    "target",
    [own("target", "target"), category("seam", "shared")],
    "A target imports itself, the files directly in targets/ and shared/, and no other target.",
  ),
  ...only(
    "seam",
    [category("seam", "shared")],
    "Files directly in targets/ import each other and shared/: no target, no component.",
  ),
  ...only("shared", [category("shared")], "shared/ imports nothing outside shared/."),
  ...only(
    "api",
    [category("api", "component", "seam", "shared", "target-args")],
    "The public API exports components, shared types and the args.ts of targets, and nothing that loads an SDK.",
  ),
  ...only(
    "program",
    [own("program", "program"), category("api", "automation-api", "program-part")],
    "Programs use the public API: import components/ or cli/automation. They import no other program.",
  ),
  ...only("program-part", [category("api", "program-part")], "Programs use the public API: import components/."),
  ...only(
    "program-list",
    [category("api")],
    "Load programs by name with require, so that only the chosen one is loaded.",
  ),
  ...only("plugin", [category("plugin", "api")], "The plugin uses the public API: import components/."),
  ...only(
    "cli",
    [
      category("cli", "api", "shared", "fixed-values", "recorder", "policy"),
      { file: { path: "components/targets/{operations,starter,needs,target}.ts" } },
    ],
    "The command line imports components/, components/shared/, targets/{operations,starter,needs,target}.ts, fixed-values of components, policy/, and recorder/.",
  ),
  ...only(
    "policy",
    [
      category("policy", "plan-reader", "shared", "recorder"),
      { file: { path: "components/targets/{operations,guardrails,target}.ts" } },
    ],
    "The rules import what reads a plan (cli/plan/text, cli/plan/report), components/shared/, targets/{operations,guardrails,target}.ts and recorder/.",
  ),
  never("cli", { to: category("policy-pack") }, "Only Pulumi's engine loads the policy pack: it starts a server."),
  ...only("recorder", [category("recorder")], "The recorder imports no other folder of this repository."),
  ...only("script", [category("script", "api", "shared")], "Scripts import components/ and components/shared/ only."),

  // Rules for single files. They come last because they take back what the rules above allow.
  never("pure", { to: external("@pulumi/*"), ...isValue }, "Pure files import types only from an SDK: import type."),
  never(
    "pure",
    { to: core, dependency: { source: "!node:{util,net,path}" } },
    "Pure files do no I/O: of Node's modules they import only util, net and path.",
  ),
  never(
    ["operations", "fixed-values"],
    { to: external("**") },
    "operations.ts, starter.ts, needs.ts and fixed-values.ts are plain data: they import no package, not even its types.",
  ),
  never(
    "seam",
    { to: external("@pulumi/*"), ...isValue },
    "Files directly in targets/ import types only from an SDK: import type.",
  ),
  never(
    "target-args",
    [{ to: external("!@pulumi/pulumi") }, { to: core }, { to: own("target", "target") }],
    "The args.ts of a target imports types of @pulumi/pulumi, the files directly in targets/ and shared/ only: every user type-checks it.",
  ),
  never("target-args", isValue, "The args.ts of a target imports types only: import type."),
];

/** ESLint configuration that checks every import of TypeScript files and scripts. */
export const importBoundaries = {
  name: "import-boundaries",
  files: ["**/*.ts", "scripts/**/*.mjs"],
  ignores: ["tests/**"],
  plugins: { boundaries },
  settings: {
    "boundaries/root-path": fromRoot("").pathname,
    "boundaries/files": files,
    "boundaries/dependency-nodes": ["import", "export", "dynamic-import", "require"],
    "import/resolver": { node: { extensions: [".ts", ".js", ".mjs", ".json"] } },
  },
  rules: {
    "boundaries/dependencies": [
      "error",
      {
        default: "disallow",
        checkAllOrigins: true,
        checkUnknownLocals: true,
        checkInternals: true,
        message: "Users do not have this package: package.json does not list it (write built-in modules as node:…).",
        policies,
      },
    ],
  },
};
