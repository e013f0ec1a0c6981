import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../shared/invalid-args";
import { merged, valueAt, type Values } from "../shared/values";
import type { SeldonCoreArgs } from "./args";

/** Servers of the chart 1.17.1, by the protocols for which its values name an image. */
const SERVERS: Record<string, string[]> = {
  SKLEARN_SERVER: ["seldon", "v2"],
  XGBOOST_SERVER: ["seldon", "v2"],
  MLFLOW_SERVER: ["seldon", "v2"],
  TENSORFLOW_SERVER: ["seldon", "tensorflow"],
  TRITON_SERVER: ["v2"],
  HUGGINGFACE_SERVER: ["v2"],
  TEMPO_SERVER: ["v2"],
};

/** What models may ask of the operator. */
export interface Served {
  /** Servers, with the protocols that each speaks. */
  readonly servers: Record<string, string[]>;
  /** Whether it scales by KEDA. */
  readonly keda: boolean;
}

/** What the chart's values let models ask for. */
export function served(args: SeldonCoreArgs): Served {
  const values = ownValues(args);
  const protocols = Object.entries(SERVERS).map(([server, names]) => [
    server,
    { protocols: Object.fromEntries(names.map((name) => [name, {}])) },
  ]);
  const all = merged(Object.fromEntries(protocols) as Values, asMap(values["predictor_servers"]));
  return {
    servers: Object.fromEntries(
      // Helm drops a key that is null.
      present(all).map(([server, config]) => [server, protocolsOf(asMap(config))]),
    ),
    keda: valueAt(values, "keda.enabled") === true,
  };
}

/** `kfserving` is the old name of `v2`, and the operator takes either for the other. */
const protocolsOf = (config: Values): string[] => [
  ...new Set(present(asMap(config["protocols"])).map(([name]) => (name === "kfserving" ? "v2" : name))),
];

/** Values that decide which models are taken have to be known before anything is created. */
export const servedProblems = (args: SeldonCoreArgs): Problem[] =>
  ["predictor_servers", "keda", "keda.enabled"]
    .filter((key) => pulumi.Output.isInstance(valueAt(ownValues(args), key)))
    .map((key) => ({
      path: `charts.seldon-core-operator.values.${key}`,
      reason: "is known only later, but decides which models are taken. Pass a value, not an output.",
    }));

const ownValues = ({ charts }: SeldonCoreArgs): Values => charts?.["seldon-core-operator"]?.values ?? {};

const asMap = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};

const present = (map: Values): [string, unknown][] =>
  Object.entries(map).filter(([, value]) => value !== null && value !== undefined);
