import { type Properties, holdsUnknown, objectAt, stringAt, valueAt } from "../../property-values";
import { InitFailed, type UpdateRequest } from "../../stand-in";
import { timeoutMs } from "../annotations";
import { ApiError, NoMatchError } from "../api-error";
import { untilReady } from "../await";
import { NotReady } from "../await/wait";
import { canonical } from "../canonical";
import { readCheckpoint, toObject, writeCheckpoint } from "../checkpoint";
import { fieldManagerFor, mayForce, takeOverPatch } from "../field-managers";
import { type Cluster, type Session, reachable } from "../session";
import { gvkOfObject, isCustomResourceDefinition, objectId } from "../tokens";
import { explained } from "./conflict";
import { relinquish } from "./relinquish";

/** Changes an object in place by server-side apply, which refuses fields that the kind does not have. */
export async function updateObject(session: Session, request: UpdateRequest): Promise<{ properties: Properties }> {
  const inputs = await canonical(toObject(request.news), session.cluster?.openApi, {
    keepUnknownFields: session.strict,
  });
  const gvk = gvkOfObject(inputs);
  if (request.preview && (holdsUnknown(inputs) || !(await session.discovery.knows(gvk))))
    return { properties: request.news };

  const cluster = reachable(session);
  const old = readCheckpoint(request.olds);
  const fieldManager = fieldManagerFor(inputs, old.fieldManager);
  const checkpoint = (live: Properties) =>
    writeCheckpoint(
      { inputs, live, initialApiVersion: old.initialApiVersion ?? stringAt(inputs, "apiVersion"), fieldManager },
      request.news,
    );
  const metadata = objectAt(old.live, "metadata");
  const [namespace, name] = [stringAt(metadata, "namespace"), stringAt(metadata, "name") ?? ""];
  try {
    const before = await cluster.objects.get(gvk, namespace, name);
    const outputs = await submit(session, cluster, request, inputs, before, fieldManager);
    if (request.preview) return { properties: checkpoint(outputs) };
    const live = await untilReady(
      { session, cluster, outputs, before },
      { urn: request.urn, inputs, timeoutMs: timeoutMs(request.timeout, inputs) },
    );
    if (old.fieldManager && old.fieldManager !== fieldManager) await relinquish(cluster, live, old.fieldManager);
    return { properties: checkpoint(live) };
  } catch (error) {
    if (request.preview && error instanceof ApiError && error.code === 403) return { properties: request.news };
    if (error instanceof NoMatchError) {
      throw new Error(
        `update of resource ${JSON.stringify(request.urn)} failed because the Kubernetes API server reported that the apiVersion ` +
          `for this resource does not exist. Verify that any required CRDs have been created: ${error.message}`,
        { cause: error },
      );
    }
    // The object is there, changed or not: the state keeps the new inputs, and the next `up` tries again.
    const cause = explained(error, fieldManager);
    const live = await cluster.objects.get(gvk, namespace, name).catch((getError: unknown) => {
      throw new Error(
        `update of resource ${JSON.stringify(request.urn)} failed: ${cause}\nunable to get cluster state: ${explained(getError)}`,
      );
    });
    const id = objectId(namespace, name);
    const message = `the Kubernetes API server reported that ${JSON.stringify(id)} failed to fully initialize or become live: ${cause}`;
    const reasons = error instanceof NotReady ? error.reasons : [];
    throw new InitFailed(id, message, checkpoint(live), [message, ...reasons]);
  }
}

async function submit(
  session: Session,
  cluster: Cluster,
  request: UpdateRequest,
  inputs: Properties,
  before: Properties,
  fieldManager: string,
): Promise<Properties> {
  const dryRun = request.preview;
  const fieldValidation = session.strict ? "Strict" : undefined;
  if (isCustomResourceDefinition(gvkOfObject(inputs))) {
    // Replaced as a whole: the versions of a CRD belong together.
    const metadata = {
      ...objectAt(inputs, "metadata"),
      resourceVersion: valueAt(before, "metadata", "resourceVersion") ?? null,
    };
    const replaced = await cluster.objects.replace({ ...inputs, metadata }, { fieldManager, fieldValidation, dryRun });
    cluster.objects.discovery.reset();
    return replaced;
  }
  const takeOver = dryRun ? [] : takeOverPatch(request.type, before, fieldManager);
  const current = takeOver.length > 0 ? await cluster.objects.jsonPatch(before, takeOver) : before;
  const force = mayForce(inputs, current, { always: session.enablePatchForce, preview: request.preview });
  return cluster.objects.apply(inputs, { fieldManager, force, fieldValidation, dryRun });
}
