import { setTimeout as sleep } from "node:timers/promises";
import { type Properties, objectAt, stringAt } from "../../property-values";
import { type DeleteRequest, InitFailed } from "../../stand-in";
import { annotation, isAnnotated, timeoutMs } from "../annotations";
import { ApiError, NoMatchError, isNotFound } from "../api-error";
import { readCheckpoint, writeCheckpoint } from "../checkpoint";
import type { Cluster, Session } from "../session";
import { gvkOfObject, isPatch, objectId, parseObjectId } from "../tokens";
import { relinquish } from "./relinquish";

const POLL_MS = 50;

/** Kinds whose `skipAwait` also skips the wait for their end. */
const MAY_SKIP = new Set([
  "/Namespace",
  "/Pod",
  "/ReplicationController",
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/StatefulSet",
  "batch/Job",
]);

/** Deletes an object and waits until it is gone; a patch only gives up its fields. */
export async function deleteObject(session: Session, request: DeleteRequest): Promise<void> {
  if (!session.cluster) {
    deleteUnreachable(session, request);
    return;
  }
  const { cluster } = session;
  const checkpoint = readCheckpoint(request.properties);
  const { inputs, live } = checkpoint;
  const gvk = gvkOfObject(live);
  const { name } = parseObjectId(request.id);
  const namespace = stringAt(objectAt(live, "metadata"), "namespace");
  try {
    if (isPatch(request.type, gvk.kind)) {
      await relinquish(cluster, live, checkpoint.fieldManager ?? "");
      return;
    }
    await cluster.objects.delete(gvk, namespace, name, propagationOf(inputs));
  } catch (error) {
    // Gone already, or its CRD is: both are what was asked for.
    if (isNotFound(error) || error instanceof NoMatchError) return;
    if (error instanceof ApiError && error.requiredField !== undefined && isPatch(request.type, gvk.kind)) {
      throw new Error(
        "this Patch resource is currently managing a required field, so it can't be deleted directly. Either set the " +
          `\`retainOnDelete\` resource option, or transfer ownership of the field before deleting: ${error.requiredField}`,
        { cause: error },
      );
    }
    throw error;
  }
  if (isAnnotated(inputs, "skipAwait") && MAY_SKIP.has(`${gvk.group}/${gvk.kind}`)) return;
  const remaining = await untilGone(session, cluster, live, timeoutMs(request.timeout, inputs));
  if (remaining === undefined) return;
  const finalizers = objectAt(remaining, "metadata").finalizers;
  const held = Array.isArray(finalizers) ? finalizers.filter((name) => typeof name === "string") : [];
  session.log.line("warning", `finalizers might be preventing deletion (${held.join(", ")})`, request.urn);
  const message = session.signal.aborted
    ? "interrupted while waiting for the condition"
    : "timed out waiting for the condition";
  throw new InitFailed(
    objectId(namespace, name),
    message,
    writeCheckpoint({ ...checkpoint, inputs, live: remaining }, request.properties),
  );
}

function propagationOf(inputs: Properties): string {
  switch (annotation(inputs, "deletionPropagationPolicy")?.toLowerCase()) {
    case "orphan":
      return "Orphan";
    case "background":
      return "Background";
    default:
      return "Foreground";
  }
}

/** Polls until the object is gone; gives the object where time runs out first. */
async function untilGone(
  session: Session,
  cluster: Cluster,
  object: Properties,
  timeout: number,
): Promise<Properties | undefined> {
  const gvk = gvkOfObject(object);
  const metadata = objectAt(object, "metadata");
  const uid = stringAt(metadata, "uid");
  const deadline = Date.now() + timeout;
  let live = object;
  for (;;) {
    try {
      live = await cluster.objects.get(gvk, stringAt(metadata, "namespace"), stringAt(metadata, "name") ?? "");
    } catch (error) {
      if (isNotFound(error) || error instanceof NoMatchError) return undefined;
      if (session.signal.aborted) return live;
      throw error;
    }
    // Somebody made a new object of the same name: ours is gone.
    if (uid !== undefined && stringAt(objectAt(live, "metadata"), "uid") !== uid) return undefined;
    if (Date.now() >= deadline || session.signal.aborted) return live;
    await sleep(POLL_MS, undefined, { signal: session.signal }).catch(() => undefined);
  }
}

function deleteUnreachable(session: Session, request: DeleteRequest): void {
  const { log } = session;
  log.line("warning", `configured Kubernetes cluster is unreachable: ${session.unreachable ?? ""}`, request.urn);
  if (session.deleteUnreachable) return;
  throw new Error(
    "configured Kubernetes cluster is unreachable. If the cluster was deleted, you can remove this resource from Pulumi " +
      'state by rerunning the operation with the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true"',
  );
}
