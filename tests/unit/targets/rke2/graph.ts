import type { PlainValue } from "../../../../recorder/graph";
import type { Deployed } from "../../../helpers/deploy";

const REMOTE = "command:remote:Command";

/** The inputs of a command on a machine, with their secrets. */
export const remote = (graph: Deployed, name: string): Record<string, PlainValue> =>
  graph.revealInputs(graph.byName(REMOTE, name));

/** The script of a command. */
export function scriptOf(graph: Deployed, name: string): string {
  const { stdin } = remote(graph, name);
  if (typeof stdin !== "string") throw new Error(`${name} has no script`);
  return stdin;
}

/** Names of the resources that one waits for. */
export function after(graph: Deployed, name: string): string[] {
  const resource = graph.resources.find(({ name: found, type }) => found === name && type.startsWith("command:"));
  if (resource === undefined) throw new Error(`no command ${name}`);
  return resource.dependencies.map((urn) => graph.byUrn(urn).name).sort();
}

/** The data in front of a script, by variable. */
export function dataOf(graph: Deployed, name: string): Record<string, string> {
  const [data = ""] = scriptOf(graph, name).split("\nset -eu\n");
  const words = [...data.matchAll(/^([A-Z0-9_]+)=('(?:[^']|'\\'')*'|\S*)$/gm)];
  return Object.fromEntries(
    words.map(([, key = "", word = ""]) => [
      key,
      word.startsWith("'") ? word.slice(1, -1).replaceAll(String.raw`'\''`, "'") : word,
    ]),
  );
}

/** The lines of config.yaml of a node. */
export const configOf = (graph: Deployed, key: string): string[] =>
  (dataOf(graph, `ml-${key}`)["CONFIG"] ?? "").split("\n").filter((line) => line !== "");
