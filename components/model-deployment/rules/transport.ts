import type { SeldonDeployment } from "../manifest";
import { among, type Finding } from "./finding";
import { located } from "./located";

/** What clients and servers speak, as far as it was said. */
export type Protocol = SeldonDeployment["spec"]["protocol"];

const PROTOCOLS = ["seldon", "tensorflow", "kfserving", "v2"];
const TRANSPORTS = ["rest", "grpc"];
const ENDPOINTS = ["REST", "GRPC"];
const SERVER_TYPES = ["rpc", "kafka"];

/** Whether the operator knows the protocol. */
export const isKnownProtocol = (protocol: string): boolean => PROTOCOLS.includes(protocol);

/** What the model speaks, and over what. The endpoints of all predictors have to agree, since they share the routes. */
export function transportFindings({
  protocol,
  transport,
  serverType,
  predictors,
}: SeldonDeployment["spec"]): Finding[] {
  const endpoints = predictors
    .flatMap(({ graph }, index) => located(["spec", "predictors", index, "graph"], graph))
    .map(({ at, node }) => ({ at: [...at, "endpoint", "type"], type: node.endpoint?.type ?? "" }))
    .filter(({ type }) => type !== "");
  const wrong = endpoints.flatMap(({ at, type }) => among(at, type, ENDPOINTS));
  const first = transport?.toUpperCase() ?? endpoints[0]?.type;
  const other = endpoints.find(({ type }) => type !== first);
  return [
    ...among(["spec", "protocol"], protocol, PROTOCOLS),
    ...among(["spec", "transport"], transport, TRANSPORTS),
    ...among(["spec", "serverType"], serverType, SERVER_TYPES),
    ...wrong,
    ...(wrong.length > 0 || other === undefined
      ? []
      : [
          {
            at: other.at,
            reason: `${other.type} differs from ${transport === undefined ? "that of another step" : "transport"}, which is ${String(first)}. Use one for the whole deployment.`,
          },
        ]),
  ];
}
