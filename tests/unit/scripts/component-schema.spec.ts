import assert from "node:assert/strict";
import { resolve } from "node:path";
import { componentSchema } from "../../../scripts/schema/component-schema";

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
  it("has the inputs, outputs and types of every exported component", () => {
    const schema = JSON.parse(schemaOf("sound")) as Record<"resources" | "types", Record<string, object>>;
    const { name, version, description } = schema as unknown as Record<string, string>;
    assert.deepEqual({ name, version, description }, { name: "pets", version: "1.2.3", description: "Pets" });
    assert.deepEqual(schema.resources, {
      "pets:index:Cat": {
        type: "object",
        isComponent: true,
        inputProperties: {
          house: { $ref: "#/types/pets:index:HouseFacts", plain: true, description: "Where it lives." },
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
        description: "A cat. It sleeps.\n\nThrows nothing but glances.",
      },
    });
    assert.deepEqual(
      Object.keys(schema.types).sort(),
      ["HouseFacts", "Toy", "Volume"].map((t) => `pets:index:${t}`),
    );
  });

  it("is refused where the analyzer refuses an input", () => {
    assert.throws(() => schemaOf("union"), /Union types are not supported for component 'Bird'.*'BirdArgs.song'/);
  });

  it("is refused where an exported component would be missing: one that extends another", () => {
    assert.throws(() => schemaOf("indirect"), /Failed to find the following components: Kitten/);
  });

  it("is refused where two types would have one name in other languages", () => {
    assert.throws(() => schemaOf("alike"), /a type and another are the same without `Args`/);
  });

  it("is refused where nothing is exported", () => {
    assert.throws(() => schemaOf("empty"), /empty\.ts exports no component/);
  });
});
