import type { Json } from "./seldon/model";

/** A graph of one model on a server. */
export const served = (server = "SKLEARN_SERVER", more: Json = {}): Json => ({
  name: "classifier",
  implementation: server,
  modelUri: "gs://models/iris",
  ...more,
});

/** A predictor, with a served model where nothing else is said. */
export const predictor = (name: string, more: Json = {}): Json => ({ name, graph: served(), ...more });

/** A SeldonDeployment. */
export const model = (name: string, namespace: string, predictors: Json[], spec: Json = {}): { spec: Json } => ({
  ...{ apiVersion: "machinelearning.seldon.io/v1", kind: "SeldonDeployment", metadata: { name, namespace } },
  spec: { ...spec, predictors },
});

/** A component with one container of that name. */
export const component = (name: string, more: Json = {}): Json => ({
  ...more,
  spec: { containers: [{ name, image: "example.test/model" }] },
});
