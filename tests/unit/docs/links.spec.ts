import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { filesBelow, ROOT, textOf } from "./pages";

/** The anchors of a page, as GitHub makes them of its headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set(headings);
}

const withoutCode = (text: string): string => text.replace(/^```.*?^```$/gms, "");

/** What is wrong with the links of a page to files and headings. */
function problemsOf(file: string): string[] {
  const targets = [...withoutCode(textOf(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return targets.flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [name = "", anchor] = target.split("#");
    const at = name === "" ? file : path.join(path.dirname(file), name);
    if (!existsSync(path.join(ROOT, at))) return [`${file}: there is no ${at}`];
    if (anchor === undefined || anchorsOf(textOf(at)).has(anchor)) return [];
    return [`${file}: ${at} has no heading for #${anchor}`];
  });
}

describe("links between pages", () => {
  const pages = filesBelow(".", /\.md$/);

  it("lead to files and headings that exist", () => {
    assert.deepEqual(pages.flatMap(problemsOf), []);
  });

  it("lead from the README to every page in docs/ that the package has", () => {
    const { files } = JSON.parse(textOf("package.json")) as { files: string[] };
    const packed = files.filter((file) => file.startsWith("docs/"));
    const pagesOfDocs = filesBelow("docs", /^docs\/[^/]+\.md$/).sort();
    assert.deepEqual(packed, pagesOfDocs);
    const readme = textOf("README.md");
    assert.deepEqual(
      packed.filter((file) => !readme.includes(`](${file})`)),
      [],
    );
  });
});
