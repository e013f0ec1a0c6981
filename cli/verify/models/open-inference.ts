import { ownValue } from "../../../components/shared/own-value";
import {
  boolean,
  bytes,
  doubleBytes,
  fieldsOf,
  floatBytes,
  integer,
  message,
  packed,
  text,
  varintBytes,
} from "./protobuf";
import { isObject, type Json, type JsonObject, type Protocol } from "./protocol";

/** The open inference protocol, `v2` (1.17.1, executor/api/grpc/kfserving/inference/grpc_service.proto). */
export const openInference: Protocol = {
  restReady: (step) => `/v2/models/${step}/ready`,
  grpcReady: (step) => ({ method: "inference.GRPCInferenceService/ModelReady", message: text(1, step) }),
  grpcProblem: (answer) => (fieldsOf(answer).get(1)?.at(-1) === 1n ? undefined : "the model says that it is not ready"),
  grpcPrediction: (step, body) => ({
    method: "inference.GRPCInferenceService/ModelInfer",
    message: Buffer.concat([text(1, step), ...inferRequest(body)]),
  }),
};

/** The fields of a `ModelInferRequest` that a request by REST has too. */
function inferRequest(body: Json): Buffer[] {
  if (!isObject(body) || !Array.isArray(body["inputs"])) throw new RangeError("has no inputs");
  const { id, parameters, inputs, outputs } = body;
  return [
    ...(typeof id === "string" ? [text(3, id)] : []),
    ...parameterFields(4, parameters),
    ...(inputs as Json[]).map((input, index) => message(5, ...inputTensor(input, index))),
    ...(Array.isArray(outputs) ? outputs : [])
      .filter(isObject)
      .map((output) =>
        message(6, text(1, textIn(output, "name", "an output")), ...parameterFields(2, output["parameters"])),
      ),
  ];
}

function inputTensor(input: Json, index: number): Buffer[] {
  const where = `inputs[${index}]`;
  if (!isObject(input)) throw new RangeError(`has no object as ${where}`);
  const { shape, parameters, data } = input;
  const datatype = textIn(input, "datatype", where);
  const contents = ownValue(CONTENTS, datatype);
  if (contents === undefined) {
    const known = Object.keys(CONTENTS).join(", ");
    throw new RangeError(`has the type ${datatype} in ${where}, which gRPC cannot send; it can send ${known}`);
  }
  if (!Array.isArray(data) || !Array.isArray(shape)) throw new RangeError(`has no data or no shape in ${where}`);
  return [
    text(1, textIn(input, "name", where)),
    text(2, datatype),
    packed(3, shape as number[], varintBytes),
    ...parameterFields(4, parameters),
    bytes(5, contents(flattened(data))),
  ];
}

function textIn(object: JsonObject, field: string, where: string): string {
  const value = object[field];
  if (typeof value === "string") return value;
  throw new RangeError(`has no ${field} in ${where}`);
}

/** The items of a list of lists, at any depth. */
const flattened = (data: Json): readonly Json[] => (Array.isArray(data) ? (data as Json[]).flatMap(flattened) : [data]);

const numbers =
  (field: number, write: (value: number) => Buffer) =>
  (values: readonly Json[]): Buffer =>
    packed(field, values as number[], write);

/** The `InferTensorContents` of each type. FP16 has none. */
const CONTENTS: Readonly<Record<string, (values: readonly Json[]) => Buffer>> = {
  BOOL: (values) => packed(1, values as boolean[], varintBytes),
  INT8: numbers(2, varintBytes),
  INT16: numbers(2, varintBytes),
  INT32: numbers(2, varintBytes),
  INT64: numbers(3, varintBytes),
  UINT8: numbers(4, varintBytes),
  UINT16: numbers(4, varintBytes),
  UINT32: numbers(4, varintBytes),
  UINT64: numbers(5, varintBytes),
  FP32: numbers(6, floatBytes),
  FP64: numbers(7, doubleBytes),
  BYTES: (values) => Buffer.concat(values.map((value) => text(8, asText(value)))),
};

/** Entries of a map of `InferParameter`. */
const parameterFields = (field: number, parameters: Json | undefined): Buffer[] =>
  isObject(parameters)
    ? Object.entries(parameters).map(([name, value]) => message(field, text(1, name), bytes(2, parameter(value))))
    : [];

function parameter(value: Json): Buffer {
  if (typeof value === "boolean") return boolean(1, value);
  if (typeof value === "number" && Number.isInteger(value)) return integer(2, value);
  return text(3, asText(value));
}

const asText = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
