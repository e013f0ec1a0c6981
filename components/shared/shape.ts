import * as pulumi from "@pulumi/pulumi";
import { guarded, type Show } from "./deferred";
import { isDeferred, kindOf, refuse, shown, shownKind, wantedKind, type Problem } from "./invalid-args";
import { closest, unknownInput } from "./nearest";
import { rememberUndefined, undefinedHint } from "./one-of";
import { ownValue } from "./own-value";
import { plainCopy } from "./plain-copy";
import { packageSchema, type EnumMember, type ObjectType, type ObjectTypes, type Type } from "./package-schema";

/** The arguments whose values have the declared type, and the problems of the others. */
export interface Validated<Args> {
  readonly args: Args;
  readonly problems: readonly Problem[];
}

/**
 * Compares arguments with their declared types, for callers whose types nobody checked: JavaScript, `any`, other
 * languages. The result is a copy to use instead of the arguments. Values of the wrong type and unknown inputs are left out of it,
 * so that the other inputs can be checked too; an output that resolves to a value of the wrong type fails then. Throws
 * `InvalidArgs` at once if a required input is missing or has the wrong type.
 */
export function validated<Args extends object>(component: string, name: string, given: Args): Validated<Args> {
  const { types, resources } = packageSchema();
  const declared = resources[`mlplatform:index:${component}`];
  if (declared === undefined) throw new Error(`the schema has no ${component}; refresh it with npm run schema`);
  if (typeof name !== "string" || name === "") {
    refuse(component, "", [
      { path: "name", reason: "is missing. Write the name of the component, its first argument." },
    ]);
  }
  const { value: args, problems } = plainCopy(given);
  refuse(component, name, problems);
  const walk: Walk = {
    types,
    component: `${component} "${name}"`,
    isOpen: false,
    show: shown,
    problems: [],
    isIncomplete: false,
  };
  if (!isObject(args)) {
    refuse(component, name, [{ path: "arguments", reason: `${shownKind(args)} was given. Write an object.` }]);
  }
  const type = { properties: declared.inputProperties, required: declared.requiredInputs };
  const own = members(walk, "", args as object, type);
  if (walk.isIncomplete) refuse(component, name, walk.problems);
  return { args: own as Args, problems: walk.problems };
}

/** What is wrong with the shape of a value that may have more fields than its type names, and in which null is a value. */
export function shapeProblems(path: string, value: unknown, type: Type, types: ObjectTypes): Problem[] {
  const walk: Walk = { types, isOpen: true, show: shown, problems: [], isIncomplete: false };
  checked(walk, path, value, type);
  return walk.problems;
}

interface Walk {
  readonly types: ObjectTypes;
  /** The component whose outputs are checked when they resolve; absent if they are not checked. */
  readonly component?: string;
  /** How errors show a value. */
  readonly show: Show;
  /** Whether objects may have more fields than declared, and null is not the same as a field that is absent. */
  readonly isOpen: boolean;
  readonly problems: Problem[];
  /** Whether something required is missing or of the wrong type. */
  isIncomplete: boolean;
}

function members(
  walk: Walk,
  path: string,
  given: object,
  { properties = {}, required = [] }: ObjectType,
  isOpen = walk.isOpen,
): Record<string, unknown> {
  const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
  const isAbsent = (value: unknown): boolean => value === undefined || (value === null && !walk.isOpen);
  const present = Object.entries(given).filter(([, value]) => !isAbsent(value));
  const result: Record<string, unknown> = {};
  rememberUndefined(result, undefinedKeys(given));
  for (const [key, value] of present) {
    const type = ownValue(properties, key);
    if (type !== undefined) {
      const kept = checked(walk, at(key), value, type, isOpen && !required.includes(key));
      if (kept !== undefined) result[key] = kept;
      else if (required.includes(key)) walk.isIncomplete = true;
    } else if (!isOpen) {
      walk.problems.push({ path: at(key), reason: unknownInput(key, Object.keys(properties)) });
    }
  }
  for (const key of required.filter((key) => !present.some(([name]) => name === key))) {
    walk.isIncomplete = true;
    wrong(walk, at(key), `is missing${undefinedHint(result, [key])}. ${firstSentence(properties[key])}`);
  }
  return result;
}

