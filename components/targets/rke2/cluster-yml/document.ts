import { isAlias, isScalar, LineCounter, parseAllDocuments, visit, type Document, type ParsedNode } from "yaml";
import { fieldOf, type Field } from "./field";
import type { Finding } from "./findings";

/** Largest file in bytes. The guide's has 4 KiB; a file that never ends, such as a device, is refused. */
const MAX_BYTES = 1024 * 1024;

/**
 * The fields of the file, or why it cannot be read. The messages of the YAML library are not used, because they quote lines, and a
 * line may belong to a private key.
 */
export function parsedFile(text: string): Field | Finding {
  if (Buffer.byteLength(text) > MAX_BYTES)
    return { line: 1, text: "The file is larger than 1 MiB, as no cluster.yml is." };
  const lines = new LineCounter();
  // The library reads the line counter only while it composes documents of a text that ends.
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });
  const all = "empty" in documents ? [] : documents;
  const error = all.flatMap(({ errors }) => errors)[0];
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    return { line, text: REASONS[error.code] ?? "The file does not parse as YAML here." };
  }
  // A line of --- at an end of the file makes one more document, with nothing in it.
  const [document, second] = all.filter(({ contents }) => contents !== null && !isNothing(contents));
  if (document === undefined) return { line: 1, text: "The file is empty. Name a cluster.yml of RKE." };
  if (second !== undefined) {
    const line = lines.linePos(second.range[0]).line;
    return { line, text: "A second document begins here. Keep one, with the whole cluster." };
  }
  try {
    const field = fieldOf(document, lines);
    return field.fields === undefined
      ? { line: 1, text: "The file is not a map with the key nodes. Name a cluster.yml of RKE." }
      : field;
  } catch {
    const alias = aliasWithoutAnchor(document);
    if (alias !== undefined)
      return {
        line: lines.linePos(alias).line,
        text: "The file has an alias without an anchor here. Write the value itself.",
      };
    return { line: 1, text: "The file has too many aliases, or one that holds itself. Write the values themselves." };
  }
}

/** Whether a document has no value. One of `null` has. */
const isNothing = (contents: ParsedNode): boolean => isScalar(contents) && contents.value === null && !contents.source;

/** Where the first alias stands that names no value before it. The library finds it only when it makes values, and without its place. */
function aliasWithoutAnchor(document: Document): number | undefined {
  const anchors = new Set<string>();
  let found: number | undefined;
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor);
        return undefined;
      }
      if (anchors.has(node.source)) return undefined;
      found = node.range?.[0];
      return visit.BREAK;
    },
  });
  return found;
}

const REASONS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "The file does not parse as YAML: a tab indents this line. Write spaces.",
  DUPLICATE_KEY: "The file has this key twice. Remove one.",
};
