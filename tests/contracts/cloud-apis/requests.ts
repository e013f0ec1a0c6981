import { isRecord } from "../value-path";

type Values = Readonly<Record<string, unknown>>;

/** Where an input goes in the body of a request, and how its value is written there. */
export interface Field {
  /** `CidrBlock`, `resourcesVpcConfig.subnetIds`; a number is an index: `nats.0.name`. */
  readonly path: string;
  /** Gets the other inputs too, for a field that is made of several. */
  readonly write: (value: unknown, inputs: Values) => unknown;
}

/** A request that a provider sends for a resource. */
export interface RequestMapping {
  /** The operation or model as the API description names it, such as `eks.CreateNodegroup`. */
  readonly operation: string;
  /** By input, the path in the request's body, or a field. */
  readonly fields: Readonly<Record<string, string | Field>>;
  /** The input that has the inputs of this request: an object, or a list with an object for each request. @default the resource itself */
  readonly of?: string;
  /** The field that gets the name of the resource and a random suffix, where the inputs give no name. */
  readonly generatedName?: string;
  /** Fields that the provider fills where the inputs do not, with an example of what it writes. */
  readonly filled?: Values;
}

/** What a resource of one type becomes in the API of its cloud. Each input is in a request or has a reason. */
export interface ResourceMapping {
  readonly requests: readonly RequestMapping[];
  /** Inputs that no request has, each with the reason: `vpcCniOptions.enableNetworkPolicy`. */
  readonly notSent?: Readonly<Record<string, string>>;
}

/** By type of the resource. */
export type ResourceMappings = Readonly<Record<string, ResourceMapping>>;

/** A request with its body. */
export interface ApiRequest {
  readonly operation: string;
  readonly body: Values;
}

/** A resource as a plan has it. */
export interface SentResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
}

/** The requests of a resource, the inputs that the mapping does not know, and those that it knows. */
export interface Requests {
  readonly requests: readonly ApiRequest[];
  readonly unmapped: readonly string[];
  readonly mapped: readonly string[];
}

/** Writes the inputs of a resource as the requests of its mapping. */
export function requestsOf(
  { name, inputs }: Pick<SentResource, "name" | "inputs">,
  { requests, notSent = {} }: ResourceMapping,
): Requests {
  const given = new Set(inputsIn(inputs));
  const known = new Set(Object.keys(notSent));
  const sent: ApiRequest[] = [];
  for (const mapping of requests) {
    const prefix = mapping.of === undefined ? "" : `${mapping.of}.`;
    for (const input of Object.keys(mapping.fields)) known.add(`${prefix}${input}`);
    if (mapping.of !== undefined) {
      given.delete(mapping.of);
      for (const source of [inputs[mapping.of]].flat().filter(isRecord)) {
        for (const input of inputsIn(source)) given.add(`${prefix}${input}`);
      }
    }
    for (const source of mapping.of === undefined ? [inputs] : [inputs[mapping.of]].flat().filter(isRecord)) {
      const body = bodyOf(source, name, mapping);
      if (body !== undefined) sent.push({ operation: mapping.operation, body });
    }
  }
  return {
    requests: sent,
    unmapped: [...given].filter((input) => !known.has(input)),
    mapped: [...given].filter((input) => known.has(input)),
  };
}

const inputsIn = (source: Values): string[] => Object.keys(source).filter((input) => source[input] !== undefined);

/** The body, or undefined where no input of the request is given: the provider does not send it then. */
function bodyOf(source: Values, name: string, mapping: RequestMapping): Values | undefined {
  const { fields, generatedName, filled = {} } = mapping;
  const body: Record<string, unknown> = structuredClone(filled);
  // Pulumi's rule for generated names: the resource's name and eight other characters.
  if (generatedName !== undefined) put(body, generatedName.split("."), `${name}-0a1b2c3`);
  let fromInputs = false;
  for (const [input, field] of Object.entries(fields)) {
    const value = source[input];
    if (value === undefined) continue;
    const { path, write } = typeof field === "string" ? { path: field, write: (same: unknown) => same } : field;
    put(body, path.split("."), write(value, source));
    fromInputs = true;
  }
  return fromInputs ? body : undefined;
}

/** Sets what is below these keys. An object or list that is not there is made. */
function put(body: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    body[key] = value;
    return;
  }
  const isList = /^\d+$/.test(rest[0] ?? "");
  const inner = (body[key] ??= isList ? [] : {});
  put(inner as Record<string, unknown>, rest, value);
}
