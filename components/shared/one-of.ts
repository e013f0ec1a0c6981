import type { Problem } from "./invalid-args";
import { unsetHint } from "./unset";

/** The blocks that were filled in, by name. */
export type Blocks = Record<string, unknown>;

/** Names of the blocks that hold something. */
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
  const misses = all.map((name) => (at === "" ? name : `${at}.${name}`));
  const hint = unsetHint(args, all);
  const [only, ...others] = misses;
  return only !== undefined && others.length === 0
    ? [{ path: only, reason: `is missing, and there is nothing else to choose${hint}. Fill it.`, misses }]
    : [
        {
          path: at || all.join(" or "),
          reason: `none was given; fill exactly one of ${all.join(", ")}${hint}.`,
          misses,
        },
      ];
}
