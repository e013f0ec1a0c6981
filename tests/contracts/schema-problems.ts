import { Ajv, type Options } from "ajv";
import { Ajv2019 } from "ajv/dist/2019";
import { Ajv2020 } from "ajv/dist/2020";
import type Validator from "ajv/dist/core";
import { coalesce } from "./coalesce";

type Values = Record<string, unknown>;

/** The formats that the contracts' schemas use; another one makes the schema fail to compile, so it is noticed. */
const FORMATS = {
  hostname: /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i,
  ipv4: /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.|$)){4}(?<!\.)$/,
};

const complain = (message: string): never => {
  throw new Error(`the schema is not understood: ${message}`);
};

const OPTIONS: Options = {
  allErrors: true,
  formats: FORMATS,
  // Charts put words of their own into schemas (Istio's `defaults`); Helm's validator ignores them as well.
  strict: false,
  logger: { log: complain, warn: complain, error: complain },
};

/** Drafts by the tail of `$schema`; none, or `http://json-schema.org/schema`, means the newest, as in Helm. */
const DRAFTS: Record<string, () => Validator> = {
  "": () => new Ajv2020(OPTIONS),
  schema: () => new Ajv2020(OPTIONS),
  "draft/2020-12/schema": () => new Ajv2020(OPTIONS),
  "draft/2019-09/schema": () => new Ajv2019(OPTIONS),
  "draft-07/schema": () => new Ajv(OPTIONS),
  "draft-06/schema": () => new Ajv(OPTIONS),
};

/** A function that tells what a JSON schema has against a value, one line per problem. */
export function compileSchema(schema: Values): (value: unknown) => string[] {
  const { $schema = "", ...rest } = schema;
  const draft = String($schema)
    .replace(/^https?:\/\/json-schema\.org\//, "")
    .replace(/#$/, "");
  const create = DRAFTS[draft] ?? complain(`$schema ${String($schema)}`);
  const validate = create().compile(rest);
  return (value) => {
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => {
      const detail = Object.values(params as Values).map((param) => JSON.stringify(param));
      return `${instancePath || "/"} ${message ?? "is refused"} (${detail.join(", ")})`;
    });
  };
}

/** What the chart's schema has against these values, checked as Helm does: over the chart's defaults. */
export function schemaProblems(values: Values, chartDefaults: Values, schema: Values): string[] {
  const check = compiled.get(schema) ?? compileSchema(schema);
  compiled.set(schema, check);
  return check(coalesce(values, chartDefaults));
}

/** Some schemas take a second to compile. */
const compiled = new WeakMap<Values, (value: unknown) => string[]>();
