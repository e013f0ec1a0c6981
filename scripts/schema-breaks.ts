/** What a caller can see of a package schema, in a short form that is recorded with each release, and what breaks callers. */

/** Properties by name, such as `required plain string` or `array<Chart>`. */
type Properties = Readonly<Record<string, string>>;

/** A package schema without descriptions. Names of types have no package and no module. */
export interface PublicSchema {
  /** Of the package: tokens and imports have it. */
  readonly name: string;
  readonly version: string;
  readonly components: Readonly<Record<string, { readonly inputs: Properties; readonly outputs: Properties }>>;
  /** Types of objects. */
  readonly types: Readonly<Record<string, Properties>>;
  /** Values by the names that SDKs give them. */
  readonly enums: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A type as a Pulumi package schema has it. */
interface ValueSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly plain?: boolean;
  readonly items?: ValueSpec;
  readonly additionalProperties?: ValueSpec;
  readonly oneOf?: readonly ValueSpec[];
  readonly const?: unknown;
  readonly default?: unknown;
}

/** The part of a Pulumi package schema that callers depend on. */
export interface PackageSpec {
  readonly name: string;
  readonly version: string;
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly inputProperties?: Readonly<Record<string, ValueSpec>>;
        readonly requiredInputs?: readonly string[];
        readonly properties?: Readonly<Record<string, ValueSpec>>;
        readonly required?: readonly string[];
      }
    >
  >;
  readonly types: Readonly<
    Record<
      string,
      {
        readonly properties?: Readonly<Record<string, ValueSpec>>;
        readonly required?: readonly string[];
        readonly enum?: readonly { readonly name: string; readonly value: unknown }[];
      }
    >
  >;
}

/** The short form of a package schema. */
export function publicSchema({ name: packageName, version, resources, types }: PackageSpec): PublicSchema {
  const kinds = Object.entries(types);
  return {
    name: packageName,
    version,
    components: byName(
      Object.entries(resources).map(([token, { inputProperties, requiredInputs, properties, required }]) => [
        nameOf(token),
        { inputs: short(inputProperties, requiredInputs), outputs: short(properties, required) },
      ]),
    ),
    types: byName(
      kinds.flatMap(([token, one]) =>
        one.enum === undefined ? [[nameOf(token), short(one.properties, one.required)]] : [],
      ),
    ),
    enums: byName(
      kinds.flatMap(([token, one]) =>
        one.enum === undefined ? [] : [[nameOf(token), byName(one.enum.map(({ name, value }) => [name, value]))]],
      ),
    ),
  };
}

const short = (properties: Readonly<Record<string, ValueSpec>> = {}, required: readonly string[] = []): Properties =>
  byName(
    Object.entries(properties).map(([name, value]) => [
      name,
      `${required.includes(name) ? "required " : ""}${written(value)}${fixed(value)}`,
    ]),
  );

/** What an SDK writes where the caller writes nothing. */
const fixed = (value: ValueSpec): string =>
  (["const", "default"] as const)
    .filter((key) => value[key] !== undefined)
    .map((key) => `, ${key} ${JSON.stringify(value[key])}`)
    .join("");

const written = (value: ValueSpec): string => `${value.plain === true ? "plain " : ""}${kindOf(value)}`;

function kindOf({ type, $ref, items, additionalProperties, oneOf }: ValueSpec): string {
  if (oneOf !== undefined) return oneOf.map(written).join(" or ");
  if ($ref !== undefined) return nameOf($ref);
  if (items !== undefined) return `array<${written(items)}>`;
  if (additionalProperties !== undefined) return `map<${written(additionalProperties)}>`;
  return type ?? "anything";
}

/** `Chart` of `#/types/mlplatform:index:Chart`. A reference to another package stays as it is. */
const nameOf = (token: string): string => /^(?:#\/\w+\/)?[\w-]+:index:(\w+)$/.exec(token)?.[1] ?? token;

/** Sorted, so that a record does not depend on the order of the sources. */
const byName = <Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> =>
  Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));

