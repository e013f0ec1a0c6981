import { painter, type Paint } from "../plan/text/colours";
import { wordsOf, wrapWords, type Word } from "../plan/text/wrap";
import type { Result } from "./outcome";
import type { Finding } from "./run-checks";

/** How the table looks. */
export interface TableStyle {
  /** Columns of a line. */
  readonly width: number;
  readonly colours: boolean;
}

const BRUSHES: Readonly<Record<Result, keyof Paint>> = {
  pass: "safe",
  fail: "alarm",
  unreachable: "alarm",
  skipped: "quiet",
};

/** Columns that the details need at least; in narrower tables they stand below. */
const DETAIL_COLUMNS = 36;

const RESULT_COLUMNS = "unreachable".length;

/** What was found, as a table: check, result, detail, with hints below. */
export function findingsText(findings: readonly Finding[], { width, colours }: TableStyle): string {
  const paint = painter(colours);
  const names = findings.map(({ component, check }) => `${component}: ${check}`);
  const nameColumns = Math.max("CHECK".length, ...names.map(({ length }) => length));
  const indent = nameColumns + 2 + RESULT_COLUMNS + 2;
  const rows =
    width - indent >= DETAIL_COLUMNS
      ? [
          `${"CHECK".padEnd(nameColumns)}  ${"RESULT".padEnd(RESULT_COLUMNS)}  DETAIL`,
          ...findings.flatMap((finding, index) => {
            const result = paint[BRUSHES[finding.result]](finding.result);
            const padding = " ".repeat(RESULT_COLUMNS - finding.result.length);
            const lead = `${(names[index] ?? "").padEnd(nameColumns)}  ${result}${padding}  `;
            const [first = "", ...others] = explained(finding, paint, width, " ".repeat(indent));
            return [`${lead}${first.slice(indent)}`, ...others];
          }),
        ]
      : findings.flatMap((finding, index) => {
          const heading = [
            ...wordsOf(names[index] ?? ""),
            { text: finding.result, paint: paint[BRUSHES[finding.result]] },
          ];
          return [...wrapWords(heading, width), ...explained(finding, paint, width, "  ")];
        });
  return [...rows, "", ...wrapWords(wordsOf(summary(findings)), width), ""].join("\n");
}

function explained({ detail, hint }: Finding, paint: Paint, width: number, indent: string): string[] {
  const words = (text: string, brush?: Word["paint"]) => wrapWords(wordsOf(text, brush), width, indent);
  return [...words(detail), ...(hint === undefined ? [] : words(hint, paint.quiet))];
}

/** `12 checks: 10 passed, 1 failed, 1 skipped`. */
function summary(findings: readonly Finding[]): string {
  const counts = (Object.keys(PARTICIPLES) as Result[]).flatMap((result) => {
    const count = findings.filter((finding) => finding.result === result).length;
    return count === 0 ? [] : [`${count} ${PARTICIPLES[result]}`];
  });
  return `${findings.length} ${findings.length === 1 ? "check" : "checks"}: ${counts.join(", ")}`;
}

const PARTICIPLES: Readonly<Record<Result, string>> = {
  pass: "passed",
  fail: "failed",
  unreachable: "unreachable",
  skipped: "skipped",
};

/** The findings as JSON, with the same fields for each. */
export const findingsJson = (findings: readonly Finding[]): string =>
  `${JSON.stringify(
    findings.map(({ component, check, result, detail, hint, seconds }) => ({
      component,
      check,
      result,
      detail,
      hint: hint ?? null,
      seconds,
    })),
    undefined,
    2,
  )}\n`;
