import { nearest } from "../../components/shared/nearest";
import { UserError } from "../user-error";
import { howToWrite, isJson, isOfType, typeName, type ConfigType } from "./config-type";
import type { Project } from "./project";
import { fullKey, type ConfigValue, type StackConfig } from "./stack-config";
import { undeclaredKey } from "./undeclared-key";

/** Config as a program gets it. */
export interface ProgramConfig {
  /** Texts by key with namespace; what is no single value is JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Keys whose content is a placeholder, since only Pulumi can decrypt them. */
  readonly encryptedKeys: readonly string[];
}

/**
 * Puts config together as `pulumi up` does: the stack's values, then the command line's, then the project's defaults;
 * and refuses what it refuses, a missing key or a value of the wrong type, all at once (pkg/workspace/config.go).
 */
export function programConfig(
  project: Project,
  stack: string,
  file: StackConfig,
  own: readonly Setting[],
): ProgramConfig {
  const values = new Map(file.values);
  for (const [key, text] of own)
    values.set(fullKey(project, key), settingOf(project, values, fullKey(project, key), text));

  const problems = [...new Set(own.map(([key]) => key))].flatMap((key) => refusedKey(project, file, key) ?? []);
  for (const { key, shownAs, type, fallback, secret } of project.config) {
    const value = values.get(key);
    if (value === undefined) {
      if (fallback !== undefined) values.set(key, { content: fallback, secret: false, encrypted: false });
      else
        problems.push(`${shownAs} is missing${type ? ` (${typeName(type)})` : ""}: it is required and has no default.`);
      continue;
    }
    if (secret && !value.secret) problems.push(`${shownAs} must be encrypted: set it with pulumi config set --secret.`);
    if (type && !value.encrypted && !isOfType(type, value.content)) {
      problems.push(`${shownAs} must be of type ${typeName(type)}.${howToWrite(shownAs, type)}`);
    }
  }
  if (problems.length > 0) {
    throw new UserError([`The config of stack "${stack}" is not right:`, ...problems].join("\n  - "));
  }
  return {
    values: Object.fromEntries([...values].map(([key, { content }]) => [key, textOf(content)])),
    secretKeys: keysWhere(values, ({ secret }) => secret),
    encryptedKeys: keysWhere(values, ({ encrypted }) => encrypted),
  };
}

/** A key and its text, as `--config key=value` gives it. */
export type Setting = readonly [key: string, text: string];

/**
 * Pulumi takes any key, and a program never sees a misspelt one. A key of the stack is not refused for that: its file says
 * so in public, and an environment, which only Pulumi can open, may set any.
 */
function refusedKey(project: Project, file: StackConfig, key: string): string | undefined {
  const path = pathAdvice(project, key);
  if (path !== undefined) return `${key} is a path, which --config does not take.${path}`;
  const undeclared = undeclaredKey(project, fullKey(project, key));
  if (undeclared === undefined || file.values.has(fullKey(project, key)) || file.environments.length > 0)
    return undefined;
  return `${key} is no config key of ${project.name}; ${nearest(undeclared.name, undeclared.declared)}.`;
}

/** How to write the whole of what `key[0]` or `key.name` is a part of, as `pulumi config set --path` takes them. */
function pathAdvice(project: Project, key: string): string | undefined {
  const [, root = "", below = ""] = /^([^.[]+)(\[\d+\]|[.[]).*$/.exec(key) ?? [];
  const type = project.config.find((declaration) => declaration.key === fullKey(project, root))?.type;
  if (root !== "" && isJson(type)) return howToWrite(root, type);
  return /^\[\d/.test(below) ? howToWrite(root, { type: "array", items: { type: "string" } }) : undefined;
}

/** What is secret stays secret when the command line replaces it; lists and maps are written as JSON. */
function settingOf(project: Project, values: ReadonlyMap<string, ConfigValue>, key: string, text: string): ConfigValue {
  const declared = project.config.find((declaration) => declaration.key === key);
  const secret = declared?.secret === true || values.get(key)?.secret === true;
  return { content: contentOf(declared?.type, text), secret, encrypted: false };
}

/** A text that is no JSON stays a text, for the check of types to refuse. */
function contentOf(type: ConfigType | undefined, text: string): unknown {
  if (!isJson(type)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function textOf(content: unknown): string {
  return typeof content === "string" ? content : JSON.stringify(content ?? null);
}

function keysWhere(values: ReadonlyMap<string, ConfigValue>, test: (value: ConfigValue) => boolean): string[] {
  return [...values].filter(([, value]) => test(value)).map(([key]) => key);
}
