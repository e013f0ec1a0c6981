import type { Described, Member, PublicApi } from "./public-api";

/** What is missing in the documentation of the public API, one line each: `<file>:<line> <name>: <problem>`. */
export function docProblems(api: PublicApi, packageName: string): string[] {
  const shapes = [...api.interfaces, ...api.enums];
  const exported = new Set(shapes.map(({ name }) => name));
  const inputs = inputInterfaces(api);
  const undocumented = (owner: Described, members: readonly Member[]): string[] => [
    ...(owner.doc ? [] : [`${owner.at} ${owner.name}: no doc comment`]),
    ...members.filter(({ doc }) => !doc).map(({ at, name }) => `${at} ${owner.name}.${name}: no doc comment`),
  ];
  const unexported = ({ at, name }: Described, uses: readonly string[]): string[] =>
    [...new Set(uses)]
      .filter((type) => !exported.has(type))
      .map((type) => `${at} ${name}: uses the type ${type}, but components/index.ts does not export it`);

  return [
    ...api.components.flatMap((component) => [
      ...undocumented(component, [...component.outputs, ...component.getters]),
      ...unexported(component, [component.args, ...component.uses]),
      ...(component.token === `${packageName}:index:${component.name}`
        ? []
        : [`${component.at} ${component.name}: the type token is "${component.token}"`]),
    ]),
    ...shapes.flatMap((shape) => [...undocumented(shape, shape.members), ...unexported(shape, shape.uses)]),
    ...api.interfaces
      .filter(({ name }) => inputs.has(name))
      .flatMap(({ name, members }) =>
        members
          .filter(({ optional, defaultText }) => optional && !defaultText)
          .map((member) => `${member.at} ${name}.${member.name}: an optional input needs @default`),
      ),
  ];
}

/**
 * Interfaces that only callers fill in. An interface that is also part of an output contains facts: a component fills it
 * in, and its optional members have no default.
 */
function inputInterfaces(api: PublicApi): Set<string> {
  const reachable = (start: readonly string[]): Set<string> => {
    const found = new Set(start);
    // A set also iterates over what is added during the iteration.
    for (const name of found)
      api.interfaces.find((shape) => shape.name === name)?.uses.forEach((use) => found.add(use));
    return found;
  };
  const facts = reachable(api.components.flatMap(({ uses }) => uses));
  return new Set([...reachable(api.components.map(({ args }) => args))].filter((name) => !facts.has(name)));
}
