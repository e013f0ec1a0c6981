import path from "node:path";
import { closest } from "../../components/shared/nearest";
import type { Setting } from "./config";
import type { Project } from "./project";
import { fullKey, stackFileOf, stacksOf, type StackConfig } from "./stack-config";

/** What is not wrong in itself, but probably not meant: a stack that has no file, a key that nothing declares. */
export function configHints(
  project: Project,
  stack: string | undefined,
  file: StackConfig,
  own: readonly Setting[],
): string[] {
  const keys = [...file.values.keys(), ...own.map(([key]) => fullKey(project, key))];
  return [
    ...(stack !== undefined && file.file === undefined ? [missingFile(project, stack)] : []),
    ...undeclared(project, [...new Set(keys)]),
  ];
}

function missingFile(project: Project, stack: string): string {
  const missing = `There is no ${path.relative(project.dir, stackFileOf(project, stack))}`;
  const stacks = stacksOf(project);
  return stacks.length === 0
    ? `${missing}, nor a file of any other stack.`
    : `${missing}; stacks here: ${stacks.join(", ")}.`;
}

/** A project without a `config:` block leaves its keys to the program; other namespaces belong to providers. */
function undeclared(project: Project, keys: readonly string[]): string[] {
  const namespace = `${project.name}:`;
  const declared = project.config.map(({ key }) => key).filter((key) => key.startsWith(namespace));
  if (declared.length === 0) return [];
  const names = declared.map((key) => key.slice(namespace.length));
  return keys
    .filter((key) => key.startsWith(namespace) && !declared.includes(key))
    .map((key) => {
      const name = key.slice(namespace.length);
      const near = closest(name, names);
      const advice = near === undefined ? `it declares ${names.join(", ")}` : `did you mean ${near}?`;
      return `${project.file} does not declare the config key ${name}: ${advice}`;
    });
}
