import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  byVersion,
  mayBreak,
  publicSchema,
  schemaBreaks,
  type PackageSpec,
  type PublicSchema,
} from "../../../scripts/schema-breaks";

const root = resolve(__dirname, "../../..");
const json = (file: string): unknown => JSON.parse(readFileSync(join(root, file), "utf8"));

const text = { type: "string" };
const ref = (name: string) => ({ $ref: `#/types/pets:index:${name}` });

/** A component of cats: `Toy` is given, `Mood` is read, and `House` is both. */
const SPEC: PackageSpec = {
  name: "pets",
  version: "1.2.0",
  resources: {
    "pets:index:Cat": {
      inputProperties: {
        name: { ...text, plain: true },
        house: { oneOf: [ref("House"), { $ref: "#/resources/pets:index:Cat" }] },
        toys: { type: "array", items: { ...ref("Toy"), plain: true } },
        food: { type: "object", additionalProperties: text },
        volume: ref("Volume"),
      },
      requiredInputs: ["name"],
      properties: { meow: text, mood: ref("Mood"), house: ref("House") },
      required: ["meow"],
    },
  },
  types: {
    "pets:index:Toy": { properties: { kind: text, colour: text }, required: ["kind"] },
    "pets:index:Mood": { properties: { word: text, since: text }, required: ["word"] },
    "pets:index:House": { properties: { street: text }, required: [] },
    "pets:index:Volume": {
      enum: [
        { name: "Low", value: "low" },
        { name: "High", value: "high" },
      ],
    },
  },
};

const BEFORE = publicSchema(SPEC);

/** The breaks of a change to a copy. */
const breaksOf = (change: (after: Changeable) => void): string[] => {
  const after = structuredClone(BEFORE) as Changeable;
  change(after);
  return schemaBreaks(BEFORE, after);
};

type Changeable = {
  components: Record<string, { inputs: Record<string, string>; outputs: Record<string, string> }>;
  types: Record<string, Record<string, string>>;
  enums: Record<string, Record<string, unknown>>;
} & PublicSchema;

const cat = ({ components }: Changeable) => components["Cat"] ?? assert.fail();
const type = ({ types }: Changeable, name: string) => types[name] ?? assert.fail();
const volume = ({ enums }: Changeable) => enums["Volume"] ?? assert.fail();

describe("the record of a schema", () => {
  it("has what an SDK writes where the caller writes nothing, and the name of the package", () => {
    const change = (properties: object): PackageSpec => ({
      ...SPEC,
      name: "animals",
      types: { ...SPEC.types, "pets:index:Toy": { properties, required: ["kind"] } as PackageSpec["types"][string] },
    });
    const changed = publicSchema(change({ kind: { ...text, const: "ball" }, colour: { ...text, default: "red" } }));
    assert.deepEqual(schemaBreaks(BEFORE, changed), [
      "the package is animals, and was pets",
      'Toy.colour: the property is string, default "red", and was string',
      'Toy.kind: the property is string, const "ball", and was string',
    ]);
    const same = publicSchema({ ...SPEC, description: "Another text." } as PackageSpec);
    assert.deepEqual(schemaBreaks(BEFORE, same), []);
  });

  it("has what callers see, without descriptions", () => {
    assert.deepEqual(BEFORE, {
      name: "pets",
      version: "1.2.0",
      components: {
        Cat: {
          inputs: {
            food: "map<string>",
            house: "House or Cat",
            name: "required plain string",
            toys: "array<plain Toy>",
            volume: "Volume",
          },
          outputs: { house: "House", meow: "required string", mood: "Mood" },
        },
      },
      types: {
        House: { street: "string" },
        Mood: { since: "string", word: "required string" },
        Toy: { colour: "string", kind: "required string" },
      },
      enums: { Volume: { High: "high", Low: "low" } },
    });
  });
});

