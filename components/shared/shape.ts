import * as pulumi from "@pulumi/pulumi";
import { nearest } from "./nearest";
import { refuse, shown, type Problem } from "./invalid-args";

/** A type in the package's schema, which Pulumi's analyzer makes of the argument interfaces. */
interface Type {
  readonly type?: string;
  readonly $ref?: string;
  /** Known when the program runs; anything else may be an output. */
  readonly plain?: boolean;
  readonly items?: Type;
  readonly additionalProperties?: Type;
  readonly description?: string;
}
interface ObjectType {
  readonly properties?: Readonly<Record<string, Type>>;
  readonly required?: readonly string[];
  readonly enum?: readonly { readonly value: unknown }[];
}
interface Schema {
  readonly types: Readonly<Record<string, ObjectType>>;
  readonly resources: Readonly<
    Record<
      string,
      { readonly inputProperties: Readonly<Record<string, Type>>; readonly requiredInputs: readonly string[] }
    >
  >;
}

/** Arguments of which every value has the type it should have, and what was wrong with those that had not. */
export interface Shaped<Args> {
  readonly args: Args;
  readonly problems: readonly Problem[];
}

/**
 * Compares arguments with the types they are declared with, for callers whose types nobody checked: JavaScript, `any`,
 * other languages. What has the wrong type or an unknown name is left out of the result, so that the component's own
 * checks can go on; where something required is left, they cannot, and this throws.
 */
export function shaped<Args extends object>(component: string, name: string, args: Args): Shaped<Args> {
  const declared = schema().resources[`mlplatform:index:${component}`];
  if (declared === undefined) throw new Error(`the schema has no ${component}; refresh it with npm run schema`);
  const walk: Walk = { problems: [], broken: false };
  const given: unknown = args;
  if (!isObject(given))
    refuse(component, name, [{ path: "arguments", reason: `${kindOf(given)} was given, not an object.` }]);
  const own = members(walk, "", args, declared.inputProperties, declared.requiredInputs, true);
  if (walk.broken) refuse(component, name, walk.problems);
  return { args: own as Args, problems: walk.problems };
}

interface Walk {
  readonly problems: Problem[];
  /** Whether something required is missing or of the wrong type. */
  broken: boolean;
}

function members(
  walk: Walk,
  path: string,
  value: object,
  declared: Readonly<Record<string, Type>>,
  required: readonly string[],
  closed: boolean,
): Record<string, unknown> {
  const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
  const result: Record<string, unknown> = {};
  for (const [key, content] of Object.entries(value as Record<string, unknown>)) {
    if (content === undefined || content === null) continue;
    const type = declared[key];
    if (type !== undefined) {
      const kept = checked(walk, at(key), content, type);
      if (kept !== undefined) result[key] = kept;
      else if (required.includes(key)) walk.broken = true;
    } else if (closed) {
      walk.problems.push({ path: at(key), reason: `is no input here; ${nearest(key, Object.keys(declared))}.` });
    }
  }
  for (const key of required) {
    const content = (value as Record<string, unknown>)[key];
    if (content !== undefined && content !== null) continue;
    walk.broken = true;
    walk.problems.push({ path: at(key), reason: `is missing. ${firstSentence(declared[key])}` });
  }
  return result;
}

/** The value as far as it has its type, or nothing. */
function checked(walk: Walk, path: string, value: unknown, type: Type): unknown {
  const object = type.$ref === undefined ? undefined : schema().types[type.$ref.replace("#/types/", "")];
  if (type.$ref !== undefined && object === undefined) return value;
  const kind = object === undefined ? type.type : object.enum === undefined ? "object" : "string";
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    const decides = type.plain === true || kind === "boolean" || object?.enum !== undefined;
    return decides
      ? wrong(walk, path, "is known only later, but decides what is created. Pass a value, not an output")
      : value;
  }
  if (kindOf(value) !== (kind === "integer" ? "number" : kind)) {
    return wrong(walk, path, `${shown(value)} is ${article(kindOf(value))}, not ${article(kind ?? "")}`);
  }
  if (object?.enum !== undefined) {
    const known = object.enum.map((member) => member.value);
    return known.includes(value) ? value : wrong(walk, path, `${shown(value)} is none of ${known.join(", ")}`);
  }
  if (kind === "array" && type.items !== undefined) return items(walk, path, value as unknown[], type.items);
  if (kind !== "object") return value;
  if (object?.properties !== undefined) {
    // Facts come from a component or from another stack, and may say more than is asked.
    const facts = type.$ref?.endsWith("Facts") === true;
    const own = members(walk, path, value as object, object.properties, object.required ?? [], !facts);
    return facts ? value : own;
  }
  return type.additionalProperties === undefined
    ? value
    : entries(walk, path, value as object, type.additionalProperties);
}

const items = (walk: Walk, path: string, list: readonly unknown[], type: Type): unknown[] =>
  list.flatMap((item, index) => {
    const kept = checked(walk, `${path}[${String(index)}]`, item, type);
    return kept === undefined ? [] : [kept];
  });

const entries = (walk: Walk, path: string, map: object, type: Type): object =>
  Object.fromEntries(
    Object.entries(map).flatMap(([key, entry]) => {
      const kept: unknown = checked(walk, `${path}.${key}`, entry, type);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );

/** What an input is, as its documentation says. */
const firstSentence = (type: Type | undefined): string =>
  `${(type?.description ?? "It is required.").replaceAll("\n", " ").split(/\.(?= |$)/)[0] ?? ""}.`;

function wrong(walk: Walk, path: string, reason: string): unknown {
  walk.problems.push({ path, reason: `${reason}.` });
  return undefined;
}

const isObject = (value: unknown): value is object => kindOf(value) === "object";

const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "array" : typeof value;
};

const WORDS: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  function: "a function",
};
const article = (kind: string): string => WORDS[kind] ?? kind;

let loaded: Schema | undefined;

/** The schema is part of the package, and found through its name in the sources as in the built package. */
function schema(): Schema {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (loaded ??= require("pulumi-mlplatform/schema.json") as Schema);
}
