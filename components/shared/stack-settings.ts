import * as pulumi from "@pulumi/pulumi";
import { problemIf, type Problem } from "./invalid-args";
import { nearest } from "./nearest";
import { ownValue } from "./own-value";

/** Settings of a provider by their names. A setting that is encrypted in the stack's config is a secret. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * The settings of a provider that the stack's config may contain (`aws:profile`). A default provider gets them from the engine;
 * an explicit provider gets only what a program passes.
 */
export interface StackSettings {
  /** The package, which is also the namespace of the config keys. */
  readonly pkg: string;
  /** Reads each setting that the installed SDK knows; throws if the text has the wrong form. */
  readonly readers: Readonly<Record<string, () => unknown>>;
  /** Settings of earlier versions of the SDK, and what to write now. */
  readonly renamed: Readonly<Record<string, string>>;
  /** Settings of which there are too many to be listed in an error. @default none */
  readonly unlisted?: RegExp;
  /** Settings that are secrets even if they are not encrypted in the stack's config, beside those that the SDK itself marks. */
  readonly secrets?: readonly string[];
}

/** The settings that the stack's config contains. */
export const settingsOf = (known: StackSettings): Settings =>
  Object.fromEntries(
    namesIn(known.pkg).flatMap((name) => {
      const value = ownValue(known.readers, name)?.();
      if (value === undefined) return [];
      const secret = isSecret(`${known.pkg}:${name}`) || known.secrets?.includes(name) === true;
      return [[name, secret ? pulumi.secret(value) : value]];
    }),
  );

/** Settings that the installed SDK does not know, so that nothing would use them, and settings of the wrong form. */
export const settingProblems = ({ pkg, readers, renamed, unlisted }: StackSettings): Problem[] =>
  namesIn(pkg).flatMap((name) => {
    const [path, reader] = [`${pkg}:${name}`, ownValue(readers, name)];
    if (reader !== undefined) {
      return problemIf(!isReadable(reader), path, "is not JSON, which this key of the stack's config must be.");
    }
    const instead = ownValue(renamed, name) ?? nearest(name, Object.keys(readers), unlisted);
    const reason = `is in the stack's config, but the installed @pulumi/${pkg} does not read it; ${instead}.`;
    return [{ path, reason }];
  });

const namesIn = (pkg: string): string[] =>
  Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${pkg}:`))
    .map((key) => key.slice(pkg.length + 1));

/** Without this function, which its type does not declare, every setting is a secret (@pulumi/pulumi 3.248, runtime/config.js). */
const isSecret = (key: string): boolean =>
  (pulumi.runtime as unknown as { isConfigSecret?: (key: string) => boolean }).isConfigSecret?.(key) ?? true;

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}
