import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong with what the caller wrote. */
export interface Problem {
  /** Where it stands, as the caller wrote it: `nodePools.gpu.min`. */
  readonly path: string;
  /** What is wrong and what to do about it, a sentence each: `min (3) exceeds max (1). Lower min.` */
  readonly reason: string;
  /** The input whose value was left out here, or that a misspelt name was meant to be. */
  readonly lost?: string;
  /** Inputs of which one is missed here. */
  readonly misses?: readonly string[];
}

/**
 * Refuses a component whose arguments are wrong: every problem at once, before anything is created.
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
      [`${component} has invalid arguments:`, ...problems.map(({ path, reason }) => `  - ${path}: ${reason}`)].join(
        "\n",
      ),
      undefined,
      true,
    );
  }
}

/** One problem where `isWrong` holds, else none. */
export const problemIf = (isWrong: boolean, path: string, reason: string): Problem[] =>
  isWrong ? [{ path, reason }] : [];

/** Throws one `InvalidArgs` when there is any problem. */
export function refuse(type: string, name: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidArgs(`${type} "${name}"`, withoutConsequences(problems));
}

/** A misspelt name or a wrong type is one mistake: what is missed because of it is not told as another. */
function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const lost = problems.flatMap((problem) => problem.lost ?? []);
  const isLost = (input: string): boolean => lost.some((path) => path === input || path.startsWith(`${input}[`));
  return problems.filter(({ misses = [] }) => !misses.some(isLost)).map(({ path, reason }) => ({ path, reason }));
}

/** A value as an error shows it: quoted, shortened, and never a secret's content. */
export function shown(value: unknown): string {
  if (pulumi.Output.isInstance(value)) return "an output";
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
