import { closest, nearest } from "../../components/shared/nearest";
import { UserError } from "../user-error";
import { howToWrite, isJson, isOfType, sampleOf, typeName, type ConfigType } from "./config-type";
import type { ConfigDeclaration, Project } from "./project";
import type { ProjectStack } from "./project-stack";
import { fullKey, type ConfigValue } from "./stack-config";

/** A key and its text, as `--config key=value` gives it. */
export type Setting = readonly [key: string, text: string];

/** Config as a program gets it. */
export interface ProgramConfig {
  /** Texts by key with namespace; lists and maps are JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Keys whose content is a placeholder, because only Pulumi can decrypt them. */
  readonly encryptedKeys: readonly string[];
}

/** Config with which no program may start. */
export class ConfigRefused extends UserError {
  constructor(
    stack: string,
    problems: readonly string[],
    /** True if the only problem is that values are missing. */
    readonly onlyMissing: boolean,
  ) {
    super([`The config of stack "${stack}" has errors:`, ...problems].join("\n  - "));
  }
}

/**
 * Puts config together as `pulumi up` does: the stack's values, then the command line's, then the project's defaults. Like
 * `pulumi up`, it refuses missing keys and values of a wrong type (pkg/workspace/config.go), all problems at once.
 */
export function programConfig(target: ProjectStack): ProgramConfig {
  const { project, stack, config, settings } = target;
  const values = withSettings(project, config.values, settings);
  const fromCommandLine = new Set(settings.map(([key]) => fullKey(project, key)));

  const problems = [...new Set(settings.map(([key]) => key))].flatMap((key) => keyProblem(target, key) ?? []);
  const missing: string[] = [];
  for (const declaration of project.config) {
    const { key, shownAs, type, fallback, secret } = declaration;
    const value = values.get(key);
    if (value === undefined) {
      if (fallback === undefined)
        missing.push(`${shownAs} is missing${type ? ` (${typeName(type)})` : ""}: it is required and has no default.`);
      // Pulumi takes the default for a value of the stack that is not encrypted; an environment may give another one.
      else if (secret && type && config.environments.length === 0) problems.push(secretDefault(shownAs));
      else values.set(key, { content: fallback, secret: false, encrypted: false });
      continue;
    }
    if (secret && !value.secret) problems.push(`${shownAs} must be encrypted: set it with pulumi config set --secret.`);
    if (type && !value.encrypted && !isOfType(type, value.content)) {
      problems.push(wrongType(declaration, type, value, fromCommandLine.has(key) ? undefined : config.file));
    }
  }
  if (problems.length + missing.length > 0) {
    throw new ConfigRefused(stack, [...problems, ...missing], problems.length === 0);
  }
  const keysOf = (test: (value: ConfigValue) => boolean) =>
    [...values].flatMap(([key, value]) => (test(value) ? key : []));
  return {
    values: Object.fromEntries([...values].map(([key, { content }]) => [key, textOf(content)])),
    secretKeys: keysOf(({ secret }) => secret),
    encryptedKeys: keysOf(({ encrypted }) => encrypted),
  };
}

const secretDefault = (key: string): string =>
  `${key} has a default, which Pulumi refuses for a secret with a type. In Pulumi.yaml, leave out its type or its default, or run: ` +
  `pulumi config set --secret ${key}.`;

/** Sets values. A secret value stays secret. Lists and maps are given as JSON. */
export function withSettings(
  project: Project,
  given: ReadonlyMap<string, ConfigValue>,
  settings: readonly Setting[],
): Map<string, ConfigValue> {
  const values = new Map(given);
  for (const [shownAs, text] of settings) {
    const key = fullKey(project, shownAs);
    const declared = project.config.find((declaration) => declaration.key === key);
    const secret = declared?.secret === true || values.get(key)?.secret === true;
    values.set(key, { content: contentOf(declared?.type, text), secret, encrypted: false });
  }
  return values;
}

/** A text that is not JSON stays a text, and the type check refuses it. */
function contentOf(type: ConfigType | undefined, text: string): unknown {
  if (!isJson(type)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const textOf = (content: unknown): string => (typeof content === "string" ? content : JSON.stringify(content ?? null));

/**
 * What is wrong with a key of the command line. Pulumi accepts any key, but a program never sees a misspelt one. A key that
 * the stack's file has too is only a hint, and an environment, which only Pulumi can open, may set any key.
 */
function keyProblem({ project, config }: ProjectStack, key: string): string | undefined {
  const path = pathAdvice(project, key);
  if (path !== undefined) return `${key} is a path, and --config does not support paths. ${path}`;
  const full = fullKey(project, key);
  const undeclared = undeclaredKey(project, full);
  if (undeclared === undefined || config.values.has(full) || config.environments.length > 0) return undefined;
  return `${key} is not a config key of ${project.name}; ${nearest(undeclared.name, undeclared.declared)}.`;
}

/** How to write the whole value of which `key[0]` or `key.name` is a part, as `pulumi config set --path` takes them. */
function pathAdvice(project: Project, key: string): string | undefined {
  const [, root = "", below = ""] = /^([^.[]+)(\[\d+\]|[.[]).*$/.exec(key) ?? [];
  const type = project.config.find((declaration) => declaration.key === fullKey(project, root))?.type;
  if (root !== "" && isJson(type)) return howToWrite(root, type);
  return /^\[\d/.test(below) ? howToWrite(root, { type: "array", items: { type: "string" } }) : undefined;
}

/** A key of the project's own namespace that its `config:` block does not declare, with the names that it declares. */
export function undeclaredKey(
  project: Project,
  key: string,
): { readonly name: string; readonly declared: readonly string[] } | undefined {
  const namespace = `${project.name}:`;
  const own = project.config.map((declaration) => declaration.key).filter((declared) => declared.startsWith(namespace));
  // A project without a `config:` block declares nothing, and the keys of other namespaces belong to providers.
  if (own.length === 0 || own.includes(key)) return undefined;
  const declared = own.map((each) => each.slice(namespace.length));
  const [prefix = "", name = ""] = key.split(":");
  // A misspelt namespace is close to the project's name, and what follows is a key of the project.
  if (prefix !== project.name && declared.includes(name) && closest(prefix, [project.name]) !== undefined) {
    return { name: key, declared: own };
  }
  if (!key.startsWith(namespace)) return undefined;
  return { name: key.slice(namespace.length), declared };
}

/** Says what type a value must have, and how to write it in the stack's file, or else on the command line. */
function wrongType(
  { key, shownAs, secret }: ConfigDeclaration,
  type: ConfigType,
  value: ConfigValue,
  file: string | undefined,
): string {
  const isSecret = secret || value.secret;
  const given = isSecret ? "" : `, not ${shortened(JSON.stringify(value.content))}`;
  return `${shownAs} must be of type ${typeName(type)}${given}. ${advice()}`;

  function advice(): string {
    if (file === undefined) return howToWrite(shownAs, type);
    return isSecret
      ? `It is a secret of ${file}: set it again with pulumi config set --secret.`
      : `In ${file}, write \`${key}: ${sampleOf(type)}\`.`;
  }
}

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
