import assert from "node:assert/strict";
import { fieldsOf } from "../../../../cli/verify/models/protobuf";
import type { Json } from "../../../../cli/verify/models/protocol";
import { protocols } from "../../../../cli/verify/models/protocols";

/** A message as hexadecimal digits, from hand-made parts with spaces. */
const hex = (...parts: string[]): string => parts.join("").replaceAll(" ", "");

const messageOf = (protocol: string, body: Json): string =>
  protocols[protocol]?.grpcPrediction?.("model", body).message.toString("hex") ?? "none";

// 1.5 as a double is 3ff8000000000000, as a float 3fc00000, both written backwards.
const DOUBLE = "000000000000f83f";
const FLOAT = "0000c03f";

describe("predictions of verify by gRPC", () => {
  const cases: [what: string, protocol: string, body: Json, message: string][] = [
    [
      "an ndarray with names",
      "seldon",
      { data: { names: ["a"], ndarray: [[1.5, "b", true, null]] } },
      // data = 3 { names = 1 "a", ndarray = 3 { values = 1 { list_value = 6 { values = 1 … } } } }
      hex(
        "1a 21",
        "0a 01 61",
        "1a 1c",
        "0a 1a 32 18",
        `0a 09 11 ${DOUBLE}`,
        "0a 03 1a 01 62",
        "0a 02 20 01",
        "0a 02 08 00",
      ),
    ],
    [
      "a tensor",
      "seldon",
      { data: { tensor: { shape: [1, 300], values: [1.5] } } },
      hex("1a 11", "12 0f", "0a 03 01 ac 02", `12 08 ${DOUBLE}`),
    ],
    ["a text", "seldon", { strData: "ä" }, hex("2a 02 c3 a4")],
    ["bytes", "seldon", { binData: "AAE=" }, hex("22 02 00 01")],
    ["JSON", "seldon", { jsonData: { a: {} } }, hex("32 0b", "2a 09 0a 07 0a 01 61 12 02 2a 00")],
    [
      "floats of two rows",
      "v2",
      { id: "1", inputs: [{ name: "x", datatype: "FP32", shape: [2, 1], data: [[1.5], [1.5]] }] },
      // model_name = 1, id = 3, inputs = 5 { name = 1, datatype = 2, shape = 3, contents = 5 { fp32 = 6 } }
      hex(
        "0a 05 6d6f64656c",
        "1a 01 31",
        "2a 19",
        "0a 01 78",
        "12 04 46503332",
        "1a 02 02 01",
        `2a 0a 32 08 ${FLOAT} ${FLOAT}`,
      ),
    ],
    [
      "texts with parameters, and a chosen output",
      "kfserving",
      {
        parameters: { n: -1 },
        inputs: [{ name: "x", datatype: "BYTES", shape: [1], data: ["hi"], parameters: { content_type: "str" } }],
        outputs: [{ name: "y" }],
      },
      hex(
        "0a 05 6d6f64656c",
        "22 10 0a 01 6e 12 0b 10 ffffffffffffffffff01",
        "2a 2a 0a 01 78 12 05 4259544553 1a 01 01",
        "22 15 0a 0c 636f6e74656e745f74797065 12 05 1a 03 737472",
        "2a 04 42 02 6869",
        "32 03 0a 01 79",
      ),
    ],
    [
      "integers and booleans",
      "v2",
      {
        inputs: [
          { name: "a", datatype: "INT64", shape: [1], data: [-2] },
          { name: "b", datatype: "BOOL", shape: [2], data: [true, false] },
        ],
      },
      hex(
        "0a 05 6d6f64656c",
        "2a 1b 0a 01 61 12 05 494e543634 1a 01 01 2a 0c 1a 0a feffffffffffffffff01",
        "2a 12 0a 01 62 12 04 424f4f4c 1a 01 02 2a 04 0a 02 01 00",
      ),
    ],
    ["nothing, because JSON has no types", "tensorflow", { instances: [1] }, "none"],
  ];
  for (const [what, protocol, body, message] of cases) {
    it(`send ${what} with protocol ${protocol}`, () => {
      assert.equal(messageOf(protocol, body), message);
    });
  }

  const refused: [protocol: string, body: Json, problem: string][] = [
    ["seldon", [], "is not an object"],
    ["seldon", { instances: [] }, "has none of data, binData, strData and jsonData"],
    ["seldon", { data: { tftensor: {} } }, "has neither data.ndarray nor data.tensor"],
    ["v2", { data: {} }, "has no inputs"],
    ["v2", { inputs: [1] }, "has no object as inputs[0]"],
    ["v2", { inputs: [{ datatype: "INT32", shape: [1] }] }, "has no data or no shape in inputs[0]"],
    ["v2", { inputs: [{ shape: [1], data: [1] }] }, "has no datatype in inputs[0]"],
    ["v2", { inputs: [{ datatype: "INT32", shape: [1], data: [1] }] }, "has no name in inputs[0]"],
    [
      "v2",
      { inputs: [{ datatype: "FP16", shape: [1], data: [1] }] },
      "has the type FP16 in inputs[0], which gRPC cannot send; it can send BOOL, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FP32, FP64, BYTES",
    ],
  ];
  for (const [protocol, body, problem] of refused) {
    it(`are refused with protocol ${protocol} if the file ${problem.split(";")[0] ?? ""}`, () => {
      assert.throws(() => messageOf(protocol, body), new RangeError(problem));
    });
  }
});

describe("the fields of a message", () => {
  it("are read whatever their kind", () => {
    const message = Buffer.from(hex("08 ac02", `11 ${DOUBLE}`, `1d ${FLOAT}`, "22 01 78", "22 00"), "hex");
    assert.deepEqual(
      [...fieldsOf(message)],
      [
        [1, [300n]],
        [2, [Buffer.from(DOUBLE, "hex")]],
        [3, [Buffer.from(FLOAT, "hex")]],
        [4, [Buffer.from("x"), Buffer.alloc(0)]],
      ],
    );
  });

  for (const [what, bytes] of [
    ["ends too early", "0a 05 61"],
    ["has a number that is too long", "08 ffffffffffffffffffffff01"],
    ["has a field of an unknown kind", "0b"],
  ] as const) {
    it(`are refused if the message ${what}`, () => {
      assert.throws(() => fieldsOf(Buffer.from(hex(bytes), "hex")), RangeError);
    });
  }
});
