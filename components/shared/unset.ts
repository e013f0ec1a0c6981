/** Names of the inputs that are there but undefined, as `ModelServer.SkLearn` is where nobody checks types. */
const unset = new WeakMap<object, readonly string[]>();

/** Remembers such inputs of arguments, from which they are left out. */
export const rememberUnset = (args: object, names: readonly string[]): void => void unset.set(args, names);

/** What to say beside a missing input that was written after all; nothing where none of these was. */
export function unsetHint(args: object, names: readonly string[]): string {
  const found = unset.get(args)?.find((name) => names.includes(name));
  return found === undefined ? "" : ` (${found} is there, but undefined: is its value spelt right?)`;
}
