import type { Project } from "./project";

/** A key of the project's own that its `config:` block lacks. */
export interface UndeclaredKey {
  readonly name: string;
  /** The names that the block has. */
  readonly declared: readonly string[];
}

/** A project without a `config:` block leaves its keys to the program; other namespaces belong to providers. */
export function undeclaredKey(project: Project, key: string): UndeclaredKey | undefined {
  const namespace = `${project.name}:`;
  const own = project.config.filter((declaration) => declaration.key.startsWith(namespace));
  if (own.length === 0 || !key.startsWith(namespace) || own.some((declaration) => declaration.key === key)) {
    return undefined;
  }
  return { name: key.slice(namespace.length), declared: own.map(({ key }) => key.slice(namespace.length)) };
}
