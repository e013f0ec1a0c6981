import assert from "node:assert/strict";
import { parse } from "yaml";
import { withoutDescriptions } from "../../contracts/charts/assemble";

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
});
