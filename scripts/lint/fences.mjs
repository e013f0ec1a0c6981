/**
 * Who may import whom, as options of ESLint's `no-restricted-imports`.
 *
 * A fence belongs to a folder, and what a relative import reaches depends on how deep the file is, so every fence is
 * spelt once per depth. A later block replaces an earlier one for the files that both match: that is how ESLint reads
 * options of a rule.
 */
import { readFileSync } from "node:fs";

const { dependencies, peerDependencies } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);
const installed = Object.keys({ ...dependencies, ...peerDependencies }).join("|");

/** Folders below a fence's own that are looked at; deeper ones would be a layout nobody has thought about. */
const DEPTHS = [0, 1, 2, 3];

/** Imports that leave the fence's folder for anything but what `allowed` matches, seen from `depth` folders below it. */
const leaving = (depth, allowed, message) => ({
  regex: `^(?:\\./)?(?:\\.\\./){${depth + 1}}(?!(?:${allowed})$)`,
  message,
});

/** Path segments that lead down and up again would slip through every fence. */
const DETOUR = { regex: "[^./]/\\.\\.(?:/|$)", message: "Import by the shortest path." };

/** Only what a user's `npm install` brings may be loaded; types of anything else are fine where no user sees them. */
const installedOnly = (allowTypeImports) => ({
  regex: `^(?!\\.|node:|(?:${installed})(?:/|$))`,
  allowTypeImports,
  message: "Users do not have this package: it is no dependency in package.json (and built-ins are spelt node:…).",
});

const NO_CLOUD_SDK = {
  regex: "^@pulumi/(?!(?:pulumi|kubernetes)(?:/|$))",
  message: "A cloud's SDK is imported only inside its own folder under components/targets/.",
};
const NO_SDK_INTERNALS = {
  regex: "^@pulumi/pulumi/",
  message: "Components use the public API of @pulumi/pulumi only.",
};
const COMPONENT = [DETOUR, installedOnly(false), NO_CLOUD_SDK, NO_SDK_INTERNALS];

/** Purity of `spec.ts`, `values.ts` and `manifest.ts`: tested as tables, without mocks or a file system. */
const PURE_FILES = "{spec,values,manifest}.ts";
const PURE = [
  { regex: "^@pulumi/", allowTypeImports: true, message: "Pure files use an SDK for types only: import type." },
  { regex: "^node:(?!util$|net$|path$)", message: "Pure files do no I/O." },
];

/** Which target owns which SDKs. An SDK that is not listed here is open to every target, by sub-module. */
const OWNERS = {
  aws: "aws|aws-native|awsx|eks",
  gcp: "gcp|google-native",
  azure: "azure|azure-native|azuread",
};

const foreignSdks = (target) =>
  Object.entries(OWNERS)
    .filter(([owner]) => owner !== target)
    .map(([owner, sdks]) => ({
      regex: `^@pulumi/(?:${sdks})(?:/|$)`,
      message: `This SDK belongs to components/targets/${owner}/.`,
    }));

const BY_SUB_MODULE = {
  regex: "^@pulumi/(?!pulumi$|kubernetes$)[\\w-]+$",
  message: "Import a sub-module, such as @pulumi/aws/ec2: the whole SDK takes seconds to type-check.",
};

const ONLY_SHARED = "A component imports itself, targets/target and shared/, and no other component.";
const components = (depth) => [
  leaving(depth, "shared/[\\w/-]+|targets/(?:target|operations)", ONLY_SHARED),
  ...COMPONENT,
];

const ONLY_SEAM = "A target imports itself, targets/target and shared/, and no other target.";
const target = (name) => (depth) => [
  leaving(depth, "target|operations|\\.\\./shared/[\\w/-]+", ONLY_SEAM),
  DETOUR,
  installedOnly(false),
  NO_SDK_INTERNALS,
  ...foreignSdks(name),
  BY_SUB_MODULE,
];

