import assert from "node:assert/strict";
import { resolve } from "node:path";
import { componentSchema } from "../../../scripts/component-schema";

const root = resolve(__dirname, "../../..");

function schemaOf(fixture: string): string {
  const entry = resolve(__dirname, "fixtures", `${fixture}.ts`);
  return componentSchema(entry, resolve(root, "tsconfig.json"), {
    name: "pets",
    version: "1.2.3",
    description: "Pets",
  });
}

describe("the component schema", () => {
  it("contains the inputs, outputs and types of every exported component", () => {
    const schema = JSON.parse(schemaOf("sound")) as Record<"resources" | "types", Record<string, object>>;
    const { name, version, description } = schema as unknown as Record<string, string>;
    assert.deepEqual({ name, version, description }, { name: "pets", version: "1.2.3", description: "Pets" });
    assert.deepEqual(schema.resources, {
      "pets:index:Cat": {
        type: "object",
        isComponent: true,
        inputProperties: {
          // The facts of a house, or a cat that has them.
          house: {
            oneOf: [{ $ref: "#/types/pets:index:HouseFacts" }, { $ref: "#/resources/pets:index:Cat" }],
            description: "Where it lives.",
          },
          toys: {
            type: "array",
            items: { $ref: "#/types/pets:index:Toy", plain: true },
            optional: true,
            plain: true,
            description: "What it plays with, at most three.",
          },
        },
        requiredInputs: ["house"],
        properties: {
          meow: { type: "string", optional: true, description: "What it says." },
          volume: { $ref: "#/types/pets:index:Volume", description: "How it says it." },
          facts: { $ref: "#/types/pets:index:HouseFacts", description: "Where it lives now." },
        },
        required: ["facts", "volume"],
        description: "A cat. It sleeps.\n\nThrows nothing.",
      },
    });
    assert.deepEqual(
      Object.keys(schema.types).sort(),
      ["HouseFacts", "Toy", "Volume"].map((t) => `pets:index:${t}`),
    );
  });

  it("is refused if the analyzer refuses an input", () => {
    assert.throws(() => schemaOf("union"), /Union types are not supported for component 'Bird'.*'BirdArgs.song'/);
  });

  it("is refused if an exported component extends another one, because the analyzer would ignore it", () => {
    assert.throws(() => schemaOf("indirect"), /Failed to find the following components: Kitten/);
  });

  it("is refused if two types would have the same name in other languages", () => {
    assert.throws(() => schemaOf("alike"), /two types have the same name without `Args`/);
  });

  it("is refused if the module exports no component", () => {
    assert.throws(() => schemaOf("empty"), /empty\.ts exports no component/);
  });
});
