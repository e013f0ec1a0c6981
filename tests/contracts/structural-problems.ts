import { isDeepStrictEqual } from "node:util";
import type { StructuralSchema } from "./structural-schema";
import { below, isRecord } from "./value-path";

/**
 * What a structural schema has against a value, each problem with its path. A field that the schema does not have is a
 * problem: the API server would drop it in silence unless asked to be strict. So is a null that the schema does not
 * allow, although the API server lets some through. Two things are left to the API server of the engine rung: CEL rules
 * (x-kubernetes-validations) and `format`.
 */
export function structuralProblems(value: unknown, schema: StructuralSchema, path: string): string[] {
  return [...unknownFields(value, schema, path), ...invalidValues(value, schema, path)];
}

/** Fields that pruning would drop. Only `properties` and `items` count, as in the API server; `allOf` and kin do not. */
function unknownFields(value: unknown, schema: StructuralSchema, path: string): string[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, index) => unknownFields(item, items, below(path, index))) : [];
  }
  if (!isRecord(value)) return [];
  const { properties = {}, additionalProperties: others } = schema;
  const implied = schema["x-kubernetes-embedded-resource"] ? ["apiVersion", "kind", "metadata"] : [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const field = below(path, key);
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known) return unknownFields(inner, known, field);
    if (isRecord(others)) return unknownFields(inner, others, field);
    if (others === true || schema["x-kubernetes-preserve-unknown-fields"] || implied.includes(key)) return [];
    return [`${field}: unknown field`];
  });
}

function invalidValues(value: unknown, schema: StructuralSchema, path: string): string[] {
  if (value === null && schema.nullable) return [];
  const wrongType = typeProblem(value, schema);
  if (wrongType !== undefined) return [`${path}: ${wrongType}`];
  return [
    ...scalarProblems(value, schema).map((problem) => `${path}: ${problem}`),
    ...(Array.isArray(value) ? listProblems(value, schema, path) : []),
    ...(isRecord(value) ? mapProblems(value, schema, path) : []),
    ...combinationProblems(value, schema, path),
  ];
}

function typeProblem(value: unknown, schema: StructuralSchema): string | undefined {
  const actual = typeOf(value);
  if (schema["x-kubernetes-int-or-string"]) {
    return ["integer", "string"].includes(actual) ? undefined : `must be an integer or a string, is ${actual}`;
  }
  const { type } = schema;
  const fits = type === undefined || type === actual || (type === "number" && actual === "integer");
  return fits ? undefined : `must be ${type}, is ${actual}`;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (Number.isInteger(value)) return "integer";
  return typeof value;
}

function scalarProblems(value: unknown, schema: StructuralSchema): string[] {
  const shown = JSON.stringify(value);
  const rules: [broken: boolean, rule: string][] = [
    [schema.enum?.every((one) => !isDeepStrictEqual(one, value)) ?? false, `one of ${JSON.stringify(schema.enum)}`],
  ];
  if (typeof value === "string") {
    const { pattern, minLength = 0, maxLength = Infinity } = schema;
    const length = Array.from(value).length; // characters, as the API server counts
    rules.push(
      [pattern !== undefined && !new RegExp(pattern, "u").test(value), `of the pattern ${pattern ?? ""}`],
      [length < minLength, `at least ${minLength} characters long`],
      [length > maxLength, `at most ${maxLength} characters long`],
    );
  }
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity, multipleOf } = schema;
    rules.push(
      [schema.exclusiveMinimum ? value <= minimum : value < minimum, `at least ${minimum}`],
      [schema.exclusiveMaximum ? value >= maximum : value > maximum, `at most ${maximum}`],
      [multipleOf !== undefined && value % multipleOf !== 0, `a multiple of ${multipleOf ?? 1}`],
    );
  }
  return rules.filter(([broken]) => broken).map(([, rule]) => `must be ${rule}, is ${shown}`);
}

function listProblems(list: readonly unknown[], schema: StructuralSchema, path: string): string[] {
  const { items, minItems = 0, maxItems = Infinity } = schema;
  const problems = items ? list.flatMap((item, index) => invalidValues(item, items, below(path, index))) : [];
  if (list.length < minItems) problems.push(`${path}: must have at least ${minItems} items`);
  if (list.length > maxItems) problems.push(`${path}: must have at most ${maxItems} items`);
  const identities = identitiesOf(list, schema);
  const repeated = identities.findIndex((one, index) =>
    identities.slice(0, index).some((o) => isDeepStrictEqual(o, one)),
  );
  if (repeated >= 0) problems.push(`${below(path, repeated)}: repeats an earlier item`);
  return problems;
}

/** By what the items of this list must differ; nothing where they need not. */
function identitiesOf(list: readonly unknown[], schema: StructuralSchema): unknown[] {
  const keys = schema["x-kubernetes-list-map-keys"];
  if (schema["x-kubernetes-list-type"] === "map" && keys) {
    return list.filter(isRecord).map((item) => keys.map((key) => item[key]));
  }
  return schema.uniqueItems || schema["x-kubernetes-list-type"] === "set" ? [...list] : [];
}

function mapProblems(map: Record<string, unknown>, schema: StructuralSchema, path: string): string[] {
  const { properties = {}, additionalProperties, required = [], minProperties = 0, maxProperties = Infinity } = schema;
  const size = Object.keys(map).length;
  const problems = required.filter((key) => !Object.hasOwn(map, key)).map((key) => `${below(path, key)}: is required`);
  if (size < minProperties) problems.push(`${path}: must have at least ${minProperties} properties`);
  if (size > maxProperties) problems.push(`${path}: must have at most ${maxProperties} properties`);
  for (const [key, value] of Object.entries(map)) {
    const named = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const other = isRecord(additionalProperties) ? (additionalProperties as StructuralSchema) : undefined;
    const inner = named ?? other;
    if (inner) problems.push(...invalidValues(value, inner, below(path, key)));
  }
  return problems;
}

function combinationProblems(value: unknown, schema: StructuralSchema, path: string): string[] {
  const holds = (one: StructuralSchema) => invalidValues(value, one, path).length === 0;
  const problems = (schema.allOf ?? []).flatMap((one) => invalidValues(value, one, path));
  if (schema.anyOf && !schema.anyOf.some(holds)) problems.push(`${path}: must fit one of anyOf, fits none`);
  const fitting = schema.oneOf?.filter(holds).length ?? 1;
  if (fitting !== 1) problems.push(`${path}: must fit exactly one of oneOf, fits ${fitting}`);
  if (schema.not && holds(schema.not)) problems.push(`${path}: must not fit the schema under not`);
  return problems;
}
