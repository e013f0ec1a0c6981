/**
 * What a machine needs to create and change a platform on a target: plain data for `mlplatform doctor`. Each target's folder exports a
 * list as `needs` from `needs.ts`. What every target needs is not in it.
 */
export interface Need {
  /** What is needed: `AWS CLI`. */
  readonly name: string;
  /** What for, as a sentence. */
  readonly why: string;
  /** How to get it, as a sentence, with a command or an address. */
  readonly get: string;
  /** Whether there are platforms on the target that do without. @default false */
  readonly optional?: boolean;
  /** A program on the PATH. Fill this or `anyOf`. */
  readonly tool?: ToolProbe;
  /** What shows that it is there; one is enough. Nothing of it is ever printed. Fill this or `tool`. */
  readonly anyOf?: readonly Evidence[];
}

/** How to find a program, and which version it has. It must change nothing and ask no other machine. */
export interface ToolProbe {
  /** Name of the program on the PATH. */
  readonly program: string;
  /** Arguments with which it prints its version and ends with 0. @default it is not run: being on the PATH is enough */
  readonly args?: readonly string[];
  /** Variables that it is run with, such as one that turns a search for updates off. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** The version in what it prints, as the first group. @default any; what it prints is not read */
  readonly version?: RegExp;
  /** The oldest version that will do: `3.246`. @default any */
  readonly minimum?: string;
}

/** One way to see that something is there. In texts, `${NAME:-other}` is a variable of the environment, or else `other`. */
export type Evidence =
  /** All of these variables are set. */
  | { readonly variables: readonly string[] }
  /** The file exists, and has a match. `~/` is the home directory. */
  | {
      readonly file: string;
      /** @default any content */
      readonly matching?: RegExp;
      /** A section of an INI file, `[name]` or `[profile name]`. @default any */
      readonly section?: string;
    }
  /** The program ends with 0, and prints a match. */
  | {
      readonly program: string;
      readonly args: readonly string[];
      readonly environment?: Readonly<Record<string, string>>;
      /** @default any output */
      readonly matching?: RegExp;
    };

/** What a machine needs for one target. */
export const needsOf = (target: string): readonly Need[] =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require(`./${target}/needs`) as { needs: readonly Need[] }).needs;
