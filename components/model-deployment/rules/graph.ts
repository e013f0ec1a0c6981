import type { Problem } from "../../shared/invalid-args";
import type { GraphNode, Predictor, SeldonDeployment } from "../manifest";

/** Steps that the orchestrator does itself, without server or container. */
const BUILT_IN = ["SIMPLE_MODEL", "SIMPLE_ROUTER", "RANDOM_ABTEST", "AVERAGE_COMBINER"];

/** Protocols for which the chart's `predictor_servers` name an image; without one the pods are refused. */
const PROTOCOLS: Record<string, readonly string[]> = {
  SKLEARN_SERVER: ["seldon", "v2"],
  XGBOOST_SERVER: ["seldon", "v2"],
  MLFLOW_SERVER: ["seldon", "v2"],
  TENSORFLOW_SERVER: ["seldon", "tensorflow"],
  TRITON_SERVER: ["v2"],
  HUGGINGFACE_SERVER: ["v2"],
  TEMPO_SERVER: ["v2"],
};

const TRANSPORTS = ["rest", "grpc"];
const SERVER_TYPES = ["rpc", "kafka"];
const KAFKA = ["KAFKA_BROKER", "KAFKA_INPUT_TOPIC", "KAFKA_OUTPUT_TOPIC"];

/** Steps, the servers behind them, and what they speak. */
export function graphProblems({ spec }: SeldonDeployment): Problem[] {
  const { protocol = "seldon", transport, serverType } = spec;
  return [
    ...among("overrides.spec.transport", transport, TRANSPORTS),
    ...among("overrides.spec.serverType", serverType, SERVER_TYPES),
    ...spec.predictors.flatMap((predictor, index) => {
      const path = `predictors[${String(index)}]`;
      return [
        ...nodeProblems(path, predictor.graph, predictor, protocol === "kfserving" ? "v2" : protocol),
        ...endpointProblems(path, predictor.graph, transport),
        ...orchestratorProblems(path, predictor, serverType),
      ];
    }),
  ];
}

function nodeProblems(path: string, node: GraphNode, predictor: Predictor, protocol: string): Problem[] {
  const { name, implementation, modelUri, children = [] } = node;
  const server = implementation !== undefined && !BUILT_IN.includes(implementation);
  const protocols = PROTOCOLS[implementation ?? ""];
  const at = (reason: string): Problem[] => [{ path: `${path} (step ${name})`, reason }];
  return [
    ...(server && modelUri === undefined && implementation !== "HUGGINGFACE_SERVER"
      ? at(`${implementation} loads a model, and there is no modelUri. Give one.`)
      : []),
    ...(protocols !== undefined && !protocols.includes(protocol)
      ? at(`${String(implementation)} does not speak ${protocol}. Set protocol to ${protocols.join(" or ")}.`)
      : []),
    ...(implementation === undefined && !hasContainer(predictor, name)
      ? at("has neither a server nor a container of its name. Give it a server or an image.")
      : []),
    ...(node.type === "UNKNOWN_TYPE" && (node.methods ?? []).length === 0
      ? at("is of type UNKNOWN_TYPE, which needs methods. Choose a type.")
      : []),
    ...(node.logger !== undefined && node.logger.mode === undefined
      ? at("has a logger without mode. Set it to all, request or response.")
      : []),
    ...children.flatMap((child) => nodeProblems(path, child, predictor, protocol)),
  ];
}

const hasContainer = ({ componentSpecs = [] }: Predictor, name: string): boolean =>
  componentSpecs.some(({ spec }) => spec?.containers?.some((container) => container.name === name));

function endpointProblems(path: string, graph: GraphNode, transport: string | undefined): Problem[] {
  const types = (node: GraphNode): string[] => [
    ...(node.endpoint?.type === undefined ? [] : [node.endpoint.type.toLowerCase()]),
    ...(node.children ?? []).flatMap(types),
  ];
  const different = new Set([...types(graph), ...(transport === undefined ? [] : [transport])]);
  return different.size <= 1
    ? []
    : [{ path, reason: `mixes the transports ${[...different].join(" and ")}. Use one for the whole graph.` }];
}

function orchestratorProblems(path: string, predictor: Predictor, serverType: string | undefined): Problem[] {
  const engineless = predictor.annotations?.["seldon.io/no-engine"] === "true";
  const names = predictor.svcOrchSpec?.env?.map(({ name }) => name) ?? [];
  const lacking = serverType === "kafka" ? KAFKA.filter((name) => !names.includes(name)) : [];
  return [
    ...(engineless && (predictor.graph.children ?? []).length > 0
      ? [{ path, reason: "has several steps, which seldon.io/no-engine does not allow. Remove the annotation." }]
      : []),
    ...(lacking.length > 0
      ? [{ path, reason: `is served from Kafka and lacks ${lacking.join(", ")} in svcOrchSpec.env. Add them.` }]
      : []),
  ];
}

const among = (path: string, value: string | undefined, known: readonly string[]): Problem[] =>
  value === undefined || known.includes(value) ? [] : [{ path, reason: `"${value}" is none of ${known.join(", ")}.` }];
