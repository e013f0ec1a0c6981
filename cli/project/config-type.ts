import { isMap, type YamlMap } from "./yaml-file";

/** The type of a config value as `Pulumi.yaml` declares it. */
export interface ConfigType {
  readonly type: string;
  /** Of an array: the type of what is in it. */
  readonly items?: ConfigType;
}

/** `array<string>` of an array of strings, as the engine's messages have it. */
export function typeName({ type, items }: ConfigType): string {
  return items === undefined ? type : `array<${typeName(items)}>`;
}

/** A value of a type, as the command line takes it and YAML too: `["…"]` for a list of texts. */
export function sampleOf({ type, items }: ConfigType): string {
  switch (type) {
    case "string":
      return '"…"';
    case "integer":
      return "3";
    case "boolean":
      return "true";
    case "object":
      return '{"…": "…"}';
    default:
      return `[${items === undefined ? "" : sampleOf(items)}]`;
  }
}

/** Whether a value of the type is JSON on the command line. */
export const isJson = (type: ConfigType | undefined): type is ConfigType =>
  type?.type === "array" || type?.type === "object";

/** What a person would not guess: lists and maps are JSON on the command line. */
export function howToWrite(key: string, type: ConfigType): string {
  const setting = `${key}=${sampleOf(type)}`;
  return `On the command line, write --config ${isJson(type) ? `'${setting}'` : setting}.`;
}

/** Reads `type` and `items` of a declaration; absent where nothing is declared. */
export function configTypeOf(declaration: YamlMap): ConfigType | undefined {
  const { type, items } = declaration;
  if (typeof type !== "string") return undefined;
  return isMap(items) ? { type, items: configTypeOf(items) } : { type };
}

/** Whether a value is of a type, by the engine's own rules (sdk/go/common/workspace/project.go, `ValidateConfigValue`). */
export function isOfType({ type, items }: ConfigType, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "integer":
      return typeof value === "string" ? /^[+-]?\d+$/.test(value) : Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "object":
      return isMap(value);
    default:
      return Array.isArray(value) && items !== undefined && value.every((item) => isOfType(items, item));
  }
}
