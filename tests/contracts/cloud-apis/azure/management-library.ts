import type { JsonSchema } from "../request-problems";

/** Sources of a management library of Azure, the part for one version of an API. */
export interface Sources {
  readonly models: string;
  readonly enums: string;
}

type Properties = Readonly<Record<string, string | number | true>>;

/** A text, a number or a boolean of Python. */
const LITERAL = /True|False|-?[\d.]+|r?"(?:[^"\\]|\\.)*"/.source;
/** `"name": {"key": "value", …}`, on one line or several. */
const ENTRY = new RegExp(`"(\\w+)":\\s*\\{((?:\\s*"\\w+":\\s*(?:${LITERAL}),?)*)\\s*\\}`, "g");
const PAIR = new RegExp(`"(\\w+)":\\s*(${LITERAL})`, "g");

/** A dictionary of the class that begins at this text, such as `_attribute_map`. */
function dictionary(text: string, name: string): Readonly<Record<string, Properties>> {
  const [, entries = ""] = new RegExp(`^    ${name} = \\{([^]*?)^    \\}`, "m").exec(text) ?? [];
  return Object.fromEntries(
    [...entries.matchAll(ENTRY)].map(([, attribute = "", pairs = ""]) => [
      attribute,
      Object.fromEntries([...pairs.matchAll(PAIR)].flatMap(([, key = "", value = ""]) => pair(key, value))),
    ]),
  );
}

const pair = (key: string, value: string): [string, string | number | true][] => {
  if (value === "False") return [];
  if (value === "True") return [[key, true]];
  const text = /^r?"(.*)"$/.exec(value)?.[1];
  if (text === undefined) return [[key, Number(value)]];
  // Only texts that are not raw have escapes.
  return [[key, value.startsWith("r") ? text : text.replaceAll(/\\(.)/g, "$1")]];
};

/** The text of a class, up to the next one. */
function classText(source: string, name: string): string {
  const start = source.search(new RegExp(`^class ${name}\\(`, "m"));
  if (start < 0) throw new Error(`the library has no class ${name}`);
  const end = source.slice(start + 1).search(/^class /m);
  return end < 0 ? source.slice(start) : source.slice(start, start + 1 + end);
}

/** Adds the schema of a class, and of all that it uses. */
export function collectModel(name: string, sources: Sources, found: Record<string, JsonSchema>): void {
  if (found[name] !== undefined) return;
  const text = classText(sources.models, name);
  const [attributes, limits] = [dictionary(text, "_attribute_map"), dictionary(text, "_validation")];
  const enums = new Map(
    [...text.matchAll(/:vartype (\w+):\s+(?:list\[)?(?:str|int) or\s+~[\w.]+\.(\w+)/g)].map(
      ([, attribute = "", type = ""]) => [attribute, type],
    ),
  );
  const root: Level = { properties: {}, required: [] };
  const used: string[] = [];
  for (const [attribute, { key, type }] of Object.entries(attributes)) {
    const limit = limits[attribute] ?? {};
    if (limit["readonly"] === true) continue;
    const values = enums.has(attribute) ? enumValues(sources.enums, enums.get(attribute) ?? "") : undefined;
    const schema = typed(String(type), values, used);
    const path = String(key)
      .split(/(?<!\\)\./)
      .map((part) => part.replaceAll("\\.", "."));
    add(root, path, { ...schema, ...limitsOf(limit) }, limit["required"] === true);
  }
  found[name] = closed(root);
  for (const other of used) collectModel(other, sources, found);
}

/** The properties of an object. The keys of attributes may lead through several: `properties.tenantId`. */
interface Level {
  readonly properties: Record<string, JsonSchema | Level>;
  readonly required: string[];
}

function add(level: Level, [key = "", ...rest]: readonly string[], schema: JsonSchema, isRequired: boolean): void {
  if (isRequired && !level.required.includes(key)) level.required.push(key);
  if (rest.length === 0) {
    level.properties[key] = schema;
    return;
  }
  const inner = (level.properties[key] ??= { properties: {}, required: [] });
  add(inner as Level, rest, schema, isRequired);
}

const isLevel = (value: JsonSchema | Level): value is Level => Array.isArray((value as Partial<Level>).required);

const closed = ({ properties, required }: Level): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, isLevel(value) ? closed(value) : value]),
  ),
  required: [...required],
  additionalProperties: false,
});