/** The value, or `undefined` if it does not have its type. An output may resolve to nothing if `mayBeNothing`. */
function checked(walk: Walk, path: string, value: unknown, type: Type, mayBeNothing = false): unknown {
  const object = type.$ref === undefined ? undefined : walk.types[type.$ref.replace("#/types/", "")];
  if (type.$ref !== undefined && object === undefined) return anything(walk, path, value);
  const kind = object === undefined ? type.type : object.enum === undefined ? "object" : "string";
  if (isDeferred(value)) {
    const decides = type.plain === true || kind === "boolean" || object?.enum !== undefined;
    return decides
      ? wrong(walk, path, "is not known yet, but decides what is created. Write a value, not an output.")
      : later(walk, path, value, type, mayBeNothing);
  }
  if (kindOf(value) !== (kind === "integer" ? "number" : kind)) {
    return wrong(walk, path, wrongKind(walk.show, path, value, kind ?? "", object));
  }
  if (object?.enum !== undefined) {
    return object.enum.some((member) => member.value === value)
      ? value
      : wrong(walk, path, notAMember(walk.show(value, path), value as string, object.enum, lastOf(type.$ref ?? "")));
  }
  if (kind === "array" && type.items !== undefined) return items(walk, path, value as unknown[], type.items);
  if (kind !== "object") return value;
  if (object?.properties !== undefined) {
    // Facts come from a component or from another stack, and may hold more than is asked.
    const isFacts = type.$ref?.endsWith("Facts") === true;
    // A component has checked its own outputs, and other code recognises it by its identity.
    const isComponent = isFacts && pulumi.Resource.isInstance(value);
    const isOther =
      isComponent &&
      (object.required ?? []).some((fact) => (value as unknown as Record<string, unknown>)[fact] === undefined);
    if (isOther) return wrong(walk, path, `is a resource of the type ${typeOf(value)}. ${firstSentence(type)}`);
    const within = isComponent ? { ...walk, component: undefined } : walk;
    const own = members(within, path, value as object, object, walk.isOpen || isFacts);
    walk.isIncomplete ||= within.isIncomplete;
    return isComponent ? value : own;
  }
  return type.additionalProperties === undefined
    ? value
    : entries(walk, path, value as object, type.additionalProperties);
}

const NOTHING = "resolved to nothing. Check the name of the output that it comes from.";

/** A value that is not known yet, which is compared with its type when it resolves. */
function later(walk: Walk, path: string, value: unknown, type: Type, mayBeNothing: boolean): unknown {
  const { component, types, isOpen } = walk;
  if (component === undefined) return value;
  return guarded(component, value, (known) => {
    if (known === undefined || known === null) {
      return { value: undefined, problems: mayBeNothing ? [] : [{ path, reason: NOTHING }] };
    }
    const inner: Walk = { types, isOpen, show: () => "the value", problems: [], isIncomplete: false };
    return { value: checked(inner, path, known, type), problems: inner.problems };
  });
}

/** A value of any type. Outputs in it must resolve to something: a value that is undefined would silently be left out. */
function anything(walk: Walk, path: string, value: unknown): unknown {
  const { component } = walk;
  if (component === undefined || typeof value !== "object" || value === null) return value;
  if (isDeferred(value)) {
    return guarded(component, value, (known) => ({
      value: known,
      problems: known === undefined ? [{ path, reason: NOTHING }] : [],
    }));
  }
  if (Array.isArray(value)) return value.map((item, index) => anything(walk, `${path}[${String(index)}]`, item));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, anything(walk, `${path}.${key}`, item)]));
}

/** A list with a wrong item is left out as a whole, because the paths of the other items would change. */
function items(walk: Walk, path: string, list: readonly unknown[], type: Type): unknown[] | undefined {
  const kept = list.map((item, index) => checked(walk, `${path}[${String(index)}]`, item, type));
  return kept.includes(undefined) ? undefined : kept;
}

const entries = (walk: Walk, path: string, map: object, type: Type): object =>
  Object.fromEntries(
    Object.entries(map)
      .map(([key, entry]) => [key, checked(walk, `${path}.${key}`, entry, type)] as const)
      .filter(([, kept]) => kept !== undefined),
  );

/** The sentence for a value of the wrong kind; of `true` for a block that may be empty, what to write. */
function wrongKind(show: Show, path: string, value: unknown, kind: string, object: ObjectType | undefined): string {
  const mayBeEmpty = object?.properties !== undefined && (object.required ?? []).length === 0;
  const advice = value === true && mayBeEmpty ? `; write ${lastOf(path)}: {}` : "";
  if (typeof value === "object" && value !== null) return `is ${shownKind(value)}, not ${wantedKind(kind)}${advice}.`;
  const given = kindOf(value) === "nothing" ? "" : ` ${shownKind(value)},`;
  return `${show(value, path)} is${given} not ${wantedKind(kind)}${advice}.`;
}

/** The sentence for a word that no member of an enum has, with the member that was probably meant by its name or value. */
function notAMember(given: string, word: string, members: readonly EnumMember[], name: string): string {
  const meant = closest(
    word,
    members.flatMap((member) => [member.name, String(member.value)]),
  );
  const member = members.find(({ name, value }) => meant === name || meant === value);
  const advice = member === undefined ? "" : `; write ${name}.${member.name} (${shown(member.value)})`;
  return `${given} is not one of ${members.map(({ value }) => String(value)).join(", ")}${advice}.`;
}

/** `istio` of `a.istio`, `ModelServer` of a type's reference. */
const lastOf = (path: string): string => path.split(/[.:]/).at(-1) ?? path;

/** What an input is, as its documentation says. */
const firstSentence = (type: Type | undefined): string =>
  `${(type?.description ?? "It is required.").replaceAll("\n", " ").split(/\.(?= |$)/)[0] ?? ""}.`;

/** The type of a resource; of a component of this package its name. */
const typeOf = (resource: object): string =>
  (resource as { readonly __pulumiType: string }).__pulumiType.replace("mlplatform:index:", "");

function wrong(walk: Walk, path: string, reason: string): unknown {
  walk.problems.push({ path, reason });
  return undefined;
}

const undefinedKeys = (object: object): string[] =>
  Object.entries(object)
    .filter(([, value]) => value === undefined)
    .map(([key]) => key);

const isObject = (value: unknown): value is object => kindOf(value) === "object";
