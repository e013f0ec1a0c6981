import * as pulumi from "@pulumi/pulumi";
import { refuse, shown, type Problem } from "./invalid-args";
import { kindOf, shownKind, wantedKind } from "./kind";
import { closest, nearest } from "./nearest";
import { packageSchema, type EnumMember, type ObjectType, type Type } from "./package-schema";
import { rememberUnset, unsetHint } from "./unset";

/** Arguments of which every value has the type it should have, and what was wrong with those that had not. */
export interface Validated<Args> {
  readonly args: Args;
  readonly problems: readonly Problem[];
}

/**
 * Compares arguments with the types they are declared with, for callers whose types nobody checked: JavaScript, `any`,
 * other languages. What has the wrong type or an unknown name is left out of the result, so that the component's own
 * checks can go on; where something required is left, they cannot, and this throws.
 */
export function validated<Args extends object>(component: string, name: string, args: Args): Validated<Args> {
  const declared = packageSchema().resources[`mlplatform:index:${component}`];
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
  rememberUnset(
    result,
    Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] === undefined),
  );
  for (const [key, content] of Object.entries(value as Record<string, unknown>)) {
    if (content === undefined || content === null) continue;
    const type = declared[key];
    if (type !== undefined) {
      const kept = checked(walk, at(key), content, type);
      if (kept !== undefined) result[key] = kept;
      else if (required.includes(key)) walk.broken = true;
    } else if (closed) {
      const [names, meant] = [Object.keys(declared), closest(key, Object.keys(declared))];
      const lost = meant === undefined ? undefined : at(meant);
      walk.problems.push({ path: at(key), reason: `is no input here; ${nearest(key, names)}.`, lost });
    }
  }
  for (const key of required) {
    const content = (value as Record<string, unknown>)[key];
    if (content !== undefined && content !== null) continue;
    walk.broken = true;
    const reason = `is missing${unsetHint(result, [key])}. ${firstSentence(declared[key])}`;
    walk.problems.push({ path: at(key), reason, misses: [at(key)] });
  }
  return result;
}

/** The value as far as it has its type, or nothing. */
function checked(walk: Walk, path: string, value: unknown, type: Type): unknown {
  const object = type.$ref === undefined ? undefined : packageSchema().types[type.$ref.replace("#/types/", "")];
  if (type.$ref !== undefined && object === undefined) return value;
  const kind = object === undefined ? type.type : object.enum === undefined ? "object" : "string";
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    const decides = type.plain === true || kind === "boolean" || object?.enum !== undefined;
    return decides
      ? wrong(walk, path, "is known only later, but decides what is created. Pass a value, not an output")
      : value;
  }
  if (kindOf(value) !== (kind === "integer" ? "number" : kind)) {
    const advice = value === true && isOptionalThroughout(object) ? `; write ${lastOf(path)}: {}` : "";
    return wrong(walk, path, `${shown(value)} is ${shownKind(value)}, not ${wantedKind(kind ?? "")}${advice}`);
  }
  if (object?.enum !== undefined) {
    return object.enum.some((member) => member.value === value)
      ? value
      : wrong(walk, path, noMember(value as string, object.enum, lastOf(type.$ref ?? "")));
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

/** A word that no member of an enum stands for, and the member that was probably meant, by its name or by its value. */
function noMember(word: string, members: readonly EnumMember[], name: string): string {
  const values = members.map(({ value }) => String(value));
  const meant = closest(
    word,
    members.flatMap((member) => [member.name, String(member.value)]),
  );
  const member = members.find(({ name, value }) => meant === name || meant === value);
  const advice = member === undefined ? "" : `; write ${name}.${member.name} (${shown(member.value)})`;
  return `${shown(word)} is none of ${values.join(", ")}${advice}`;
}

/** Whether an empty block says something: that the part is wanted, with every default. */
const isOptionalThroughout = (object: ObjectType | undefined): boolean =>
  object?.properties !== undefined && (object.required ?? []).length === 0;

/** `istio` of `a.istio`, `ModelServer` of a type's reference. */
const lastOf = (path: string): string => path.split(/[.:]/).at(-1) ?? path;

/** What an input is, as its documentation says. */
const firstSentence = (type: Type | undefined): string =>
  `${(type?.description ?? "It is required.").replaceAll("\n", " ").split(/\.(?= |$)/)[0] ?? ""}.`;

function wrong(walk: Walk, path: string, reason: string): unknown {
  walk.problems.push({ path, reason: `${reason}.`, lost: path });
  return undefined;
}

const isObject = (value: unknown): value is object => kindOf(value) === "object";
