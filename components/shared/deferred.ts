import * as pulumi from "@pulumi/pulumi";
import { isDeferred, shown, type Problem } from "./invalid-args";
import { refuseLate } from "./late-refusal";

/** Shows the value of the input at a path in an error. */
export type Show = (value: unknown, path?: string) => string;

/** A check of a value that is known. */
export type KnownCheck<T> = (value: T, show: Show) => Problem[];

/** What is checked of an input when it resolves. */
const checks = new WeakMap<object, KnownCheck<never>[]>();

/**
 * An input that is not known yet, to be used in its place. When it resolves, `first` judges its shape, and then every check that
 * `whenKnown` added for it runs. If one fails, nothing is created from the value, and the run ends with `InvalidArgs`.
 */
export function guarded(
  component: string,
  input: unknown,
  first: (value: unknown) => { readonly value: unknown; readonly problems: readonly Problem[] },
): pulumi.Output<unknown> {
  const added: KnownCheck<never>[] = [];
  const output = pulumi.output(input);
  const result = pulumi.all([output, pulumi.isSecret(output)]).apply(async ([known, isSecret]) => {
    const { value, problems } = first(known);
    const show: Show = isSecret ? () => "the secret value" : shown;
    const isChecked = problems.length === 0 && value !== undefined;
    const all = isChecked ? distinct(added.flatMap((check) => check(value as never, show))) : problems;
    await refuseLate(component, all);
    return value;
  });
  checks.set(result, added);
  return result;
}

/** Checks a value: at once if it is known, else when it resolves. An input that was left out has no problem. */
export function whenKnown<T>(input: pulumi.Input<T> | undefined, check: KnownCheck<T>): Problem[] {
  if (input === undefined) return [];
  if (!isDeferred(input)) return check(input as T, shown);
  checks.get(input as object)?.push(check);
  return [];
}

/** Both stages of the checks may check one input. */
const distinct = (problems: readonly Problem[]): Problem[] =>
  problems.filter(
    ({ path, reason }, index) => problems.findIndex((one) => one.path === path && one.reason === reason) === index,
  );
