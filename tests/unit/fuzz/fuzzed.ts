import type * as pulumi from "@pulumi/pulumi";
import type { Random } from "./random";

export type Args = Record<string, unknown>;

/** A component, and what its arguments can be. */
export interface Fuzzed {
  readonly create: (name: string, args: never, opts: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;
  /** Turns arguments of the right types into arguments that fit together, most of the time. */
  readonly fit: (args: Args, random: Random) => Args;
  /** The same arguments for another one beside the first, if they name what only one can have. */
  readonly again?: (args: Args, random: Random) => Args;
  /** Arguments that must be accepted. Together they have every input that any can have. */
  readonly examples: (random: Random) => readonly Args[];
  /** Inputs that no accepted arguments have here, with the reason. */
  readonly unreached?: Readonly<Record<string, string>>;
}

export const without = (args: Args, ...names: string[]): Args =>
  Object.fromEntries(Object.entries(args).filter(([name]) => !names.includes(name)));

/** Most of these inputs are left out. */
export const some = (args: Args, random: Random, ...names: string[]): Args =>
  without(args, ...names.filter(() => random.chance(0.7)));
