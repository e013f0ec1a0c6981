import type { Member, PublicApi, Shape } from "./public-api";

/** What the public API leaves unsaid, one line each: `<file>:<line> <what>: <problem>`. */
export function docProblems(api: PublicApi, packageName: string): string[] {
  const inputs = inputInterfaces(api);
  const shapes = [...api.interfaces, ...api.enums];
  return [
    ...api.components.flatMap((component) => [
      ...undocumented(component, [...component.outputs, ...component.getters]),
      ...unexported(component, shapes),
      ...(component.token === `${packageName}:index:${component.name}`
        ? []
        : [`${component.at} ${component.name}: its type token is "${component.token}"`]),
    ]),
    ...shapes.flatMap((shape) => [...undocumented(shape, shape.members), ...unexported(shape, shapes)]),
    ...api.interfaces
      .filter(({ name }) => inputs.has(name))
      .flatMap((shape) =>
        shape.members
          .filter(({ optional, fallback }) => optional && !fallback)
          .map(({ at, name }) => `${at} ${shape.name}.${name}: an optional input says its @default`),
      ),
  ];
}

/**
 * Interfaces that a caller fills. Those that some component also puts out are facts: another component fills them, and
 * what it leaves out has no default.
 */
function inputInterfaces(api: PublicApi): Set<string> {
  const facts = reachable(
    api,
    api.components.flatMap(({ mentions }) => mentions),
  );
  const inputs = reachable(
    api,
    api.components.map(({ args }) => args),
  );
  return new Set([...inputs].filter((name) => !facts.has(name)));
}

function reachable(api: PublicApi, start: readonly string[]): Set<string> {
  const found = new Set<string>();
  const queue = [...start];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    queue.push(...(api.interfaces.find((shape) => shape.name === name)?.mentions ?? []));
  }
  return found;
}

const undocumented = (owner: { at: string; name: string; doc: string }, members: readonly Member[]): string[] => [
  ...(owner.doc ? [] : [`${owner.at} ${owner.name}: no doc comment`]),
  ...members.filter(({ doc }) => !doc).map(({ at, name }) => `${at} ${owner.name}.${name}: no doc comment`),
];

const unexported = (
  { at, name, mentions, args }: { at: string; name: string; mentions: readonly string[]; args?: string },
  shapes: readonly Shape[],
): string[] =>
  [...new Set([...mentions, ...(args === undefined ? [] : [args])])]
    .filter((type) => !shapes.some((shape) => shape.name === type))
    .map((type) => `${at} ${name}: it mentions ${type}, which components/index.ts does not export`);
