import { counted } from "../../../shared/shown";
import { isEmpty, type Field } from "./field";

/** A sentence about a line of the file. */
export interface Finding {
  readonly line: number;
  /** Path of the field, what is wrong or without effect, and what to do: `nodes[0].port: "x" is not a port. Write …` */
  readonly text: string;
}

/** What is found while the file is read. No sentence quotes a value that can be secret. */
export class Findings {
  private readonly wrong: Finding[] = [];
  /** The fields without an equivalent, by the reason. */
  private readonly unused = new Map<string, Field[]>();

  /** Something that must be corrected. */
  problem({ path, line }: Field, reason: string): void {
    this.wrong.push({ line, text: path === "" ? reason : `${path}: ${reason}` });
  }

  /** A field that has no effect here. Many fields with one reason become one warning. */
  warning(field: Field, reason: string): void {
    this.unused.set(reason, [...(this.unused.get(reason) ?? []), field]);
  }

  /** The problems, in the order of the lines. */
  get problems(): Finding[] {
    return sorted(this.wrong);
  }

  /** The warnings, in the order of the lines. */
  get warnings(): Finding[] {
    return sorted(
      [...this.unused].map(([reason, unordered]) => {
        const fields = sorted(unordered);
        const lines = [...new Set(fields.map(({ line }) => line))];
        const paths = [...new Set(fields.map(({ path }) => path.replace(/^(nodes)\[\d+\]/, "$1[]")))];
        const named = fields.length === 1 ? (fields[0]?.path ?? "") : listed(paths, "field");
        const [line = 1, ...others] = lines;
        const also = others.length === 0 ? "" : ` (also line ${listed(others.map(String), "line")})`;
        return { line, text: `${named}${also}: ${reason}` };
      }),
    );
  }

  /** The text of a field; nothing if it is empty. A list or map in its place is a problem. */
  text(field: Field | undefined): string | undefined {
    if (field === undefined || (isEmpty(field) && field.text === undefined)) return undefined;
    if (field.text === undefined) this.problem(field, "is not a text. Write one value.");
    return field.text?.trim() === "" ? undefined : field.text;
  }

  /** The elements of a list; none if it is empty. Anything else in its place is a problem. */
  items(field: Field | undefined): readonly Field[] {
    if (field === undefined || field.items !== undefined) return field?.items ?? [];
    if (!isEmpty(field)) this.problem(field, "is not a list. Write one element a line, each with - in front.");
    return [];
  }

  /** The texts of a list. */
  texts(field: Field | undefined): string[] {
    return this.items(field).flatMap((item) => this.text(item) ?? []);
  }

  /** The values of a map by key; none if it is empty. Anything else in its place is a problem. */
  entries(field: Field | undefined): readonly (readonly [string, Field])[] {
    if (field === undefined || field.fields !== undefined) return [...(field?.fields ?? [])];
    if (!isEmpty(field)) this.problem(field, "is not a map. Write its fields, each with a colon behind its name.");
    return [];
  }
}

const sorted = <Placed extends { readonly line: number }>(all: readonly Placed[]): Placed[] =>
  all.toSorted((one, other) => one.line - other.line);

/** The first of many texts, and how many more there are. */
const listed = (texts: readonly string[], noun: string): string =>
  texts.length <= MOST_NAMED
    ? texts.join(", ")
    : `${texts.slice(0, MOST_NAMED).join(", ")} and ${counted(texts.length - MOST_NAMED, `more ${noun}`)}`;

const MOST_NAMED = 6;
