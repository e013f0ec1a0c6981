import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { UserError } from "../user-error";

/** A map of whatever a YAML file holds. */
export type YamlMap = Readonly<Record<string, unknown>>;

/** Reads a YAML file whose top is a map; `shownAs` names it in errors. */
export function readYamlMap(file: string, shownAs: string): YamlMap {
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new UserError(`${shownAs} cannot be read: ${(error as Error).message}`);
  }
  if (!isMap(content)) throw new UserError(`${shownAs} holds no keys at its top: it has to be a map.`);
  return content;
}

/** True for a map, as against a list or a single value. */
export function isMap(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
