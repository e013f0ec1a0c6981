import { nearest } from "../../components/shared/nearest";
import { UserError } from "../user-error";
import { howToWrite, isJson, isOfType, typeName } from "./config-type";
import type { Project } from "./project";
import { withSettings, type Setting } from "./settings";
import { fullKey, type ConfigValue, type StackConfig } from "./stack-config";
import { undeclaredKey } from "./undeclared-key";
import { wrongType } from "./wrong-type";

export type { Setting };

/** Config as a program gets it. */
export interface ProgramConfig {
  /** Texts by key with namespace; what is no single value is JSON. */
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** Keys whose content is a placeholder, since only Pulumi can decrypt them. */
  readonly encryptedKeys: readonly string[];
}

/** Config that no program is to start with. */
export class ConfigRefused extends UserError {
  constructor(
    stack: string,
    problems: readonly string[],
    /** True where nothing is wrong with what there is. */
    readonly onlyMissing: boolean,
  ) {
    super([`The config of stack "${stack}" is not right:`, ...problems].join("\n  - "));
  }
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
  const values = withSettings(project, file.values, own);
  const typed = new Set(own.map(([key]) => fullKey(project, key)));

  const problems = [...new Set(own.map(([key]) => key))].flatMap((key) => refusedKey(project, file, key) ?? []);
  const missing: string[] = [];
  for (const declaration of project.config) {
    const { key, shownAs, type, fallback, secret } = declaration;
    const value = values.get(key);
    if (value === undefined) {
      if (fallback !== undefined) values.set(key, { content: fallback, secret: false, encrypted: false });
      else
        missing.push(`${shownAs} is missing${type ? ` (${typeName(type)})` : ""}: it is required and has no default.`);
      continue;
    }
    if (secret && !value.secret) problems.push(`${shownAs} must be encrypted: set it with pulumi config set --secret.`);
    if (type && !value.encrypted && !isOfType(type, value.content)) {
      problems.push(wrongType(declaration, type, value, typed.has(key) ? undefined : file.file));
    }
  }
  if (problems.length + missing.length > 0) {
    throw new ConfigRefused(stack, [...problems, ...missing], problems.length === 0);
  }
  return {
    values: Object.fromEntries([...values].map(([key, { content }]) => [key, textOf(content)])),
    secretKeys: keysWhere(values, ({ secret }) => secret),
    encryptedKeys: keysWhere(values, ({ encrypted }) => encrypted),
  };
}

/**
 * Pulumi takes any key, and a program never sees a misspelt one. A key of the stack is not refused for that: its file says
 * so in public, and an environment, which only Pulumi can open, may set any.
 */
function refusedKey(project: Project, file: StackConfig, key: string): string | undefined {
  const path = pathAdvice(project, key);
  if (path !== undefined) return `${key} is a path, which --config does not take. ${path}`;
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

function textOf(content: unknown): string {
  return typeof content === "string" ? content : JSON.stringify(content ?? null);
}

function keysWhere(values: ReadonlyMap<string, ConfigValue>, test: (value: ConfigValue) => boolean): string[] {
  return [...values].filter(([, value]) => test(value)).map(([key]) => key);
}
