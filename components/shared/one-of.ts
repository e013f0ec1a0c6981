import type { Problem } from "./invalid-args";

/** The blocks that were filled in, by name. */
export type Blocks = Record<string, unknown>;

/** Names of the blocks that hold something. */
export const filled = (blocks: Blocks): string[] =>
  Object.entries(blocks)
    .filter(([, block]) => block !== undefined && block !== null)
    .map(([name]) => name);

/** A choice is made by filling exactly one block, as in a Kubernetes volume; none or two is a problem that names them. */
export function oneOf(what: string, blocks: Blocks): Problem[] {
  const names = filled(blocks);
  if (names.length === 1) return [];
  const all = Object.keys(blocks);
  const choice = all.length === 1 ? `fill \`${String(all[0])}\`` : `fill exactly one of ${all.join(", ")}`;
  return names.length === 0
    ? [{ path: what, reason: `none was given; ${choice}.` }]
    : [{ path: what, reason: `${String(names.length)} were given (${names.join(", ")}); fill exactly one.` }];
}
