import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { withoutDescriptions, withStorageSchema } from "../../contracts/charts/assemble";

const CRD = `
additionalPrinterColumns:
- description: Age of the object
  name: Age
schema:
  description: |-
    Two lines,

    and a blank one.
  properties:
    description:
      description: "An input of this name
        on two lines"
      type: string
    size:
      description: Plain text
        that goes on.
      type: integer
`;

describe("the CRD of a stand-in chart", () => {
  it("has every part of the real one but the descriptions in its schema", () => {
    assert.deepEqual(parse(withoutDescriptions(CRD)), {
      additionalPrinterColumns: [{ description: "Age of the object", name: "Age" }],
      schema: { properties: { description: { type: "string" }, size: { type: "integer" } } },
    });
  });

  it("can have the schema of the stored version alone", () => {
    const version = (name: string, isStored: boolean) => ({
      name,
      schema: { openAPIV3Schema: { type: "object", properties: { spec: { type: "object" } } } },
      served: true,
      storage: isStored,
    });
    const [v1, old] = [version("v1", true), version("v1alpha2", false)];
    const any = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
    assert.deepEqual(parse(withStorageSchema(stringify({ spec: { versions: [v1, old] } }))), {
      spec: { versions: [v1, { ...old, schema: any }] },
    });
  });
});
