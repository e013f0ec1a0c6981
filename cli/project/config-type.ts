/** The content of a YAML map. */
export type YamlMap = Readonly<Record<string, unknown>>;

/** True for a map, false for a list or a single value. */
export function isMap(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The type of a config value as `Pulumi.yaml` declares it. */
export interface ConfigType {
  readonly type: string;
  /** The type of the items, for an array. */
  readonly items?: ConfigType;
}

/** `array<string>` for an array of strings, as in the engine's messages. */
export function typeName({ type, items }: ConfigType): string {
  return items === undefined ? type : `array<${typeName(items)}>`;
}

/** An example of a value, for the command line and for YAML: `["…"]` for a list of strings. */
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

/** True if the command line takes values of the type as JSON. */
export const isJson = (type: ConfigType | undefined): type is ConfigType =>
  type?.type === "array" || type?.type === "object";

/** Shows how to set a value on the command line, where lists and maps are JSON. */
export function howToWrite(key: string, type: ConfigType): string {
  const setting = `${key}=${sampleOf(type)}`;
  return `On the command line, write --config ${isJson(type) ? `'${setting}'` : setting}.`;
}

/** Reads `type` and `items` of a declaration; `undefined` if it has no type. */
export function configTypeOf(declaration: YamlMap): ConfigType | undefined {
  const { type, items } = declaration;
  if (typeof type !== "string") return undefined;
  return isMap(items) ? { type, items: configTypeOf(items) } : { type };
}

/** Checks a value by the engine's rules (sdk/go/common/workspace/project.go, `ValidateConfigValue`). */
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