/** The schema of a type in the spelling of `_attribute_map`. Classes that it uses are added to a list. */
function typed(type: string, values: readonly string[] | undefined, used: string[]): JsonSchema {
  const [, element] = /^\[(.+)\]$/.exec(type) ?? [];
  if (element !== undefined) return { type: "array", items: typed(element, values, used) };
  const [, value] = /^\{(.+)\}$/.exec(type) ?? [];
  if (value !== undefined) return { type: "object", additionalProperties: typed(value, values, used) };
  const simple = SIMPLE[type];
  if (simple !== undefined) return values === undefined ? simple : { ...simple, enum: values };
  used.push(type);
  return { $ref: `#/$defs/${type}` };
}

const TEXT: JsonSchema = { type: "string" };
const SIMPLE: Readonly<Record<string, JsonSchema>> = {
  str: TEXT,
  bytearray: TEXT,
  base64: TEXT,
  date: { type: "string", pattern: "\\d{4}-\\d\\d-\\d\\d" },
  duration: TEXT,
  "iso-8601": TEXT,
  time: TEXT,
  bool: { type: "boolean" },
  int: { type: "integer" },
  long: { type: "integer" },
  float: { type: "number" },
  object: {},
  JSON: {},
};

/** The limits of a value: https://github.com/Azure/autorest/blob/main/docs/extensions/readme.md has what they mean. */
const limitsOf = (limit: Properties): JsonSchema =>
  Object.fromEntries(
    Object.entries(LIMITS).flatMap(([name, keyword]) => (limit[name] === undefined ? [] : [[keyword, limit[name]]])),
  );

const LIMITS: Readonly<Record<string, string>> = {
  pattern: "pattern",
  min_length: "minLength",
  max_length: "maxLength",
  minimum: "minimum",
  maximum: "maximum",
  min_items: "minItems",
  max_items: "maxItems",
  unique: "uniqueItems",
};

/** The values of an enum. Azure ignores their case, but lists one spelling. */
export const enumValues = (source: string, name: string): string[] =>
  [...classText(source, name).matchAll(/^ {4}[A-Z0-9_]+ = "([^"]*)"$/gm)].map(([, value = ""]) => value);

/** The schemas of the parameters in the URL of a request, by the name in the URL. */
export function urlParameters(operations: string, builder: string): Record<string, JsonSchema> {
  const [, body = ""] =
    new RegExp(`^def ${builder}\\([^]*?path_format_arguments = \\{([^]*?)^    \\}`, "m").exec(operations) ?? [];
  const parameters = [...body.matchAll(/"(\w+)": _SERIALIZER\.url\(([^]*?)\),?\s*(?=\n {8}"|$)/g)];
  if (parameters.length === 0) throw new Error(`the library has no ${builder}`);
  return Object.fromEntries(
    parameters.map(([, name = "", text = ""]) => {
      const limit = [...text.matchAll(new RegExp(`(\\w+)=(${LITERAL})`, "g"))].flatMap(([, key = "", value = ""]) =>
        pair(key, value),
      );
      return [name, { type: "string", ...limitsOf(Object.fromEntries(limit)) }];
    }),
  );
}

/** The version of the API to which a function sends its request. */
export const apiVersionOf = (operations: string, builder: string): string =>
  new RegExp(`^def ${builder}\\([^]*?"api-version", "([^"]+)"`, "m").exec(operations)?.[1] ?? "no version";
