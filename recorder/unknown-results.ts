import * as pulumi from "@pulumi/pulumi";
import { UNKNOWN_ON_WIRE } from "./signatures";
import type { WireObject } from "./wire-values";

/** By this the SDK knows its object for an unknown value, also one of another copy of the SDK (3.248, output.js, `Unknown.isInstance`). */
const MARK = "__pulumiUnknown";

/**
 * The answer to a call whose result only a provider can compute. The SDK reads the answer as an object; by its mark that object is
 * unknown as a whole, so each of its fields is, whatever its name. A function that returns a single value returns the first one,
 * and `Struct` sorts by name.
 */
export const UNKNOWN_RESULT: WireObject = { FIRST: UNKNOWN_ON_WIRE, [MARK]: true };

/** A program used the result of a data source as a plain value, which cannot be unknown. */
export class ResultUnknown extends Error {
  override readonly name = "ResultUnknown";

  constructor(token: string) {
    const called = token.slice(token.lastIndexOf(":") + 1);
    super(
      `The result of ${token} is not known in a plan, because only its provider can compute it. ` +
        // The components of the first version call it themselves.
        (token === "kubernetes:yaml:decode"
          ? "Use ConfigGroup and ConfigFile of kubernetes.yaml.v2, which leave it to the provider."
          : `Use ${called}Output instead of ${called}: an output can be unknown.`),
    );
  }
}

type Invoke = (token: string, ...rest: unknown[]) => Promise<unknown>;

// Unlike outputs, promises have no notion of unknown values. Without this, a field of the result would be a known `undefined`. The
// recorder cannot tell the two apart: the SDK asks for both in the same way.
const runtime = pulumi.runtime as unknown as Record<string, Invoke>;
for (const name of ["invoke", "invokeSingle"]) {
  const invoke = runtime[name];
  if (invoke === undefined || Object.getOwnPropertyDescriptor(runtime, name)?.writable !== true) continue;
  runtime[name] = async (token, ...rest) => {
    const result = await invoke(token, ...rest);
    return isUnknown(result) ? unusable(token) : result;
  };
}

const isUnknown = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (value as Record<string, unknown>)[MARK] === true;

/** An unknown value that a program may pass on, to an input or an output, but not read. */
const unusable = (token: string): object =>
  new Proxy(
    { [MARK]: true },
    {
      get(target, property) {
        // The SDK looks for its own marks, and JavaScript for `then`.
        const isRead = typeof property === "symbol" ? property === Symbol.toPrimitive : !/^(__.*|then)$/.test(property);
        if (isRead) throw new ResultUnknown(token);
        return Reflect.get(target, property) as unknown;
      },
    },
  );
