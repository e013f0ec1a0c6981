import { isDeferred, problemIf, type Problem } from "../shared/invalid-args";
import { merged, valueAt, type Values } from "../shared/values";
import type { SeldonCoreArgs } from "./args";

/** Servers of the chart 1.17.1, with the protocols for which its values have an image. */
const SERVERS: Record<string, string[]> = {
  SKLEARN_SERVER: ["seldon", "v2"],
  XGBOOST_SERVER: ["seldon", "v2"],
  MLFLOW_SERVER: ["seldon", "v2"],
  TENSORFLOW_SERVER: ["seldon", "tensorflow"],
  TRITON_SERVER: ["v2"],
  HUGGINGFACE_SERVER: ["v2"],
  TEMPO_SERVER: ["v2"],
};

/** What models can use of the operator. */
export interface Supported {
  /** Servers, with the protocols of each. */
  readonly servers: Record<string, string[]>;
  /** Whether it scales by KEDA. */
  readonly keda: boolean;
}

/** What models can use, according to the chart's values. */
export function supported(args: SeldonCoreArgs): Supported {
  const values = ownValues(args);
  const defaults = Object.entries(SERVERS).map(([server, names]) => [
    server,
    { protocols: Object.fromEntries(names.map((name) => [name, {}])) },
  ]);
  const all = merged(Object.fromEntries(defaults) as Values, asMap(values["predictor_servers"]));
  return {
    // Helm drops a key that is null.
    servers: Object.fromEntries(present(all).map(([server, config]) => [server, protocolsOf(asMap(config))])),
    keda: valueAt(values, "keda.enabled") === true,
  };
}

/** `kfserving` is the old name of `v2`, and the operator accepts both. */
const protocolsOf = (config: Values): string[] => [
  ...new Set(present(asMap(config["protocols"])).map(([name]) => (name === "kfserving" ? "v2" : name))),
];

/** Values that decide which models are accepted must be known before anything is created. */
export const deferredProblems = (args: SeldonCoreArgs): Problem[] =>
  ["predictor_servers", "keda", "keda.enabled"].flatMap((key) =>
    problemIf(
      isDeferred(valueAt(ownValues(args), key)),
      `charts.seldon-core-operator.values.${key}`,
      "is not known yet, but decides which models are accepted. Write a value, not an output.",
    ),
  );

const ownValues = ({ charts }: SeldonCoreArgs): Values => charts?.["seldon-core-operator"]?.values ?? {};

const asMap = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};

const present = (map: Values): [string, unknown][] =>
  Object.entries(map).filter(([, value]) => value !== null && value !== undefined);
