import { InvalidArgs, type Problem } from "../components";

/** How the config names the inputs of a component. */
export interface ConfigWords {
  /** By the path of an input, the config key that decides it: `{ "apiAccess.cidrs": "apiCidrs" }`. */
  readonly keys?: Readonly<Record<string, string>>;
  /** The config key whose fields are all other inputs. @default the path stays */
  readonly others?: string;
  /** Advice of a component that no config key can follow, and what to say instead. */
  readonly advice?: Readonly<Record<string, string>>;
  /** By the path of an input that no config key decides, the problem in words of the config. */
  readonly instead?: Readonly<Record<string, Problem>>;
}

/** Creates a component from config. If its arguments are wrong, the error names config keys instead of the component's inputs. */
export function fromConfig<Component>(
  { keys = {}, others, advice = {}, instead = {} }: ConfigWords,
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
          (Object.hasOwn(instead, path) ? instead[path] : undefined) ?? {
            path: keyOf(path, keys, others),
            reason: Object.entries(advice).reduce((text, [theirs, ours]) => text.replace(theirs, ours), reason),
          },
      ),
    );
  }
}

/** `apiCidrs[0]` for `apiAccess.cidrs[0]`; below the key of all other inputs, or the path itself, if no key decides it. */
function keyOf(path: string, keys: Readonly<Record<string, string>>, others: string | undefined): string {
  const input = Object.keys(keys).find((candidate) => path === candidate || /^[.[]/.test(after(path, candidate)));
  if (input !== undefined) return `${keys[input] ?? input}${after(path, input)}`;
  return others === undefined ? path : path.replace(/\b[a-z]\w*(?:[.[][^ ]*)?/gi, (part) => named(part, others));
}

/** A path may be a list of several, such as `s3 and gcs`. */
const named = (part: string, others: string): string => (/^(?:and|or)$/.test(part) ? part : `${others}.${part}`);

const after = (path: string, start: string): string => (path.startsWith(start) ? path.slice(start.length) : "");
