import assert from "node:assert/strict";
import type { Plan } from "../../../cli/plan/plan-program";
import { details, escaped, fenced, markdownTable, planMarkdown } from "../../../cli/plan/tables/markdown";
import { planTables } from "../../../cli/plan/tables/plan-tables";
import type { Table } from "../../../cli/plan/tables/table";
import { broken, tableLines } from "../../../cli/plan/tables/table-text";
import { painter } from "../../../cli/plan/text/colours";
import { targetNames } from "../../../components/targets/target";
import { programOf } from "../../unit/targets/sample";
import { assertGoldenText } from "../golden";
import { planOf } from "../plan-of-program";

const plain = painter(false);
const table = (rows: Table["rows"], more: Partial<Table> = {}): Table => ({
  ...{ title: "Title", columns: ["Name", "Reachable"], rows, notes: [], none: "Nothing." },
  ...more,
});

describe("the report of a plan", () => {
  let plan: Plan;
  before(async () => (plan = await planOf("aws", ["pachyderm", '{"s3":{}}'])));

  it("has the tables of its golden file; refresh it with `npm run golden`", () => {
    assertGoldenText("aws-pachyderm-table.txt", planTables(plan, { width: 100, colours: false }));
  });

  it("has the Markdown of its golden file; refresh it with `npm run golden`", () => {
    assertGoldenText("aws-pachyderm.md", planMarkdown(plan));
  });

  for (const program of targetNames().map(programOf)) {
    it(`fits a terminal of 40 columns for the program ${program}`, async () => {
      const lines = planTables(await planOf(program), { width: 40, colours: false }).split("\n");
      assert.deepEqual(
        lines.filter(({ length }) => length > 40),
        [],
      );
    });
  }

  it("has a line for each row where nothing decides the width", () => {
    const lines = planTables(plan, { width: Infinity, colours: false }).split("\n");
    assert.ok(
      lines.some((line) =>
        /^ {2}iam RolePolicy pachyderm-bucket .*s3:ListMultipartUploadParts +pachyderm-bucket$/.test(line),
      ),
    );
  });
});

describe("a table", () => {
  it("has columns as wide as their cells", () => {
    assert.deepEqual(tableLines(table([{ cells: ["a", "everyone"] }, { cells: ["longer name", ""] }]), plain, 80), [
      "  Name         Reachable",
      "  a            everyone",
      "  longer name",
    ]);
  });

  it("goes on in the lines below where there is no room", () => {
    assert.deepEqual(tableLines(table([{ cells: ["short", "from everywhere in the world"] }]), plain, 28), [
      "  Name   Reachable",
      "  short  from everywhere in",
      "         the world",
    ]);
  });

  it("is a block for each row where columns would be too narrow", () => {
    const rows = [{ cells: ["a-rather-long-name-of-it", "from everywhere in the world"] }];
    assert.deepEqual(tableLines(table(rows), plain, 24), [
      "  a-rather-long-name-of-",
      "  it",
      "    Reachable: from",
      "               everywher",
      "               e in the",
      "               world",
    ]);
  });

  it("says what is missing, and has its notes below", () => {
    assert.deepEqual(tableLines(table([], { notes: ["A note."] }), plain, 80), ["  Nothing.", "  A note."]);
  });

  it("paints what must not be overlooked", () => {
    const rows = [{ cells: ["a", "open to everyone"], alarm: true }];
    const [, line = ""] = tableLines(table(rows), painter(true), 80);
    assert.equal(line, "  \u001b[31ma     open to everyone\u001b[39m");
  });

  for (const [text, width, pieces] of [
    ["", 5, [""]],
    ["a b", 5, ["a b"]],
    ["abc def", 5, ["abc", "def"]],
    ["https://a.example", 9, ["https://", "a.example"]],
    ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
  ] as const) {
    it(`breaks "${text}" at ${String(width)}`, () => {
      assert.deepEqual(broken(text, width), pieces);
    });
  }
});

describe("Markdown of a plan", () => {
  it("means nothing by the text of a plan", () => {
    assert.equal(
      escaped("a|b\n`c` <img> *d* [e](f) @ada #12"),
      "a\\|b \\`c\\` \\<img\\> \\*d\\* \\[e\\](f) @<!-- -->ada #<!-- -->12",
    );
  });

  it("has a fence that the text does not end", () => {
    assert.equal(fenced(["a", "````", "b"]), "`````text\na\n````\nb\n`````");
  });

  it("marks what must not be overlooked, and has notes as a list", () => {
    const rows = [{ cells: ["a", "open"], alarm: true }];
    assert.equal(
      markdownTable(table(rows, { notes: ["One.", "Two."] })),
      "### Title\n\n| Name | Reachable |\n| --- | --- |\n| **a** | **open** |\n\n- One.\n- Two.",
    );
  });

  it("says what is missing", () => {
    assert.equal(markdownTable(table([])), "### Title\n\nNothing.");
  });

  it("folds away what most do not read", () => {
    assert.equal(
      markdownTable(table([{ cells: ["1", "x"] }], { folded: true })),
      details("Title", "| Name | Reachable |\n| --- | --- |\n| 1 | x |"),
    );
  });
});
