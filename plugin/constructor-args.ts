import * as pulumi from "@pulumi/pulumi";
import { InvalidArgs, type Problem } from "../components";
import { inside, insideObject, isPlain, type Inside, type PackageSchema, type ValueSchema } from "./package-schema";
import { flowing, member, opened, type Place } from "./place";

/**
 * Turns what another language has sent into what a component's constructor takes: values where the schema says
 * `plain`, and elsewhere outputs as they came. Throws `InvalidArgs` with every plain value that cannot be had now.
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

  const plain = async (place: Place, value: ValueSchema, path: string): Promise<unknown> => {
    if (absent(place.value)) return undefined;
    if (pulumi.isUnknown(place.value)) return void problems.push({ path, reason: UNKNOWN });
    const within = inside(schema, value);
    if (within !== undefined) {
      if (typeof place.value !== "object") return void problems.push({ path, reason: `is no ${within.what}.` });
      return members(place, place.value as object, within, path);
    }
    return place.secret ? void problems.push({ path, reason: SECRET }) : place.value;
  };

  const members = async (place: Place, value: object, within: Inside, path: string): Promise<unknown> => {
    // Of a component that stands for its facts, those that are asked for.
    const keys = pulumi.Resource.isInstance(value) ? within.names : Object.keys(value);
    const given: [name: string, value: unknown][] = [];
    // One after the other, so that problems are told in the order of the inputs, which is the alphabet's on the wire.
    for (const key of keys) {
      const [found, expected] = [await member(place, key), within.member(key)];
      const decides = expected !== undefined && isPlain(schema, expected);
      given.push([key, decides ? await plain(found, expected, within.path(path, key)) : passedOn(found, expected)]);
    }
    return Array.isArray(value) ? given.map(([, element]) => element) : Object.fromEntries(given);
  };

  const args = await members(await opened(sent), sent, root, "");
  if (problems.length > 0) throw new InvalidArgs(`${type.split(":").at(-1) ?? type} "${name}"`, problems);
  return args as Record<string, unknown>;
}

const UNKNOWN =
  "is not known yet, but decides what is created. Give a value, or an output that is known before the update starts.";
const SECRET = "is a secret, but decides what is created, which everybody can see. Give it in the open.";

/** Other languages say null where a TypeScript program would leave something out; in Helm values it has a meaning. */
function passedOn(place: Place, expected: ValueSchema | undefined): unknown {
  const given = flowing(place);
  if (expected === undefined || expected.$ref === "pulumi.json#/Any") return given;
  return pulumi.Output.isInstance(given) ? given.apply((value) => value ?? undefined) : (given ?? undefined);
}

const absent = (value: unknown): boolean => value === undefined || value === null;