/** Everything for which a program that works with `before` has to be changed, one line each. Additions are no such thing. */
export function schemaBreaks(before: PublicSchema, after: PublicSchema): string[] {
  const { given, read } = usesOf(before);
  return [
    ...(before.name === after.name ? [] : [`the package is ${after.name}, and was ${before.name}`]),
    ...Object.entries(before.components).flatMap(([name, { inputs, outputs }]) => {
      const now = after.components[name];
      if (now === undefined) return [`${name}: the component is gone`];
      return [
        ...propertyBreaks(name, "input", inputs, now.inputs, { given: true, read: false }),
        ...propertyBreaks(name, "output", outputs, now.outputs, { given: false, read: true }),
      ];
    }),
    ...Object.entries(before.types).flatMap(([name, properties]) => {
      const now = after.types[name];
      if (now === undefined) return [`${name}: the type is gone`];
      return propertyBreaks(name, "property", properties, now, { given: given.has(name), read: read.has(name) });
    }),
    ...Object.entries(before.enums).flatMap(([name, values]) => {
      const now = after.enums[name];
      if (now === undefined) return [`${name}: the enum is gone`];
      return Object.entries(values).flatMap(([member, value]) => {
        if (!(member in now)) return [`${name}.${member}: the value is gone`];
        return now[member] === value
          ? []
          : [`${name}.${member}: the value is ${JSON.stringify(now[member])}, and was ${JSON.stringify(value)}`];
      });
    }),
  ];
}

/** Who has values of a type: those who call a component give them, or read them. */
interface Uses {
  readonly given: boolean;
  readonly read: boolean;
}

function propertyBreaks(owner: string, what: string, before: Properties, after: Properties, uses: Uses): string[] {
  const gone = Object.entries(before).flatMap(([name, was]) => {
    const is = after[name];
    const at = `${owner}.${name}: the ${what}`;
    if (is === undefined) return [`${at} is gone`];
    if (typeOf(is) !== typeOf(was)) return [`${at} is ${typeOf(is)}, and was ${typeOf(was)}`];
    if (uses.given && isRequired(is) && !isRequired(was)) return [`${at} is required, and was optional`];
    return uses.read && isRequired(was) && !isRequired(is) ? [`${at} can be missing, and was always there`] : [];
  });
  const demanded = Object.keys(after).filter((name) => !(name in before) && isRequired(after[name] ?? ""));
  return [...gone, ...(uses.given ? demanded.map((name) => `${owner}.${name}: the ${what} is new and required`) : [])];
}

const isRequired = (property: string): boolean => property.startsWith("required ");
const typeOf = (property: string): string => property.replace(/^required /, "");

/** The types that are part of inputs, and those that are part of outputs. */
function usesOf({ components, types }: PublicSchema): Record<"given" | "read", ReadonlySet<string>> {
  const reached = (from: readonly Properties[]): Set<string> => {
    const found = new Set<string>();
    const waiting = [...from];
    for (let properties = waiting.pop(); properties !== undefined; properties = waiting.pop()) {
      for (const name of Object.values(properties).flatMap((property) => property.match(/\w+/g) ?? [])) {
        const type = types[name];
        if (type === undefined || found.has(name)) continue;
        found.add(name);
        waiting.push(type);
      }
    }
    return found;
  };
  const all = Object.values(components);
  return { given: reached(all.map(({ inputs }) => inputs)), read: reached(all.map(({ outputs }) => outputs)) };
}

/** Whether semantic versioning lets a version break callers of another one: before 1.0 the minor version counts. */
export function mayBreak(before: string, after: string): boolean {
  const [[oldMajor, oldMinor], [major, minor]] = [partsOf(before), partsOf(after)];
  return major === oldMajor ? major === 0 && minor > oldMinor : major > oldMajor;
}

/** Order of versions, the newest last. */
export const byVersion = (one: string, other: string): number => {
  const [left, right] = [partsOf(one), partsOf(other)];
  return left.map((part, at) => part - (right[at] ?? 0)).find((difference) => difference !== 0) ?? 0;
};

const partsOf = (version: string): [major: number, minor: number, patch: number] => {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number);
  return [major, minor, patch];
};
