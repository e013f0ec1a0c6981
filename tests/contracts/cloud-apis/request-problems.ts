import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import { at } from "../value-path";
import type { ApiRequest } from "./requests";

/** A JSON schema of the draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The description of a cloud's API at one version. */
export interface ApiModel {
  /** The schema of a request's body; throws where the API has no such operation. */
  schema(operation: string): JsonSchema;
}

/**
 * Patterns as the API descriptions write them: for a whole value, and by rules between those of Java and of JavaScript.
 * `\p{L}` needs JavaScript's mode for Unicode, which in turn refuses `[\w-_]`.
 */
export function wholeValuePattern(pattern: string): RegExp {
  const whole = `^(?:${pattern})$`;
  try {
    return new RegExp(whole, "u");
  } catch {
    return new RegExp(whole);
  }
}

const regExp = Object.assign(wholeValuePattern, { code: "wholeValuePattern" });

/** Checks requests against the description of an API. It compiles each operation once. */
export class RequestChecker {
  readonly #ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true, code: { regExp } });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(readonly model: ApiModel) {}

  /** One line for each problem: `eks.CreateNodegroup scalingConfig.minSize must be >= 0, but is -1`. */
  problems({ operation, body }: ApiRequest): string[] {
    const validate = this.#compiled.get(operation) ?? this.#ajv.compile(this.model.schema(operation));
    this.#compiled.set(operation, validate);
    if (validate(body)) return [];
    // A refused key of a map is reported twice: by its own rule, and by the map's.
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "propertyNames");
    return errors.map((error) => `${operation} ${line(error, body)}`);
  }
}

/** The most values of an enum that are listed, and the most characters of a value that are shown. */
const [MAX_LISTED, MAX_SHOWN] = [20, 80];

function line(error: ErrorObject, body: unknown): string {
  const { instancePath, keyword, message = "is refused", propertyName } = error;
  const params = error.params as Readonly<Record<string, unknown>>;
  const keys = instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const found = shown(propertyName ?? at(body, ...keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))));
  const path = keys.length === 0 ? "the request" : keys.join(".");
  if (keyword === "additionalProperties")
    return `${path} has the unknown field ${String(params["additionalProperty"])}`;
  if (keyword === "required") return `${path} lacks the field ${String(params["missingProperty"])}`;
  if (keyword === "enum") {
    const values = params["allowedValues"] as readonly unknown[];
    const listed = values.length > MAX_LISTED ? `the ${String(values.length)} values of the API` : values.join(", ");
    return `${path} must be one of ${listed}, but is ${found}`;
  }
  return `${path}${propertyName === undefined ? "" : ": a key"} ${message}, but is ${found}`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
