import type { Answer } from "../network/http";
import { fieldsOf, message, text } from "./protobuf";
import type { Protocol } from "./protocol";

/** State of a version that answers (tensorflow_serving/apis/get_model_status.proto). */
const AVAILABLE = 30n;

const NOT_AVAILABLE = "no version of the model is available";

/** The protocol of TensorFlow Serving. Its JSON does not say whether numbers are integers, so a prediction is made by REST only. */
export const tensorflow: Protocol = {
  restReady: (step) => `/v1/models/${step}`,
  restProblem: (answer) => (versionsIn(answer).includes("AVAILABLE") ? undefined : NOT_AVAILABLE),
  grpcReady: (step) => ({
    method: "tensorflow.serving.ModelService/GetModelStatus",
    message: message(1, text(1, step)),
  }),
  grpcProblem: (answer) => {
    const versions = fieldsOf(answer).get(1) ?? [];
    const isAvailable = (version: bigint | Buffer) =>
      Buffer.isBuffer(version) && fieldsOf(version).get(2)?.at(-1) === AVAILABLE;
    return versions.some(isAvailable) ? undefined : NOT_AVAILABLE;
  },
};

function versionsIn({ body }: Answer): unknown[] {
  try {
    const { model_version_status: versions } = JSON.parse(body) as { model_version_status?: { state?: unknown }[] };
    return (versions ?? []).map(({ state }) => state);
  } catch {
    return [];
  }
}
