import { Analyzer, type AnalyzeResult } from "@pulumi/pulumi/provider/experimental/analyzer";
import { getPulumiComponents } from "@pulumi/pulumi/provider/experimental/provider";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Properties of the package in the schema. */
export interface PackageIdentity {
  /** First part of every type token. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
}

/** The Pulumi package schema of every component that `entry` exports, made by Pulumi's own analyzer. */
export function componentSchema(entry: string, tsconfig: string, identity: PackageIdentity): string {
  const exported = exportedComponents(entry);
  const { components, typeDefinitions, dependencies } = analyze(entry, tsconfig, identity.name, exported);
  const missing = [...exported].filter((component) => !(component in components));
  if (missing.length > 0) throw new Error(`the analyzer has ignored ${missing.join(", ")}`);
  const { name, version, description } = identity;
  const schema = generateSchema(name, version, description, components, typeDefinitions, dependencies);
  return `${withoutSuffix(JSON.stringify(withComponents(schema), undefined, 2))}\n`;
}

/**
 * Inputs for the facts of a component also take the component itself, which other languages pass as a reference. In TypeScript
 * a component has the fields of its facts; the analyzer knows no reference to our own components. Such an input is never
 * `plain`, although the plugin needs its value: the SDKs with static types would accept neither a component nor an output.
 */
function withComponents<Schema extends Record<"resources" | "types", object>>(schema: Schema): Schema {
  const resources = Object.entries(schema.resources as Record<string, ComponentSpec>);
  const components = new Map(
    resources.flatMap(([token, { properties }]) => {
      const facts = properties["facts"]?.$ref;
      return facts === undefined ? [] : [[facts, `#/resources/${token}`] as const];
    }),
  );
  const replaced = (properties: Properties, written: (component: string) => string): void => {
    for (const [name, { $ref, plain, ...rest }] of Object.entries(properties)) {
      const component = $ref === undefined ? undefined : components.get($ref);
      if (component !== undefined) properties[name] = { oneOf: [{ $ref }, { $ref: written(component) }], ...rest };
    }
  };
  for (const [, { inputProperties }] of resources) replaced(inputProperties, (component) => component);
  // The module of types in a Python SDK cannot import those of components, which import it.
  for (const { properties } of Object.values(schema.types as Record<string, { properties?: Properties }>))
    replaced(properties ?? {}, () => "pulumi.json#/Any");
  return schema;
}

type Properties = Record<string, { $ref?: string; plain?: boolean; oneOf?: readonly object[] }>;

interface ComponentSpec {
  readonly properties: Properties;
  readonly inputProperties: Properties;
}

/**
 * Removes `Args` from the names of types: the generators of other languages append it to the type of every input, so
 * `IstioArgs` would become `IstioArgsArgs`.
 */
function withoutSuffix(schema: string): string {
  const tokens = (text: string) => new Set(text.match(/(?<=")[\w-]+:index:\w+(?=": \{)/g));
  const renamed = schema.replace(/"((?:#\/types\/)?[\w-]+:index:\w+)Args"/g, '"$1"');
  if (tokens(renamed).size !== tokens(schema).size)
    throw new Error("two types have the same name without `Args`; rename one of them");
  return renamed;
}

/** Names of the component classes that a module exports, found in the same way as Pulumi's plugin host does. */
function exportedComponents(entry: string): Set<string> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const classes = getPulumiComponents(require(entry));
  if (classes.length === 0) throw new Error(`${entry} exports no component`);
  return new Set(classes.map((component) => component.name));
}

/**
 * The analyzer needs a folder with a `tsconfig.json` and reads every file that it includes. A temporary folder excludes
 * tests and scripts, and allows a TypeScript file as the entry although package.json names the compiled file.
 */
function analyze(entry: string, tsconfig: string, name: string, components: Set<string>): AnalyzeResult {
  const folder = mkdtempSync(join(tmpdir(), "component-schema-"));
  try {
    const config = { extends: tsconfig, files: [entry], include: [], compilerOptions: { rootDir: dirname(entry) } };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    return new Analyzer(folder, name, { main: entry }, components).analyze();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
