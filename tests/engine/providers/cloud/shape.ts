import {
  type Properties,
  type Value,
  Secret,
  UNKNOWN,
  Unknown,
  isProperties,
  withoutSecrets,
} from "../property-values";

/** Says what is wrong with a value, or nothing. */
export type Rule<T> = (value: T) => string | undefined;

/** What holds for an input of any kind. */
interface Terms {
  /** It has to be given. */
  readonly required?: boolean;
  /** A change of it replaces the resource. */
  readonly replaces?: boolean;
  /** Left out, the cloud chooses; taken away later, what it was stays. Terraform calls such an input optional and computed. */
  readonly computed?: boolean;
  /** What the provider fills in where it is left out. */
  readonly default?: Value;
}

/** What one input may be: its kind, its parts, its rules. */
export type Shape = Terms &
  (
    | { readonly kind: "text"; readonly rule?: Rule<string> }
    | { readonly kind: "number"; readonly rule?: Rule<number> }
    | { readonly kind: "flag" }
    | { readonly kind: "texts" }
    | { readonly kind: "document"; readonly rule?: Rule<string> }
    | { readonly kind: "list"; readonly items: Shape; readonly ordered: boolean }
    | { readonly kind: "object"; readonly fields: Shapes }
  );

/** The inputs of a resource type, or the fields of an object. */
export type Shapes = Readonly<Record<string, Shape>>;

export const text = (terms: Terms & { rule?: Rule<string> } = {}): Shape => ({ kind: "text", ...terms });
export const number = (terms: Terms & { rule?: Rule<number> } = {}): Shape => ({ kind: "number", ...terms });
export const flag = (terms: Terms = {}): Shape => ({ kind: "flag", ...terms });
/** A map from text to text, such as tags. */
export const texts = (terms: Terms = {}): Shape => ({ kind: "texts", ...terms });
/** A text in JSON, which a program may also write as an object. */
export const document = (terms: Terms & { rule?: Rule<string> } = {}): Shape => ({ kind: "document", ...terms });
export const list = (items: Shape, terms: Terms = {}): Shape => ({ kind: "list", items, ordered: true, ...terms });
/** A list whose order says nothing. */
export const set = (items: Shape, terms: Terms = {}): Shape => ({ kind: "list", items, ordered: false, ...terms });
export const object = (fields: Shapes, terms: Terms = {}): Shape => ({ kind: "object", fields, ...terms });

/** A text out of a closed set. */
export function oneOf(allowed: readonly string[], terms: Terms = {}): Shape {
  const rule = (value: string) =>
    allowed.includes(value) ? undefined : `expected to be one of ${JSON.stringify(allowed)}, got ${value}`;
  return text({ ...terms, rule });
}

/** A text that a pattern describes; `meaning` completes "…, got x". */
export const matching = (pattern: RegExp, meaning: string): Rule<string> => {
  return (value) => (pattern.test(value) ? undefined : `${meaning}, got ${JSON.stringify(value)}`);
};

/** A number with a lower bound and perhaps an upper one. */
export function between(least: number, most = Infinity): Rule<number> {
  return (value) =>
    value >= least && value <= most
      ? undefined
      : `expected to be ${most === Infinity ? `at least (${least})` : `in the range (${least} - ${most})`}, got ${value}`;
}

/** What is wrong with one property. */
export interface Failure {
  property: string;
  reason: string;
}

/** Everything that is wrong with some inputs. What is not known yet passes. */
export function failuresIn(shapes: Shapes, values: Properties, path = ""): Failure[] {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  // Stricter than the real bridge, which warns of them and drops them (pulumi-terraform-bridge #1800, typechecker.go). Also what
  // the provider does know but no row describes yet: a stand-in that ignored it would prove nothing.
  const unexpected = Object.keys(values)
    .filter((key) => !(key in shapes) && key !== DEFAULTS)
    .map((key) => ({ property: at(key), reason: `an unexpected argument ${JSON.stringify(key)} was provided` }));
  const expected = Object.entries(shapes).flatMap(([key, shape]) => failuresOf(shape, values[key], at(key)));
  return [...unexpected, ...expected];
}

/** Where the provider notes which inputs it filled in itself, as bridged providers do. */
export const DEFAULTS = "__defaults";

function failuresOf(shape: Shape, wrapped: Value | undefined, property: string): Failure[] {
  const value = wrapped instanceof Secret ? wrapped.value : wrapped;
  if (value === undefined || value === null) {
    return shape.required ? [{ property, reason: "Missing required property" }] : [];
  }
  if (value instanceof Unknown) return [];
  const wrong = (expected: string) => [{ property, reason: `expected ${expected} type, got ${typeof value} type` }];
  const broken = (reason: string | undefined) => (reason === undefined ? [] : [{ property, reason }]);
  switch (shape.kind) {
    case "text":
    case "document":
      return typeof value === "string" ? broken(shape.rule?.(value)) : wrong("string");
    case "number":
      return typeof value === "number" ? broken(shape.rule?.(value)) : wrong("number");
    case "flag":
      return typeof value === "boolean" ? [] : wrong("bool");
    case "list":
      return Array.isArray(value)
        ? value.flatMap((item, index) => failuresOf(shape.items, item, `${property}[${index}]`))
        : wrong("array");
    case "texts":
      if (!isProperties(value)) return wrong("object");
      return Object.entries(value).flatMap(([key, item]) => failuresOf(text(), item, `${property}.${key}`));
    case "object":
      return isProperties(value) ? failuresIn(shape.fields, value, property) : wrong("object");
  }
}

/**
 * The values with each document as text. With something in it that is not known yet, none of it is known (pulumi-terraform-bridge,
 * `TransformJSONDocument`).
 */
export function withDocuments(shapes: Shapes, values: Properties): Properties {
  const entries = Object.entries(values).map(([key, value]): [string, Value] => [
    key,
    shapes[key]?.kind === "document" && isProperties(value) ? documentText(value) : value,
  ]);
  return Object.fromEntries(entries);
}

function documentText(value: Properties): Value {
  if (contains(value, Unknown)) return UNKNOWN;
  const text = JSON.stringify(withoutSecrets(value));
  return contains(value, Secret) ? new Secret(text) : text;
}

function contains(value: Value, kind: typeof Unknown | typeof Secret): boolean {
  if (value instanceof kind) return true;
  if (value instanceof Secret) return contains(value.value, kind);
  return (
    typeof value === "object" && value !== null && Object.values(value).some((inner: Value) => contains(inner, kind))
  );
}

/** The values with what the provider fills in. */
export function withDefaults(shapes: Shapes, values: Properties): Properties {
  const filled = { ...values };
  for (const [key, shape] of Object.entries(shapes)) {
    const value = values[key];
    if (value === undefined && shape.default !== undefined) filled[key] = shape.default;
    if (shape.kind === "object" && isProperties(value)) filled[key] = withDefaults(shape.fields, value);
  }
  return filled;
}
