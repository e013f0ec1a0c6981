import * as pulumi from "@pulumi/pulumi";

export { shown } from "./shown";

/** One thing that is wrong with what the caller wrote. */
export interface Problem {
  /** Path of the input, as the caller wrote it: `nodePools.gpu.min`. */
  readonly path: string;
  /** What is wrong and what to do about it, a sentence each: `min (3) exceeds max (1). Lower min.` */
  readonly reason: string;
}

/**
 * A component's arguments are wrong. Thrown before anything is created, with every problem of one stage of the checks:
 * first those of single inputs, then those of inputs that do not fit together.
 *
 * The error is bound to no resource, because it is thrown before `super` registers the component.
 */
export class InvalidArgs extends pulumi.ResourceError {
  override readonly name = "InvalidArgs";

  constructor(
    readonly component: string,
    readonly problems: readonly Problem[],
  ) {
    super(
      [
        `${shortened(component)} has invalid arguments:`,
        ...problems.map(({ path, reason }) => `  - ${path}: ${reason}`),
      ].join("\n"),
      undefined,
      true,
    );
  }
}

/** A component with the beginning of its name, if that is long. */
const shortened = (component: string): string =>
  component.length > 120 ? `${component.slice(0, 116)}..."` : component;

/** One problem if `isWrong` holds, else none. */
export const problemIf = (isWrong: boolean, path: string, reason: string): Problem[] =>
  isWrong ? [{ path, reason }] : [];

/** Throws one `InvalidArgs` if there is any problem. */
export function refuse(type: string, name: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidArgs(`${type} "${name}"`, problems);
}

/** The kind of a value: `typeof`, but `array` for lists, and `nothing` for null and undefined. */
export const kindOf = (value: unknown): string => {
  if (value === null || value === undefined) return "nothing";
  return Array.isArray(value) ? "array" : typeof value;
};

const KINDS: Record<string, string> = {
  string: "text",
  number: "a number",
  boolean: "a boolean",
  array: "a list",
  object: "an object",
  function: "a function",
};

/** The kind of a value in an error: `a number`. */
export const shownKind = (value: unknown): string => KINDS[kindOf(value)] ?? kindOf(value);

/** A kind that an error asks for; of a boolean, what to write. */
export const wantedKind = (kind: string): string => (kind === "boolean" ? "true or false" : (KINDS[kind] ?? kind));

/** Whether a value is an output or a promise, so that it is not known while the arguments are checked. */
export const isDeferred = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

/** Whether a value is deferred, or holds a value that is. */
export const hasDeferred = (value: unknown): boolean =>
  isDeferred(value) || (typeof value === "object" && value !== null && Object.values(value).some(hasDeferred));
