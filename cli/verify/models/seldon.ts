import { boolean, bytes, double, doubleBytes, integer, message, packed, text, varintBytes } from "./protobuf";
import { isObject, type Json, type JsonObject, type Protocol } from "./protocol";

/**
 * Seldon's own protocol. The paths and methods are those of the orchestrator and of the Python wrapper (1.17.1,
 * executor/api/rest/server.go, python/seldon_core/wrapper.py, proto/prediction.proto).
 */
export const seldon: Protocol = {
  restReady: () => "/api/v1.0/health/status",
  grpcReady: (step) => ({ method: "seldon.protos.Seldon/ModelMetadata", message: text(1, step) }),
  grpcPrediction: (_step, body) => ({ method: "seldon.protos.Seldon/Predict", message: seldonMessage(body) }),
};

/** A `SeldonMessage`. */
function seldonMessage(body: Json): Buffer {
  if (!isObject(body)) throw new RangeError("is not an object");
  const { data, binData, strData, jsonData } = body;
  if (isObject(data)) return message(3, ...defaultData(data));
  if (typeof binData === "string") return bytes(4, Buffer.from(binData, "base64"));
  if (typeof strData === "string") return text(5, strData);
  if (jsonData !== undefined) return bytes(6, valueOf(jsonData));
  throw new RangeError("has none of data, binData, strData and jsonData");
}

function defaultData({ names, ndarray, tensor }: JsonObject): Buffer[] {
  const named = Array.isArray(names)
    ? names.map((name) => text(1, typeof name === "string" ? name : JSON.stringify(name)))
    : [];
  if (Array.isArray(ndarray)) return [...named, bytes(3, listOf(ndarray as Json[]))];
  if (isObject(tensor)) {
    const { shape = [], values = [] } = tensor as { shape?: readonly number[]; values?: readonly number[] };
    return [...named, message(2, packed(1, shape, varintBytes), packed(2, values, doubleBytes))];
  }
  throw new RangeError("has neither data.ndarray nor data.tensor");
}

/** A `google.protobuf.ListValue`. */
const listOf = (items: readonly Json[]): Buffer => Buffer.concat(items.map((item) => bytes(1, valueOf(item))));

/** A `google.protobuf.Value`. */
function valueOf(value: Json): Buffer {
  if (value === null) return integer(1, 0);
  if (typeof value === "number") return double(2, value);
  if (typeof value === "string") return text(3, value);
  if (typeof value === "boolean") return boolean(4, value);
  if (!isObject(value)) return bytes(6, listOf(value));
  const entries = Object.entries(value).map(([name, item]) => message(1, text(1, name), bytes(2, valueOf(item))));
  return bytes(5, Buffer.concat(entries));
}
