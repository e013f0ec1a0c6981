import assert from "node:assert/strict";
import { parse } from "yaml";
import { charts } from "../../../components/shared/pinned-charts";
import { filesBelow, textOf } from "./pages";

/** The names of all inputs and outputs in the schema. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(/^(?:inputP|p)roperties$/.test(key) ? Object.keys(value as object) : []),
    ...namesIn(value),
  ]);
}

/** The names of outputs and resource options in the programs' own sources. */
const inPrograms = (): string[] =>
  filesBelow("programs", /\.ts$/).flatMap((file) =>
    [...textOf(file).matchAll(/\b([a-z]\w*)(?=[:,]| \})/g)].map(([, name = ""]) => name),
  );

/**
 * The names of inputs in a piece of code of a page: a path such as `rke2.nodes`, or what is written in braces. Texts in quotes, types,
 * commands and words without a capital or a dot, which may be commands, are not looked at.
 */
function namesOf(code: string): string[] {
  if (/^[a-z]\w*(?:\.[a-z]\w*)+$/.test(code) || /^[a-z]+[A-Z]\w*$/.test(code)) return code.split(".");
  if (!code.includes("{")) return [];
  return [...code.replace(/"[^"]*"/g, "").matchAll(/\b([a-z]\w*)(?=\s*[:,}])/g)].map(([, name = ""]) => name);
}

describe("the inputs that the pages about guides and upgrades name", () => {
  const { config } = parse(textOf("Pulumi.yaml")) as { config: object };
  const known = new Set([
    ...namesIn(JSON.parse(textOf("schema.json"))),
    ...Object.keys(config),
    ...Object.keys(charts),
    ...inPrograms(),
  ]);
  /** Words of others: resource options of Pulumi, values, and the end of `cluster.yml`. */
  const others = new Set(["retainOnDelete", "protect", "true", "false", "yml"]);

  for (const [page, least] of [
    ["docs/guides.md", 80],
    ["docs/upgrades.md", 20],
    ["docs/troubleshooting.md", 20],
  ] as const) {
    it(`exist: ${page}`, () => {
      const text = textOf(page).replace(/^```.*?^```$/gms, "");
      const names = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, code = ""]) => namesOf(code));
      assert.ok(names.length >= least, String(names.length));
      assert.deepEqual(
        names.filter((name) => !known.has(name) && !others.has(name)),
        [],
      );
    });
  }
});
