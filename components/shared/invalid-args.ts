import * as pulumi from "@pulumi/pulumi";

/** One thing that is wrong with what the caller wrote. */
export interface Problem {
  /** Where it stands, as the caller wrote it: `nodePools.gpu.min`. */
  readonly path: string;
  /** What is wrong and what to do about it, a sentence each: `min (3) exceeds max (1). Lower min.` */
  readonly reason: string;
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

/** Throws one `InvalidArgs` when there is any problem. */
export function refuse(type: string, name: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new InvalidArgs(`${type} "${name}"`, problems);
}

/** A value as an error shows it: quoted, shortened, and never a secret's content. */
export function shown(value: unknown): string {
  if (pulumi.Output.isInstance(value)) return "an output";
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
