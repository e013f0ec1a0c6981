/**
 * Runs a `require` of a file that uses optional packages. If one is not installed, says which `npm install` helps. The file is loaded that
 * way because a typed import would make the compiler check the whole package.
 */
export function withOptionalPackage<Exports>(
  load: () => Exports,
  packages: readonly string[] | (() => readonly string[]),
): { exports: Exports } | { missing: string } {
  try {
    return { exports: load() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [, missing] = /Cannot find module '(@pulumi\/[^/']+)/.exec(message) ?? [];
    if (code !== "MODULE_NOT_FOUND" || missing === undefined) throw error;
    const needed = typeof packages === "function" ? packages() : packages;
    return { missing: `${missing} is not installed. Run npm install ${needed.join(" ")}.` };
  }
}
