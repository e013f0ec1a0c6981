import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { CORE_SCHEMA, load, type YAMLException } from "js-yaml";
import { UserError } from "../user-error";
import { configTypeOf, isMap, isOfType, typeName, type ConfigType, type YamlMap } from "./config-type";

/** One key of the `config:` block of `Pulumi.yaml`. */
export interface ConfigDeclaration {
  /** With its namespace: `mlplatform:program`. */
  readonly key: string;
  /** As `Pulumi.yaml` writes it. */
  readonly shownAs: string;
  readonly type?: ConfigType;
  /** The value if no stack sets the key: the `default` of the project's own key, or the `value` of another namespace's. */
  readonly fallback?: unknown;
  /** True if a stack must encrypt the value. */
  readonly secret: boolean;
}

/** The `runtime.options` of `Pulumi.yaml` that decide how Node runs the program. */
export interface RuntimeOptions {
  /** @default true */
  readonly typescript: boolean;
  /** Path of the program's tsconfig.json, relative to the folder that the program runs in. */
  readonly tsconfig?: string;
  /** Arguments for node itself. */
  readonly nodeargs?: string;
}

/** A Pulumi project on disk. */
export interface Project {
  readonly name: string;
  /** Folder of `Pulumi.yaml`. */
  readonly dir: string;
  /** `Pulumi.yaml`, or `Pulumi.yml`. */
  readonly file: string;
  /** The folder that the program runs in, and its entry there: a file, or `.` for the entry that package.json names. */
  readonly programDir: string;
  readonly entry: string;
  readonly runtime: RuntimeOptions;
  /** Folder of the files `Pulumi.<stack>.yaml`. */
  readonly stackConfigDir: string;
  readonly config: readonly ConfigDeclaration[];
}

const SMALLEST_PROJECT = "  name: my-platform\n  runtime: nodejs";

/** Finds the project of a folder as the Pulumi CLI does: the nearest `Pulumi.yaml` in it or above it. */
export function findProject(from: string): Project {
  for (let dir = path.resolve(from); ; dir = path.dirname(dir)) {
    const file = ["Pulumi.yaml", "Pulumi.yml"].find((candidate) => existsSync(path.join(dir, candidate)));
    if (file !== undefined) return loadProject(dir, file);
    if (dir === path.dirname(dir)) {
      const missing = `No Pulumi.yaml in ${path.resolve(from)} or above it: run this inside a Pulumi project.`;
      throw new UserError(`${missing} The smallest Pulumi.yaml is:\n\n${SMALLEST_PROJECT}`);
    }
  }
}

function loadProject(dir: string, file: string): Project {
  const content = readYamlMap(path.join(dir, file), file);
  const { name, stackConfigDir, runtime } = content;
  if (typeof name !== "string" || name === "") throw new UserError(`${file} has no name: every project needs one.`);
  return {
    name,
    dir,
    file,
    ...programOf(dir, file, content["main"]),
    runtime: runtimeOptionsOf(runtime),
    stackConfigDir: path.join(dir, typeof stackConfigDir === "string" ? stackConfigDir : "."),
    config: Object.entries(configOf(content["config"], file)).map(([key, declaration]) =>
      declarationOf(name, file, key, declaration),
    ),
  };
}

/** The config keys that the project declares. A text is the folder of the stacks' files, as earlier versions of Pulumi had it. */
function configOf(config: unknown, file: string): YamlMap {
  if (isMap(config)) return config;
  if (config === undefined || config === null || typeof config === "string") return {};
  throw new UserError(`${file}: config must be a map of keys to values.`);
}

function runtimeOptionsOf(runtime: unknown): RuntimeOptions {
  const { typescript, tsconfig, nodeargs } = isMap(runtime) && isMap(runtime["options"]) ? runtime["options"] : {};
  return {
    typescript: typescript !== false,
    tsconfig: typeof tsconfig === "string" ? tsconfig : undefined,
    nodeargs: typeof nodeargs === "string" ? nodeargs : undefined,
  };
}

/** A program runs in the folder of the file `main`, or in the folder `main` (pkg/engine/project.go, `getPwdMain`). */
function programOf(dir: string, file: string, main: unknown): Pick<Project, "programDir" | "entry"> {
  if (typeof main !== "string" || main === "") return { programDir: dir, entry: "." };
  const target = path.resolve(dir, main);
  const stats = statSync(target, { throwIfNoEntry: false });
  if (stats === undefined) throw new UserError(`${file} says main: ${main}, but there is no such file.`);
  if (stats.isDirectory()) return { programDir: target, entry: "." };
  return { programDir: path.dirname(target), entry: path.basename(target) };
}

/** Reads one key. `key: value` is short for a default (sdk/go/common/workspace/project.go, `Validate`). */
function declarationOf(project: string, file: string, shownAs: string, declaration: unknown): ConfigDeclaration {
  const own = !shownAs.includes(":") || shownAs.startsWith(`${project}:`);
  const key = shownAs.includes(":") ? shownAs : `${project}:${shownAs}`;
  if (!isMap(declaration)) return { key, shownAs, fallback: declaration, secret: false };

  const type = configTypeOf(declaration);
  const fallback = declaration["default"] ?? declaration["value"];
  const problem = problemOf(declaration, { own, type });
  if (problem !== undefined) throw new UserError(`${file}, config ${shownAs}: ${problem}`);
  return { key, shownAs, type, fallback, secret: declaration["secret"] === true };
}

function problemOf(declaration: YamlMap, { own, type }: { own: boolean; type?: ConfigType }): string | undefined {
  const { default: preset, value } = declaration;
  if (preset !== undefined && value !== undefined) return "it cannot have both a default and a value.";
  if (!own) {
    if (type !== undefined) return "a key of another namespace has a value and no type.";
    return value === undefined ? "a key of another namespace needs a value." : undefined;
  }
  if (type?.type === "array" && type.items === undefined)
    return "an array must declare the type of its items (items: { type: … }).";
  if (type !== undefined && preset !== undefined && !isOfType(type, preset)) {
    return `the default is not of type ${typeName(type)}.`;
  }
  return undefined;
}

/** Reads a YAML file that holds a map; `shownAs` is its name in errors, and `text` its content if that is known already. */
export function readYamlMap(file: string, shownAs: string, text = textOf(file, shownAs)): YamlMap {
  let content: unknown;
  try {
    content = load(text, { schema: CORE_SCHEMA }) ?? {};
  } catch (error) {
    // The error does not show the line, which may contain a password.
    const { line, column } = (error as Partial<YAMLException>).mark ?? { line: 0, column: 0 };
    throw new UserError(`${shownAs} cannot be read: it is not YAML, see line ${line + 1}, column ${column + 1}.`);
  }
  if (!isMap(content)) throw new UserError(`${shownAs} must be a map of keys to values.`);
  return content;
}

function textOf(file: string, shownAs: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(`${shownAs} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
}