describe("a change of the schema breaks callers", () => {
  const breaking: Record<string, [(after: Changeable) => void, string[]]> = {
    "where a component is gone": [(after) => delete after.components["Cat"], ["Cat: the component is gone"]],
    "where an input is gone": [(after) => delete cat(after).inputs["food"], ["Cat.food: the input is gone"]],
    "where an input has another name": [
      (after) => {
        cat(after).inputs["foods"] = cat(after).inputs["food"] ?? "";
        delete cat(after).inputs["food"];
      },
      ["Cat.food: the input is gone"],
    ],
    "where an input has another type": [
      (after) => (cat(after).inputs["food"] = "map<number>"),
      ["Cat.food: the input is map<number>, and was map<string>"],
    ],
    "where an input takes no outputs any more": [
      (after) => (cat(after).inputs["food"] = "plain map<string>"),
      ["Cat.food: the input is plain map<string>, and was map<string>"],
    ],
    "where an input takes a component no more": [
      (after) => (cat(after).inputs["house"] = "House"),
      ["Cat.house: the input is House, and was House or Cat"],
    ],
    "where an optional input is required": [
      (after) => (cat(after).inputs["volume"] = "required Volume"),
      ["Cat.volume: the input is required, and was optional"],
    ],
    "where a new input is required": [
      (after) => (cat(after).inputs["age"] = "required number"),
      ["Cat.age: the input is new and required"],
    ],
    "where an output is gone": [(after) => delete cat(after).outputs["meow"], ["Cat.meow: the output is gone"]],
    "where an output has another type": [
      (after) => (cat(after).outputs["meow"] = "required number"),
      ["Cat.meow: the output is number, and was string"],
    ],
    "where an output can be missing": [
      (after) => (cat(after).outputs["meow"] = "string"),
      ["Cat.meow: the output can be missing, and was always there"],
    ],
    "where a type is gone": [(after) => delete after.types["Toy"], ["Toy: the type is gone"]],
    "where a property of a type is gone": [
      (after) => delete type(after, "Toy")["colour"],
      ["Toy.colour: the property is gone"],
    ],
    "where a property of a type has another type": [
      (after) => (type(after, "Mood")["since"] = "number"),
      ["Mood.since: the property is number, and was string"],
    ],
    "where a property of a given type is required": [
      (after) => (type(after, "Toy")["colour"] = "required string"),
      ["Toy.colour: the property is required, and was optional"],
    ],
    "where a new property of a given type is required": [
      (after) => (type(after, "House")["number"] = "required number"),
      ["House.number: the property is new and required"],
    ],
    "where a property of a type that is read can be missing": [
      (after) => (type(after, "Mood")["word"] = "string"),
      ["Mood.word: the property can be missing, and was always there"],
    ],
    "where an enum is gone": [(after) => delete after.enums["Volume"], ["Volume: the enum is gone"]],
    "where a value of an enum is gone": [(after) => delete volume(after)["High"], ["Volume.High: the value is gone"]],
    "where a value of an enum has another text": [
      (after) => (volume(after)["High"] = "HIGH"),
      ['Volume.High: the value is "HIGH", and was "high"'],
    ],
  };
  for (const [name, [change, expected]] of Object.entries(breaking)) {
    it(name, () => {
      assert.deepEqual(breaksOf(change), expected);
    });
  }

  const harmless: Record<string, (after: Changeable) => unknown> = {
    "where nothing is different": () => undefined,
    "where a component is new": (after) =>
      (after.components["Dog"] = { inputs: { name: "required string" }, outputs: {} }),
    "where an optional input is new": (after) => (cat(after).inputs["age"] = "number"),
    "where a required input is optional": (after) => (cat(after).inputs["name"] = "plain string"),
    "where an output is new": (after) => (cat(after).outputs["age"] = "required number"),
    "where an output is always there": (after) => (cat(after).outputs["mood"] = "required Mood"),
    "where a type is new": (after) => (after.types["Fish"] = { length: "required number" }),
    "where an optional property of a given type is new": (after) => (type(after, "Toy")["price"] = "number"),
    "where a required property of a given type is optional": (after) => (type(after, "Toy")["kind"] = "string"),
    "where a required property of a type that is only read is new": (after) =>
      (type(after, "Mood")["depth"] = "required number"),
    "where a property of a type that is only read is always there": (after) =>
      (type(after, "Mood")["since"] = "required string"),
    "where an enum is new": (after) => (after.enums["Size"] = { Small: "small" }),
    "where a value of an enum is new": (after) => (volume(after)["Mute"] = "mute"),
  };
  for (const [name, change] of Object.entries(harmless)) {
    it(`not ${name}`, () => {
      assert.deepEqual(breaksOf(change), []);
    });
  }

  it("is allowed in a new major version, and before 1.0 in a new minor one", () => {
    const rows: [before: string, after: string, allowed: boolean][] = [
      ["0.1.0", "0.1.0", false],
      ["0.1.0", "0.1.1", false],
      ["0.1.0", "0.2.0", true],
      ["0.9.0", "1.0.0", true],
      ["1.0.0", "1.1.0", false],
      ["1.9.3", "2.0.0-rc.1", true],
      ["2.0.0", "1.9.0", false],
    ];
    for (const [before, after, allowed] of rows) assert.equal(mayBreak(before, after), allowed, `${before} ${after}`);
    assert.deepEqual(["1.10.0", "0.2.0", "1.9.0"].sort(byVersion), ["0.2.0", "1.9.0", "1.10.0"]);
  });
});

describe("schema.json", () => {
  const released = readdirSync(join(root, "scripts/released")).map((file) => file.replace(/\.json$/, ""));
  const last = released.sort(byVersion).at(-1) ?? "";
  const before = json(`scripts/released/${last}.json`) as PublicSchema;
  const after = publicSchema(json("schema.json") as PackageSpec);

  it(`does not break who uses ${last}, unless its version says so`, () => {
    if (mayBreak(before.version, after.version)) return;
    const breaks = schemaBreaks(before, after);
    assert.equal(
      breaks.join("\n"),
      "",
      `schema.json breaks programs that use ${before.version}:\n${breaks.map((one) => `  - ${one}`).join("\n")}\n` +
        "Keep what was there, and add what is new beside it. If it must go, raise the version in package.json (the major one; before 1.0 the " +
        "minor one), say in CHANGELOG.md what callers have to change, and run npm run schema. " +
        `As long as ${before.version} is not published, npm run schema:record records it anew.`,
    );
  });

  it("is recorded under the version of the file's name", () => {
    assert.equal(before.version, last);
  });
});
