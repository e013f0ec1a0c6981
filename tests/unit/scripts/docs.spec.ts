import assert from "node:assert/strict";
import { resolve } from "node:path";
import { docProblems } from "../../../scripts/docs/problems";
import { publicApi, type PublicApi } from "../../../scripts/docs/public-api";
import { withTables } from "../../../scripts/docs/readme-tables";
import { reference, sentence } from "../../../scripts/docs/reference";

const root = resolve(__dirname, "../../..");
const apiOf = (fixture: string): PublicApi =>
  publicApi(resolve(__dirname, "fixtures", `${fixture}.ts`), resolve(root, "tsconfig.json"), root);

describe("the generated reference", () => {
  let sound: PublicApi;
  before(() => (sound = apiOf("sound")));

  it("has no problem with a documented component, and facts need no default", () => {
    assert.deepEqual(docProblems(sound, "pets"), []);
  });

  it("lists everything that is not documented, with file and line", () => {
    const at = (line: number, what: string): string => `tests/unit/scripts/fixtures/undocumented.ts:${line} ${what}`;
    assert.deepEqual(
      docProblems(apiOf("undocumented"), "pets").sort(),
      [
        at(13, 'Dog: the type token is "pets:index:Hound"'),
        at(13, "Dog: no doc comment"),
        at(14, "Dog.bark: no doc comment"),
        at(21, "Dog.ownName: no doc comment"),
        at(7, "DogArgs: uses the type Hidden, but components/index.ts does not export it"),
        at(7, "DogArgs: no doc comment"),
        at(10, "DogArgs.bone: no doc comment"),
        at(9, "DogArgs.kennel: an optional input needs @default"),
      ].sort(),
    );
  });

  it("contains all components, types and enums with tables of their members", () => {
    assert.equal(
      reference(sound),
      `# Reference

Generated from the doc comments in \`components/\` by \`npm run docs\`: edit those, not this page.

- [\`Cat\`](#cat): A cat.

## Cat

A cat. It sleeps.

Throws nothing.

Type token \`pets:index:Cat\`.

### Inputs of Cat

How to make a cat.

| Name | Type | Default | Meaning |
| --- | --- | --- | --- |
| \`house\` | <code>[HouseFacts](#housefacts)</code> | **required** | Where it lives. |
| \`toys\` | <code>[ToyArgs](#toyargs)&#91;&#93;</code> | no toys, so it is bored | What it plays with, at most three. |

### Outputs of Cat

| Name | Type | Meaning |
| --- | --- | --- |
| \`meow\` | <code>Output&lt;string \\| undefined&gt;</code> | What it says. |
| \`volume\` | <code>[Volume](#volume)</code> | How it says it. |
| \`facts\` | <code>Output&lt;[HouseFacts](#housefacts)&gt;</code> | Where it lives now. |

### Getters of Cat

In TypeScript only: main children, for use as a parent, a provider or a dependency.

| Name | Type | Meaning |
| --- | --- | --- |
| \`ownName\` | <code>string</code> | Its own name. |

## Types

### HouseFacts

What a cat knows of its house.

| Name | Type | Default | Meaning |
| --- | --- | --- | --- |
| \`street\` | <code>Input&lt;string&gt;</code> | **required** | Name of the street. |
| \`number\` | <code>number</code> | absent | Number in the street; absent in villages. |

### ToyArgs

A cat's toy.

| Name | Type | Default | Meaning |
| --- | --- | --- | --- |
| \`material\` | <code>string</code> | wool | What it is made of. |

## Enums

### Volume

How loud it is.

| Member | Value | Meaning |
| --- | --- | --- |
| \`Volume.Low\` | \`"low"\` | Almost silent. |
| \`Volume.High\` | \`"high"\` | Wakes the house. |
`,
    );
  });

  it("uses the first sentence of a comment as the summary, although version numbers contain dots", () => {
    assert.equal(sentence({ doc: "Version 1.30 of\nIstio. More." }), "Version 1.30 of Istio.");
    assert.equal(sentence({ doc: "No stop" }), "No stop");
  });
});

describe("generated tables of the README", () => {
  it("replace the text between their markers and nothing else", () => {
    const text = "# A\n<!-- charts -->\nold\n<!-- /charts -->\nrest\n";
    assert.equal(
      withTables(text, { charts: "| new |", versions: "| absent |" }),
      "# A\n<!-- charts -->\n\n| new |\n\n<!-- /charts -->\nrest\n",
    );
  });

  it("do not change if they are written twice", () => {
    const once = withTables("<!-- charts -->\n<!-- /charts -->\n", { charts: "| new |" });
    assert.equal(withTables(once, { charts: "| new |" }), once);
  });

  it("are refused if a marker has no counterpart", () => {
    for (const text of ["<!-- charts -->", "<!-- /charts -->", "<!-- /charts --><!-- charts -->"]) {
      assert.throws(() => withTables(text, { charts: "" }), /<!-- charts --> and <!-- \/charts --> are not a pair/);
    }
  });
});
