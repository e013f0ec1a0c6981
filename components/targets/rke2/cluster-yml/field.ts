import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type LineCounter,
  type Node,
  type Pair,
} from "yaml";

/** A value of the file with its place in it. */
export interface Field {
  /** Where it is in the file's structure: `services.kube-api.extra_args`, `nodes[1].address`. */
  readonly path: string;
  /** The line of its key, or of the first character of an element of a list. */
  readonly line: number;
  /** Its text as it is written, without quotes; nothing for lists, maps and null. A number keeps its zeros: `"022"`, 1.30. */
  readonly text: string | undefined;
  /** The elements, if it is a list. */
  readonly items: readonly Field[] | undefined;
  /** The values by key, if it is a map. */
  readonly fields: ReadonlyMap<string, Field> | undefined;
}

/** The fields of a document that parses. Throws if it has an alias without an anchor, holds itself, or is very large with its aliases. */
export function fieldOf(document: Document, lines: LineCounter): Field {
  const lineOf = (node: Node | null, otherwise: number): number =>
    node?.range ? lines.linePos(node.range[0]).line : otherwise;

  const targets = targetsIn(document);
  let count = 0;
  const read = (given: unknown, path: string, line: number, depth: number): Field => {
    if (depth > MOST_LEVELS || ++count > MOST_FIELDS) throw new RangeError("too large");
    const node = isAlias(given) ? targets.get(given) : given;
    if (node === undefined) throw new RangeError("no such anchor");
    const empty = { path, line, text: undefined, items: undefined, fields: undefined };
    if (isScalar(node)) return { ...empty, text: textOf(node.value, node.source) };
    if (isSeq(node)) {
      const items = node.items.map((item, index) =>
        read(item, `${path}[${String(index)}]`, lineOf(item as Node, line), depth + 1),
      );
      return { ...empty, items };
    }
    if (!isMap(node)) return empty;
    const fields = new Map<string, Field>();
    const put = ({ key, value }: Pair): void => {
      const name = String(isScalar(key) ? (key.source ?? key.value) : key);
      fields.set(name, read(value, path === "" ? name : `${path}.${name}`, lineOf(key as Node, line), depth + 1));
    };
    const isMerge = ({ key }: Pair): boolean => isScalar(key) && key.value === "<<";
    // What a map writes itself wins over what it merges.
    for (const { value } of node.items.filter(isMerge)) {
      const merged = read(value, path, line, depth + 1);
      for (const one of merged.items?.toReversed() ?? [merged])
        for (const [name, field] of one.fields ?? []) fields.set(name, field);
    }
    for (const pair of node.items.filter((one) => !isMerge(one))) put(pair);
    return { ...empty, fields };
  };
  return read(document.contents, "", 1, 0);
}

/** The node that each alias stands for: the last one before it with its anchor. The library looks for it through the whole document. */
function targetsIn(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_key, node) => {
      const target = isAlias(node) ? anchors.get(node.source) : undefined;
      if (target !== undefined) targets.set(node as Alias, target);
      else if (!isAlias(node) && node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/** More than any file of RKE has; a document that holds itself has no end. */
const MOST_LEVELS = 20;

/** More than a file of 1000 nodes with all their fields has; a small file can say more than memory holds, by aliases of aliases. */
const MOST_FIELDS = 200_000;

const textOf = (value: unknown, source: string | undefined): string | undefined => {
  if (value === null) return undefined;
  return typeof value === "string" ? value : (source ?? JSON.stringify(value));
};

/** Whether a field says nothing: it is not written, or empty, null, no, or zero, or holds nothing but such fields. */
export function isEmpty(field: Field | undefined): boolean {
  if (field === undefined) return true;
  const { text, items, fields } = field;
  if (items !== undefined) return items.every(isEmpty);
  if (fields !== undefined) return [...fields.values()].every(isEmpty);
  return text === undefined || /^(?:|0|false|no|off|null|~)$/i.test(text.trim());
}

/** A field below another, by its keys. */
export const at = (field: Field | undefined, ...keys: readonly string[]): Field | undefined =>
  keys.reduce<Field | undefined>((inner, key) => inner?.fields?.get(key), field);
