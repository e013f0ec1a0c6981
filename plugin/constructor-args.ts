import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs, type Problem } from "../components";
import { inside, insideObject, isPlain, type Inside, type PackageSchema, type ValueSchema } from "./package-schema";
import { asInput, member, unwrapped, type WireValue } from "./wire-value";

/**
 * Converts what another language has sent into the arguments of a component's constructor: values for inputs that are
 * `plain` in the schema, and outputs unchanged for the others. Throws `InvalidArgs` with every plain value that is not
 * known or is a secret.
 */
export async function constructorArgs(
  schema: PackageSchema,
  type: string,
  name: string,
  sent: pulumi.Inputs,
): Promise<Record<string, unknown>> {
  const problems: Problem[] = [];
  const inputs = schema.resources[type]?.inputProperties ?? {};
  const root = { ...insideObject(inputs), path: (_: string, input: string) => input };

  const plain = async (wire: WireValue, value: ValueSchema, path: string): Promise<unknown> => {
    if (absent(wire.value)) return undefined;
    if (pulumi.isUnknown(wire.value)) return void problems.push({ path, reason: UNKNOWN });
    const within = inside(schema, value);
    if (within !== undefined) {
      if (typeof wire.value !== "object") return void problems.push({ path, reason: `is not ${within.what}.` });
      return members(wire, wire.value as object, within, path);
    }
    return wire.secret ? void problems.push({ path, reason: SECRET }) : wire.value;
  };

  const members = async (wire: WireValue, value: object, within: Inside, path: string): Promise<unknown> => {
    // A component in place of facts has further outputs; only the facts are read.
    const keys = pulumi.Resource.isInstance(value) ? within.names : Object.keys(value);
    const given: [name: string, value: unknown][] = [];
    // One after the other, so that problems are reported in the order of the inputs, which is alphabetical on the wire.
    for (const key of keys) {
      const [found, expected] = [await member(wire, key), within.member(key)];
      const decides = expected !== undefined && isPlain(schema, expected);
      given.push([key, decides ? await plain(found, expected, within.path(path, key)) : passedOn(found, expected)]);
    }
    return Array.isArray(value) ? given.map(([, element]) => element) : Object.fromEntries(given);
  };

  const args = await members(await unwrapped(sent), sent, root, "");
  if (problems.length > 0) throw new InvalidArgs(`${type.split(":").at(-1) ?? type} "${name}"`, problems);
  return args as Record<string, unknown>;
}

const UNKNOWN =
  "is not known yet, but decides what is created. Write a value, or an output that is known before the update starts.";
const SECRET = "is a secret, but decides what is created, which is visible to everybody. Write it without a secret.";

/** Other languages send null for an input that is left out. In Helm values, null has a meaning and is kept. */
function passedOn(wire: WireValue, expected: ValueSchema | undefined): unknown {
  const given = asInput(wire);
  if (expected === undefined || expected.$ref === "pulumi.json#/Any") return given;
  return pulumi.Output.isInstance(given) ? given.apply((value) => value ?? undefined) : (given ?? undefined);
}

const absent = (value: unknown): boolean => value === undefined || value === null;
