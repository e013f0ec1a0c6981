import path from "node:path";
import { closest } from "../../components/shared/nearest";
import type { Setting } from "./config";
import type { Project } from "./project";
import { fullKey, stackFileOf, stacksOf, type StackConfig } from "./stack-config";
import { undeclaredKey } from "./undeclared-key";

/** What is not wrong in itself, but probably not meant: a stack that has no file, a key that nothing declares. */
export function configHints(
  project: Project,
  stack: string | undefined,
  file: StackConfig,
  own: readonly Setting[],
): string[] {
  // Where a stack has no environment, the keys of the command line are refused instead.
  const others = file.environments.length > 0 ? own.map(([key]) => fullKey(project, key)) : [];
  return [
    ...(stack !== undefined && file.file === undefined ? [missingFile(project, stack)] : []),
    ...[...new Set([...file.values.keys(), ...others])].flatMap((key) => undeclared(project, key)),
  ];
}

/** What to say of a stack that has no file. */
export function missingFile(project: Project, stack: string): string {
  const missing = `There is no ${path.relative(project.dir, stackFileOf(project, stack))}`;
  const stacks = stacksOf(project);
  return stacks.length === 0
    ? `${missing}, nor a file of any other stack.`
    : `${missing}; stacks here: ${stacks.join(", ")}.`;
}

function undeclared(project: Project, key: string): string[] {
  const found = undeclaredKey(project, key);
  if (found === undefined) return [];
  const near = closest(found.name, found.declared);
  const advice = near === undefined ? `it declares ${found.declared.join(", ")}` : `did you mean ${near}?`;
  return [`${project.file} does not declare the config key ${found.name}: ${advice}`];
}