/** One block of ESLint configuration for files of one depth. */
const block = (name, files, patterns, ignores = []) => ({
  name: `fences/${name}`,
  files,
  ignores,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

/** Blocks for every depth of a folder; `file` narrows it to files of that name. */
const fence = (folder, patternsAt, file = "*.ts") =>
  DEPTHS.map((depth) =>
    block(`${folder}/${file}@${depth}`, [`${folder}/${"*/".repeat(depth)}${file}`], patternsAt(depth)),
  );

/** The fences, from general to special. */
export const fences = [
  ...fence("components/*", components),
  ...fence("components/*", (depth) => [...components(depth), ...PURE], PURE_FILES),
  block(
    "ml-cluster/args",
    ["components/ml-cluster/args.ts"],
    [
      leaving(0, "shared/[\\w/-]+|targets/target|targets/[\\w-]+/args", ONLY_SHARED),
      {
        regex: "^\\.\\./targets/[\\w-]+/args$",
        allowTypeImports: true,
        message: "Import a target's block with import type: loading it would load every target.",
      },
      ...COMPONENT,
    ],
  ),

  ...["*", ...Object.keys(OWNERS)].flatMap((name) => [
    ...fence(`components/targets/${name}`, target(name)),
    ...fence(`components/targets/${name}`, (depth) => [...target(name)(depth), ...PURE], PURE_FILES),
  ]),
  block(
    "targets/args",
    ["components/targets/*/args.ts"],
    [
      {
        regex: "^(?!@pulumi/pulumi$|\\.\\./\\.\\./shared/facts$)",
        message: "A target's args.ts imports types of @pulumi/pulumi and shared/facts only: every user type-checks it.",
      },
      { regex: "", allowTypeImports: true, message: "A target's args.ts imports types only: import type." },
    ],
  ),
  block(
    "targets/target",
    ["components/targets/*.ts"],
    [
      leaving(0, "shared/[\\w/-]+", "The seam imports shared/ only: no component."),
      { regex: "^\\./(?!target$)", message: "The seam imports no target." },
      { regex: "^@pulumi/", allowTypeImports: true, message: "The seam uses SDKs for types only: import type." },
      ...COMPONENT,
    ],
  ),

  ...fence("components/shared", (depth) => [
    leaving(depth, "(?!)", "shared/ imports nothing outside itself: it is below everything else."),
    ...COMPONENT,
  ]),
  block(
    "components/index",
    ["components/*.ts"],
    [
      leaving(0, "(?!)", "The package imports nothing outside components/."),
      {
        regex: "^\\./targets/(?![\\w-]+/args$)",
        message: "The public API names no target but its args.ts, which loads no SDK.",
      },
      ...COMPONENT,
    ],
  ),

  ...["programs/*", "plugin"].flatMap((folder) =>
    fence(folder, (depth) => [
      leaving(
        depth,
        folder === "plugin" ? "components(?:/index)?" : "\\.\\./components(?:/index)?|serving",
        "Programs use the public API like everyone else: import components/.",
      ),
      DETOUR,
      installedOnly(false),
    ]),
  ),
  block(
    "programs/index",
    ["programs/*.ts"],
    [
      {
        regex: "^\\.(?!\\./components(?:/index)?$)",
        message: "Programs are loaded by name with require, so that only the chosen one is.",
      },
      installedOnly(false),
    ],
  ),
  ...fence("cli", (depth) => [
    leaving(
      depth,
      "components(?:/index)?|components/shared/(?:charts|nearest)",
      "The command imports components/, its pins and its advice for misspelt words, nothing else outside cli/.",
    ),
    DETOUR,
    installedOnly(true),
    NO_CLOUD_SDK,
  ]),
  ...fence("scripts", (depth) => [
    leaving(
      depth,
      "components(?:/index)?|components/shared/(?:charts|versions)",
      "Scripts import the package and its pins, never programs/, tests/ or cli/.",
    ),
    DETOUR,
  ]),
];
