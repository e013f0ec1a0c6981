import type { Call } from "../network/grpc";
import type { Answer } from "../network/http";

/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How a protocol of Seldon Core is asked whether a model serves, and for a prediction. `step` is the name in the graph. */
export interface Protocol {
  /** A GET, below the model's own path. */
  readonly restReady: (step: string) => string;
  /** What is wrong with an answer of status 200; undefined if the model serves. */
  readonly restProblem?: (answer: Answer) => string | undefined;
  readonly grpcReady: (step: string) => Call;
  /** What is wrong with an answer; undefined if the model serves. */
  readonly grpcProblem?: (answer: Buffer) => string | undefined;
  /**
   * A call for a prediction, from the body of a request by REST. Throws a `RangeError` if the body cannot be written as a message. Absent if
   * the protocol's JSON does not say which types its numbers have.
   */
  readonly grpcPrediction?: (step: string, body: Json) => Call;
}

/** An object of JSON. */
export type JsonObject = Readonly<Record<string, Json>>;

/** Whether a value of JSON is an object. */
export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
