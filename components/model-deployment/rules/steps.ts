import type { SeldonFacts } from "../../shared/facts";
import type { GraphNode, Predictor } from "../manifest";
import { depth, isServer } from "../steps";
import type { Finding, JsonPath } from "./finding";
import { located } from "./located";
import { isKnownProtocol, type Protocol } from "./transport";

/** The custom resource's definition lets steps stand this deep, and the API server cuts off what is deeper. */
const DEEPEST = 11;

/** The steps of a predictor, and the servers behind them. */
export const stepFindings = (
  at: JsonPath,
  predictor: Predictor,
  protocol: Protocol,
  servers: SeldonFacts["servers"],
): Finding[] => {
  const graph = [...at, "graph"];
  const levels = depth(predictor.graph);
  return levels > DEEPEST
    ? [{ at: graph, reason: `is ${String(levels)} steps deep, and ${String(DEEPEST)} are possible. Flatten it.` }]
    : located(graph, predictor.graph).flatMap(({ at, node }) =>
        nodeFindings(at, node, { predictor, protocol, servers }),
      );
};

interface Around {
  readonly predictor: Predictor;
  readonly protocol: Protocol;
  readonly servers: SeldonFacts["servers"];
}

function nodeFindings(at: JsonPath, node: GraphNode, around: Around): Finding[] {
  const { name, type, implementation, methods = [], logger } = node;
  const contained = implementation === undefined || implementation === "UNKNOWN_IMPLEMENTATION";
  return [
    ...(isServer(implementation) ? serverFindings(at, node, implementation, around) : []),
    ...(contained && !hasContainer(around.predictor, name)
      ? [{ at, reason: "has neither a server nor a container of its name. Give it a server or an image." }]
      : []),
    ...(contained && type === "UNKNOWN_TYPE" && methods.length === 0
      ? [{ at: [...at, "type"], reason: "UNKNOWN_TYPE needs methods. Choose a type." }]
      : []),
    ...(logger !== undefined && (logger.mode ?? "") === ""
      ? [{ at: [...at, "logger"], reason: "has no mode. Set it to all, request or response." }]
      : []),
  ];
}

function serverFindings(
  at: JsonPath,
  { modelUri = "" }: GraphNode,
  server: string,
  { protocol = "seldon", servers }: Around,
): Finding[] {
  // The operator looks the server up even where the step brings an image of its own, and fails the model.
  const protocols = servers[server];
  return [
    ...(modelUri === "" && server !== "HUGGINGFACE_SERVER"
      ? [{ at: [...at, "modelUri"], reason: `is missing, and ${server} loads a model. Give one.` }]
      : []),
    ...(protocols === undefined
      ? [
          {
            at: [...at, "implementation"],
            reason: `${server} is no server of the operator, which has ${Object.keys(servers).sort().join(", ")}. Add it to predictor_servers of its chart.`,
          },
        ]
      : []),
    // Without an image for the protocol the operator makes pods that the API server refuses.
    ...(protocols !== undefined && isKnownProtocol(protocol) && !protocols.includes(v2(protocol))
      ? [
          {
            at: [...at, "implementation"],
            reason: `${server} does not speak ${protocol}. Set protocol to ${protocols.join(" or ")}.`,
          },
        ]
      : []),
  ];
}

/** `kfserving` is the old name of `v2`. */
const v2 = (protocol: string): string => (protocol === "kfserving" ? "v2" : protocol);

const hasContainer = ({ componentSpecs = [] }: Predictor, name: string): boolean =>
  componentSpecs.some(({ spec }) => spec?.containers?.some((container) => container.name === name));
