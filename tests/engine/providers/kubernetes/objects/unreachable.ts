import type { ReadRequest, ReadResult } from "../../stand-in";
import type { Session } from "../session";

/** The answer for a resource that is no longer there: the engine drops it from the state. */
export const GONE: ReadResult = { id: "" };

/** Answers a read without a cluster: an error, unless the provider's settings say to drop the resource or to leave it as it is. */
export function readUnreachable(session: Session, request: ReadRequest): ReadResult {
  const { log } = session;
  log.line("warning", `configured Kubernetes cluster is unreachable: ${session.unreachable ?? ""}`, request.urn);
  if (session.deleteUnreachable) {
    log.line(
      "info",
      "configured Kubernetes cluster is unreachable and the `deleteUnreachable` option is enabled. " +
        "Deleting the unreachable resource from Pulumi state",
      request.urn,
    );
    return GONE;
  }
  if (session.skipUpdateUnreachable) return { id: request.id, properties: request.properties, inputs: request.inputs };
  throw new Error(
    "failed to read resource state due to unreachable cluster. If the cluster was deleted, you can remove this resource " +
      'from Pulumi state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"',
  );
}
