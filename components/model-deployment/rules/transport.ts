import { stepsWithPaths } from "../graph";
import type { SeldonDeployment } from "../manifest";
import { checkedChoice, problemIf, type ManifestProblem } from "./problem";

/** The protocol of clients and servers, if it is given. */
export type Protocol = SeldonDeployment["spec"]["protocol"];

const PROTOCOLS = ["seldon", "tensorflow", "kfserving", "v2"];
const TRANSPORTS = ["rest", "grpc"];
const ENDPOINTS = ["REST", "GRPC"];
const SERVER_TYPES = ["rpc", "kafka"];

/** Whether the operator knows the protocol. */
export const isKnownProtocol = (protocol: string): boolean => PROTOCOLS.includes(protocol);

/** Protocol and transport. The endpoints of all predictors must have one type, because they share the routes. */
export function transportProblems({
  protocol,
  transport,
  serverType,
  predictors,
}: SeldonDeployment["spec"]): ManifestProblem[] {
  const endpoints = predictors
    .flatMap(({ graph }, index) => stepsWithPaths(["spec", "predictors", index, "graph"], graph))
    .map(({ at, node }) => ({ at: [...at, "endpoint", "type"], type: node.endpoint?.type ?? "" }))
    .filter(({ type }) => type !== "");
  const unknown = endpoints.flatMap(({ at, type }) => checkedChoice(at, type, ENDPOINTS));
  const first = transport?.toUpperCase() ?? endpoints[0]?.type;
  const other = endpoints.find(({ type }) => type !== first);
  const whose = transport === undefined ? "the type of another step" : "transport";
  return [
    ...checkedChoice(["spec", "protocol"], protocol, PROTOCOLS),
    ...checkedChoice(["spec", "transport"], transport, TRANSPORTS),
    ...checkedChoice(["spec", "serverType"], serverType, SERVER_TYPES),
    ...unknown,
    ...problemIf(
      unknown.length === 0 && other !== undefined,
      other?.at ?? [],
      `${other?.type ?? ""} differs from ${whose}, which is ${String(first)}. Use one for the whole deployment.`,
    ),
  ];
}

/** Protocols whose paths name the step; the orchestrator passes that name on to the server (1.17.1, predictor_process.go). */
const PATHS_WITH_STEP = ["v2", "kfserving", "tensorflow"];

/** Predictors share one URL. If it names a step, the step must have the same name in all of them. */
export function sharedUrlProblems({ protocol = "seldon", predictors }: SeldonDeployment["spec"]): ManifestProblem[] {
  const expected = predictors[0]?.graph.name;
  return predictors.flatMap(({ graph: { name } }, index) =>
    problemIf(
      PATHS_WITH_STEP.includes(protocol) && name !== expected,
      ["spec", "predictors", index, "graph", "name"],
      `"${name}" differs from "${expected ?? ""}" in the first predictor. In protocol ${protocol} all predictors share a URL that contains this name. Use the same name in all of them.`,
    ),
  );
}
