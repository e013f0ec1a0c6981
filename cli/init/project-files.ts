import { stringify } from "yaml";
import { ownPackage } from "../own-package";
import { placeholderComment } from "../project/placeholders";
import { chosen, unanswered, valueInStack, type Choice, type Chosen } from "./choice";
import { programText } from "./program-text";
import { readmeText } from "./readme-text";

/** The files of a new project by name, with their content. */
export function projectFiles(choice: Choice): Record<string, string> {
  const project = chosen(choice);
  const stack = stackText(project);
  return {
    ".gitignore": GITIGNORE,
    "README.md": readmeText(project),
    "Pulumi.yaml": yaml(pulumiYaml(project)),
    ...(stack === undefined ? {} : { "Pulumi.dev.yaml": stack }),
    "index.ts": programText(project),
    "package.json": json(manifest(project)),
    "tsconfig.json": json(TSCONFIG),
    ...examples(project),
  };
}

const GITIGNORE = `node_modules/
# What the README writes into files.
kubeconfig.yaml
ca.pem
`;

/** That of the package's README: Pulumi loads programs with it, and `npx tsc` checks them. */
export const TSCONFIG = {
  compilerOptions: { strict: true, target: "es2022", module: "nodenext", skipLibCheck: true, noEmit: true },
};

/** What runs TypeScript and checks its types. */
const DEV_PACKAGES = ["@types/node", "tsx", "typescript"];

/** Names that no project can have: npm refuses to install a package into a project of the same name. */
export const installedNames = (): string[] => [ownPackage().name, ...DEV_PACKAGES];

/** The ranges are those of this package, with which it is tested. */
function manifest({ name, description, packages }: Chosen): object {
  const own = ownPackage();
  const ranges: Readonly<Record<string, string>> = {
    ...own.peerDependencies,
    ...own.dependencies,
    [own.name]: `^${own.version}`,
  };
  const dependencies = ["@pulumi/pulumi", own.name, ...packages].sort();
  return {
    name,
    description,
    private: true,
    scripts: { check: "tsc", plan: "mlplatform plan" },
    dependencies: Object.fromEntries(dependencies.map((each) => [each, ranges[each]])),
    // Pulumi needs a compiler API, which TypeScript 7 does not have: a caret stays below the next major version.
    devDependencies: Object.fromEntries(DEV_PACKAGES.map((each) => [each, `^${own.devDependencies[each] ?? ""}`])),
    engines: { node: own.engines.node },
  };
}

/** The file Pulumi.yaml, as an object. */
export const pulumiYaml = ({ name, description, settings }: Chosen) => ({
  name,
  description,
  runtime: { name: "nodejs" },
  config: Object.fromEntries(
    settings.map(({ key, type, preset, description: text }) => [
      key,
      {
        ...(type === "list" ? { type: "array", items: { type: "string" } } : { type }),
        ...(preset === undefined ? {} : { default: preset }),
        description: text,
      },
    ]),
  ),
});

/** The config of the stack `dev`; nothing if the presets are enough. */
function stackText(project: Chosen): string | undefined {
  const values = project.settings.flatMap((setting) => {
    const value = valueInStack(project, setting);
    return value === undefined ? [] : [[`${project.name}:${setting.key}`, value] as const];
  });
  if (values.length === 0) return undefined;
  const comment = placeholderComment(unanswered(project).map(({ key }) => key));
  return comment + yaml({ config: Object.fromEntries(values) });
}

/** The example files that a value names. */
function examples(project: Chosen): Record<string, string> {
  const named = project.settings.map((setting) => valueInStack(project, setting));
  return Object.fromEntries(Object.entries(project.starter.files ?? {}).filter(([name]) => named.includes(name)));
}

const json = (content: object): string => `${JSON.stringify(content, undefined, 2)}\n`;
const yaml = (content: object): string => stringify(content, { lineWidth: 0 });
