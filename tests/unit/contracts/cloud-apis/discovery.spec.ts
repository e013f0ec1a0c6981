import assert from "node:assert/strict";
import { googleModel, type Discovery } from "../../../contracts/cloud-apis/gcp/discovery";
import { RequestChecker } from "../../../contracts/cloud-apis/request-problems";

const insert = "api.networks.insert";
const discovery: Discovery = {
  resources: {
    networks: {
      methods: {
        insert: {
          id: insert,
          parameters: { project: { type: "string", pattern: "[a-z]+", required: true }, requestId: { type: "string" } },
          request: { $ref: "Network" },
        },
        list: { id: "api.networks.list" },
      },
    },
  },
  schemas: {
    Network: {
      type: "object",
      properties: {
        name: { type: "string", annotations: { required: [insert] } },
        id: { type: "string", readOnly: true, annotations: { required: [insert] } },
        mode: { type: "string", enum: ["NEW", "OLD"], enumDeprecated: [false, true] },
        number: { type: "string", format: "int64" },
        count: { type: "integer", format: "uint32" },
        labels: { type: "object", additionalProperties: { type: "string" } },
        // A schema may contain itself.
        peers: { type: "array", items: { $ref: "Network" } },
        options: { type: "object", properties: { wait: { type: "string", format: "google-duration" } } },
        extra: { type: "any" },
      },
    },
  },
};

const checker = new RequestChecker(googleModel(() => discovery));

const rows: readonly [title: string, body: Readonly<Record<string, unknown>>, ...problems: string[]][] = [
  ["nothing wrong", { mode: "NEW", number: "12", labels: { a: "b" }, peers: [{ name: "ml" }], extra: [1] }],
  ["an integer of 64 bits as a number", { number: 12 }],
  ["another text than an integer", { number: "a" }, 'number must match pattern "-?[0-9]+", but is "a"'],
  ["a negative number", { count: -1 }, "count must be >= 0, but is -1"],
  ["a field that only Google sets", { id: "1" }, " has the unknown field id"],
  ["a deprecated value", { mode: "OLD" }, 'mode must be one of NEW, but is "OLD"'],
  ["a label that is not a text", { labels: { a: 1 } }, "labels.a must be string, but is 1"],
  ["a missing field", { name: undefined }, " lacks the field name"],
  ["a missing field of a list's element", { peers: [{}] }, "peers.0 lacks the field name"],
  [
    "a duration",
    { options: { wait: "5m" } },
    'options.wait must match pattern "-?[0-9]+(\\.[0-9]{1,9})?s", but is "5m"',
  ],
];

describe("a request to Google is checked against a discovery document", () => {
  for (const [title, body, ...problems] of rows) {
    it(title, () => {
      const found = checker.problems({ operation: insert, body: { project: "ml", body: { name: "ml", ...body } } });
      assert.deepEqual(
        found,
        problems.map((problem) => `${insert} body${problem.startsWith(" ") ? problem : `.${problem}`}`),
      );
    });
  }

  it("with the parameters in its URL", () => {
    assert.deepEqual(
      checker.problems({ operation: insert, body: { project: "ML", zone: "a", body: { name: "ml" } } }),
      [
        `${insert} the request has the unknown field zone`,
        `${insert} project must match pattern "[a-z]+", but is "ML"`,
      ],
    );
  });

  it("refuses a method that does not exist", () => {
    assert.throws(() => checker.problems({ operation: "api.networks.delete", body: {} }), {
      message: "Google has no method api.networks.delete",
    });
  });
});
