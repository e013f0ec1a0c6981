import type { SeldonFacts } from "../../shared/facts";
import { ownValue } from "../../shared/own-value";
import { depth, isBuiltIn, isContainer, isServer, RANDOM_AB_TEST, stepsWithPaths } from "../graph";
import type { GraphNode, JsonPath, Predictor } from "../manifest";
import { problemIf, type ManifestProblem } from "./problem";
import { isKnownProtocol, type Protocol } from "./transport";

/** The custom resource definition has this many levels of steps, and the API server cuts off deeper ones. */
const DEEPEST = 11;

/** The protocol of the deployment, and the input that decides it. */
export interface ProtocolInput {
  readonly protocol: Protocol;
  readonly protocolPath: string;
}

/** The steps of a predictor, and the servers behind them. */
export function stepProblems(
  at: JsonPath,
  predictor: Predictor,
  protocol: ProtocolInput,
  servers: SeldonFacts["servers"],
): ManifestProblem[] {
  const graph = [...at, "graph"];
  const levels = depth(predictor.graph);
  return levels > DEEPEST
    ? [
        {
          at: graph,
          reason: `has ${String(levels)} levels of steps, but at most ${String(DEEPEST)} are allowed. Use fewer levels.`,
        },
      ]
    : stepsWithPaths(graph, predictor.graph).flatMap(({ at, node }) => [
        ...(isServer(node.implementation) ? serverProblems(at, node, node.implementation, protocol, servers) : []),
        ...(isBuiltIn(node.implementation) ? builtInProblems(at, node) : []),
        ...nodeProblems(at, node, predictor),
      ]);
}

function nodeProblems(
  at: JsonPath,
  { name, type, implementation, methods = [], logger }: GraphNode,
  { componentSpecs = [] }: Predictor,
): ManifestProblem[] {
  const needsContainer = isContainer(implementation);
  const containers = componentSpecs.flatMap(({ spec }) => spec?.containers ?? []);
  return [
    ...problemIf(
      needsContainer && !containers.some((container) => container.name === name),
      at,
      "has no server, and no container with the same name. Give it a server or an image.",
    ),
    ...problemIf(
      needsContainer && type === "UNKNOWN_TYPE" && methods.length === 0,
      [...at, "type"],
      "UNKNOWN_TYPE needs methods. Choose a type.",
    ),
    ...problemIf(
      logger !== undefined && (logger.mode ?? "") === "",
      [...at, "logger"],
      "has no mode. Set it to all, request or response.",
    ),
  ];
}

/**
 * Steps of the orchestrator itself. It does one of them only (1.17.1, predictor_process.go): for the others it passes the request to
 * every child, and the first child's answer on. A step with a type or methods is called as a container, which is not there.
 */
const builtInProblems = (
  at: JsonPath,
  { type, implementation = "", children = [], methods = [] }: GraphNode,
): ManifestProblem[] =>
  implementation === RANDOM_AB_TEST
    ? [
        ...problemIf(
          type !== undefined || methods.length > 0,
          [...at, type === undefined ? "methods" : "type"],
          `makes the orchestrator call a container, but ${implementation} has none. Leave it out.`,
        ),
        ...problemIf(
          children.length !== 2,
          [...at, "children"],
          `are ${String(children.length)}, but ${implementation} chooses between two. Write two steps.`,
        ),
      ]
    : [
        {
          at: [...at, "implementation"],
          reason: `${implementation} is not done by the orchestrator any more: it returns the first child's answer. Use an image of your own.`,
        },
      ];

function serverProblems(
  at: JsonPath,
  { modelUri = "" }: GraphNode,
  server: string,
  { protocol = "seldon", protocolPath }: ProtocolInput,
  servers: SeldonFacts["servers"],
): ManifestProblem[] {
  // The operator needs to know the server even if the step has an image of its own; else the model fails.
  const protocols = ownValue(servers, server);
  const implementation = [...at, "implementation"];
  return [
    ...problemIf(
      modelUri === "" && server !== "HUGGINGFACE_SERVER",
      [...at, "modelUri"],
      `is missing, but ${server} must load a model. Write the URI of the model.`,
    ),
    ...problemIf(
      protocols === undefined,
      implementation,
      `${server} is not a server of the operator, which has ${Object.keys(servers).sort().join(", ")}. Add it to predictor_servers of its chart.`,
    ),
    // Without an image for the protocol the operator creates pods that the API server refuses.
    ...problemIf(
      protocols !== undefined && isKnownProtocol(protocol) && !protocols.includes(v2(protocol)),
      implementation,
      `${server} does not support ${protocol}. Set ${protocolPath} to ${protocols?.join(" or ") ?? ""}.`,
    ),
  ];
}

/** `kfserving` is the old name of `v2`. */
const v2 = (protocol: string): string => (protocol === "kfserving" ? "v2" : protocol);
