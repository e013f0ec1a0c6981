import * as assert from "node:assert/strict";
import { compileSchema, schemaProblems } from "../../contracts/schema-problems";

describe("schemaProblems", () => {
  const schema = {
    type: "object",
    additionalProperties: false,
    required: ["kind"],
    properties: { kind: { enum: ["Deployment", "DaemonSet"] }, replicas: { type: ["integer", "null"] } },
  };

  it("checks values over the defaults, so what a default supplies is not missing", () => {
    assert.deepEqual(schemaProblems({ replicas: 2 }, { kind: "Deployment" }, schema), []);
  });

  it("sees that a null removed a required default", () => {
    assert.deepEqual(schemaProblems({ kind: null }, { kind: "Deployment" }, schema), [
      `/ must have required property 'kind' ("kind")`,
    ]);
  });

  it("tells every problem, with its place", () => {
    assert.deepEqual(schemaProblems({ kind: "Job", replicas: "2", extra: 1 }, {}, schema), [
      '/ must NOT have additional properties ("extra")',
      '/kind must be equal to one of the allowed values (["Deployment","DaemonSet"])',
      '/replicas must be integer,null (["integer","null"])',
    ]);
  });
});

describe("compileSchema", () => {
  // Tuples tell the drafts apart: `prefixItems` is new in 2020-12, where the older drafts use a list under `items`.
  const newTuple = { prefixItems: [{ type: "string" }] };
  const oldTuple = { items: [{ type: "string" }] };
  const drafts: [$schema: string | undefined, tuple: object][] = [
    [undefined, newTuple],
    ["http://json-schema.org/schema#", newTuple],
    ["https://json-schema.org/draft/2020-12/schema", newTuple],
    ["https://json-schema.org/draft/2019-09/schema", oldTuple],
    ["http://json-schema.org/draft-07/schema#", oldTuple],
    ["https://json-schema.org/draft-07/schema#", oldTuple],
    ["http://json-schema.org/draft-06/schema", oldTuple],
  ];
  for (const [$schema, tuple] of drafts) {
    it(`reads ${$schema ?? "a schema without $schema"}`, () => {
      const check = compileSchema({ ...($schema === undefined ? {} : { $schema }), ...tuple });
      assert.deepEqual(check(["a"]), []);
      assert.deepEqual(check([1]), ['/0 must be string ("string")']);
    });
  }

  it("refuses a draft it does not know", () => {
    assert.throws(() => compileSchema({ $schema: "http://json-schema.org/draft-04/schema#" }), {
      message: "the schema is not understood: $schema http://json-schema.org/draft-04/schema#",
    });
  });

  it("ignores words of the chart's own, as Helm does", () => {
    assert.deepEqual(compileSchema({ defaults: { $ref: "#/$defs/v" }, $defs: { v: { type: "object" } } })({}), []);
  });

  it("checks hostname and ipv4, and refuses to skip another format in silence", () => {
    const check = compileSchema({ properties: { host: { format: "hostname" }, ip: { format: "ipv4" } } });
    assert.deepEqual(check({ host: "a.example.org", ip: "10.0.0.1" }), []);
    assert.deepEqual(check({ host: "-a", ip: "10.0.0.256" }), [
      '/host must match format "hostname" ("hostname")',
      '/ip must match format "ipv4" ("ipv4")',
    ]);
    assert.throws(() => compileSchema({ format: "uri" }), /the schema is not understood: unknown format "uri"/);
  });
});
