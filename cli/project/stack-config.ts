import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { UserError } from "../user-error";
import type { Project } from "./project";
import { isMap, readYamlMap } from "./yaml-file";

/** One config value of a stack. */
export interface ConfigValue {
  /** As the engine takes it from the file: numbers and flags as text; {@link ENCRYPTED} for what is encrypted. */
  readonly content: unknown;
  readonly secret: boolean;
  /** True when all of it or a part of it is encrypted, so that its real content is not known here. */
  readonly encrypted: boolean;
}

/** Stands for a value that only Pulumi can decrypt. */
export const ENCRYPTED = "[encrypted]";

/** What a stack's file holds. */
export interface StackConfig {
  /** The file, relative to the project; absent when the stack has none. */
  readonly file?: string;
  /** By key with namespace. */
  readonly values: ReadonlyMap<string, ConfigValue>;
  /** Names of environments the stack imports, which only Pulumi can open. */
  readonly environments: readonly string[];
}

/** Reads `Pulumi.<stack>.yaml`, where it exists. */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const file = stackFileOf(project, stack);
  if (!existsSync(file)) return { values: new Map(), environments: [] };

  const shownAs = path.relative(project.dir, file);
  const { config, environment } = readYamlMap(file, shownAs);
  const entries = isMap(config) ? Object.entries(config) : [];
  return {
    file: shownAs,
    values: new Map(entries.map(([key, value]) => [fullKey(project, key), decrypted(value)])),
    environments: Array.isArray(environment) ? environment.filter((entry) => typeof entry === "string") : [],
  };
}

/** Where a stack's config stands, whether or not there is such a file. */
export function stackFileOf(project: Project, stack: string): string {
  return path.join(project.stackConfigDir, `Pulumi.${stack}${path.extname(project.file)}`);
}

/** The stacks that have a file. */
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
  throw new UserError(`"${key}" is no config key: write <namespace>:<name>, or <name> alone for this project's own.`);
}

/** An encrypted value is a map of the one key `secure`, at any depth. */
function decrypted(value: unknown): ConfigValue {
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
  return { content: asEngineTakesIt(content), secret: encrypted, encrypted };
}

/** A number or flag becomes text, but not inside a list or map (sdk/go/common/resource/config/object.go, `MarshalString`). */
function asEngineTakesIt(content: unknown): unknown {
  return typeof content === "number" || typeof content === "boolean" ? String(content) : content;
}
