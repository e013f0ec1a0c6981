import { InvalidArgs, type Problem } from "../components";

/** How the config names the inputs of a component. */
export interface ConfigWords {
  /** By the path of an input, the config key that decides it: `{ "apiAccess.cidrs": "apiCidrs" }`. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Advice of a component that no config key can follow, and what to say instead. */
  readonly advice?: Readonly<Record<string, string>>;
  /** By the path of an input that no config key decides, the problem in words of the config. */
  readonly instead?: Readonly<Record<string, Problem>>;
}

/** Creates a component from config. If its arguments are wrong, the error names config keys instead of the component's inputs. */
export function fromConfig<Component>(
  { keys = {}, advice = {}, instead = {} }: ConfigWords,
  create: () => Component,
): Component {
  try {
    return create();
  } catch (error) {
    if (!(error instanceof InvalidArgs)) throw error;
    throw new InvalidArgs(
      error.component,
      error.problems.map(
        ({ path, reason }) =>
          instead[path] ?? {
            path: keyOf(path, keys),
            reason: Object.entries(advice).reduce((text, [theirs, ours]) => text.replace(theirs, ours), reason),
          },
      ),
    );
  }
}

/** `apiCidrs[0]` for `apiAccess.cidrs[0]`; the path itself if no config key decides it. */
function keyOf(path: string, keys: Readonly<Record<string, string>>): string {
  const input = Object.keys(keys).find((candidate) => path === candidate || /^[.[]/.test(after(path, candidate)));
  return input === undefined ? path : `${keys[input] ?? input}${after(path, input)}`;
}

const after = (path: string, start: string): string => (path.startsWith(start) ? path.slice(start.length) : "");
