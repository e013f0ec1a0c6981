import type { Problem } from "./invalid-args";

/** The blocks that can be filled, by name. */
export type Blocks = Record<string, unknown>;

/** Names of the blocks that are filled. */
export const filled = (blocks: Blocks): string[] =>
  Object.entries(blocks)
    .filter(([, block]) => block !== undefined && block !== null)
    .map(([name]) => name);

/**
 * A choice is made by filling exactly one block, as in a Kubernetes volume; none or two is a problem that names them.
 * `at` is the path of what holds the blocks, empty for the arguments themselves; `args` is that object as it was checked.
 */
export function oneOf(at: string, blocks: Blocks, args: object = blocks): Problem[] {
  const [all, names] = [Object.keys(blocks), filled(blocks)];
  if (names.length === 1) return [];
  if (names.length > 1) {
    const reason = `${String(names.length)} were given (${names.join(", ")}); fill exactly one.`;
    return [{ path: at || names.join(" and "), reason }];
  }
  const [hint, only] = [undefinedHint(args, all), all.length === 1 ? all[0] : undefined];
  if (only !== undefined) {
    const reason = `is missing${hint}. There is no alternative, so write this block.`;
    return [{ path: at === "" ? only : `${at}.${only}`, reason }];
  }
  return [{ path: at || all.join(" or "), reason: `none was given; fill exactly one of ${all.join(", ")}${hint}.` }];
}

/** Inputs that were written but undefined, such as `ModelServer.SkLearn` in a program whose types nobody checks. */
const undefinedInputs = new WeakMap<object, readonly string[]>();

/** Remembers which inputs were written as undefined, because the checked copy of the arguments leaves them out. */
export const rememberUndefined = (args: object, names: readonly string[]): void =>
  void undefinedInputs.set(args, names);

/** What to say about a missing input that was written but undefined; empty if none of `names` was. */
export function undefinedHint(args: object, names: readonly string[]): string {
  const found = undefinedInputs.get(args)?.find((name) => names.includes(name));
  return found === undefined
    ? ""
    : ` (${found} is written, but its value is undefined: check the spelling of the value)`;
}
