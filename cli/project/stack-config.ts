import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { shown } from "../../components/shared/shown";
import { UserError } from "../user-error";
import { isMap, type YamlMap } from "./config-type";
import { readYamlMap, type Project } from "./project";

/** One config value of a stack. */
export interface ConfigValue {
  /** As the engine reads it from the file: numbers and booleans as text, and {@link ENCRYPTED} for an encrypted value. */
  readonly content: unknown;
  readonly secret: boolean;
  /** True if a part of it is encrypted, so that the real content is not known here. */
  readonly encrypted: boolean;
}

/** Replaces a value that only Pulumi can decrypt. */
export const ENCRYPTED = "[encrypted]";

/** The content of a stack's config file. */
export interface StackConfig {
  /** The file, relative to the project; absent if it does not exist. */
  readonly file?: string;
  /** By key with its namespace. */
  readonly values: ReadonlyMap<string, ConfigValue>;
  /** Names of environments the stack imports, which only Pulumi can open. */
  readonly environments: readonly string[];
}

/** Reads `Pulumi.<stack>.yaml` if it exists. */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const file = stackFileOf(project, stack);
  if (!existsSync(file)) return { values: new Map(), environments: [] };

  const shownAs = path.relative(project.dir, file);
  const content = readYamlMap(file, shownAs);
  const { config, environment } = content;
  const entries = Object.entries(mapOf(config, shownAs));
  const outside = Object.keys(content).find((key) => isConfigKey(project, key));
  if (outside !== undefined) {
    throw new UserError(
      `${shownAs}: ${outside} is not below \`config:\`. Write the line config: above it, and indent it.`,
    );
  }
  return {
    file: shownAs,
    values: new Map(entries.map(([key, value]) => [fullKey(project, key), configValueOf(value)])),
    environments: environmentsIn(environment),
  };
}

/** The names of imported environments; an environment may also be written in the file itself. */
function environmentsIn(environment: unknown): string[] {
  const imports = isMap(environment) ? environment["imports"] : environment;
  const names = Array.isArray(imports) ? imports.filter((entry) => typeof entry === "string") : [];
  return isMap(environment) && environment["values"] !== undefined ? [...names, "of this file"] : names;
}

/** The `config:` block of a file; empty if the file has none. */
export function mapOf(config: unknown, shownAs: string): YamlMap {
  if (isMap(config)) return config;
  if (config === undefined || config === null) return {};
  throw new UserError(
    `${shownAs}: config must be a map of keys to values, not ${Array.isArray(config) ? "a list" : "one value"}.`,
  );
}

/** Whether a key of a stack's file belongs below `config:`: it has a namespace, or the project declares it. */
const isConfigKey = (project: Project, key: string): boolean =>
  key.includes(":") || project.config.some((declaration) => declaration.key === `${project.name}:${key}`);

/** Path of a stack's config file, which may not exist. Of `organization/project/stack`, only the last part is in its name. */
export function stackFileOf(project: Project, stack: string): string {
  confirmStackName(stack);
  return path.join(project.stackConfigDir, `Pulumi.${stack.split("/").at(-1) ?? stack}${path.extname(project.file)}`);
}

/** Refuses what is no name of a stack; it could be the path of a file elsewhere. */
export function confirmStackName(stack: string): void {
  const parts = stack.split("/");
  if (parts.length <= 3 && parts.every((part) => /^(?!\.+$)[\w.-]{1,100}$/.test(part))) return;
  throw new UserError(
    `${shown(stack)} is not the name of a stack: write letters, digits, '-', '_' and '.', or organization/project/stack.`,
  );
}

/** The stacks that have a config file. */
export function stacksOf(project: Project): string[] {
  const pattern = new RegExp(`^Pulumi\\.(.+)\\${path.extname(project.file)}$`);
  const files = existsSync(project.stackConfigDir) ? readdirSync(project.stackConfigDir) : [];
  return files.flatMap((file) => pattern.exec(file)?.[1] ?? []).sort();
}

/** Adds the project's namespace to a key without one. */
export function fullKey(project: Project, key: string): string {
  if (!key.includes(":")) return `${project.name}:${key}`;
  const [namespace, ...rest] = key.split(":");
  const name = rest.length === 2 && rest[0] === "config" ? rest[1] : rest.length === 1 ? rest[0] : undefined;
  if (namespace && name) return `${namespace}:${name}`;
  throw new UserError(
    `"${key}" is not a config key: write <namespace>:<name>, or only <name> for a key of this project.`,
  );
}

/** Replaces encrypted values at any depth. Each is a map with the single key `secure`. */
function configValueOf(value: unknown): ConfigValue {
  let encrypted = false;
  const visit = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(visit);
    if (!isMap(part)) return part;
    if (typeof part["secure"] === "string" && Object.keys(part).length === 1) {
      encrypted = true;
      return ENCRYPTED;
    }
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, visit(item)]));
  };
  const content = visit(value);
  return { content: asText(content), secret: encrypted, encrypted };
}

/** Numbers and booleans become text, but not inside lists and maps (sdk/go/common/resource/config/object.go, `MarshalString`). */
function asText(content: unknown): unknown {
  return typeof content === "number" || typeof content === "boolean" ? String(content) : content;
}
