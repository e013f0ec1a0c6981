import { setTimeout as sleep } from "node:timers/promises";
import { type Properties, holdsUnknown, objectAt, stringAt } from "../../property-values";
import { type CreateRequest, InitFailed } from "../../stand-in";
import { timeoutMs } from "../annotations";
import { ApiError, NoMatchError, isNotFound } from "../api-error";
import { untilReady } from "../await";
import { NotReady } from "../await/wait";
import { toObject, writeCheckpoint } from "../checkpoint";
import { CREATE_FIELD_MANAGER, fieldManagerFor, mayForce } from "../field-managers";
import { type Cluster, type Session, reachable } from "../session";
import { gvkOfObject, isCustomResourceDefinition, isPatch, objectId } from "../tokens";
import { explained } from "./conflict";

/** Pauses before each further try; the sixth try is the last, and the real provider sleeps after that one too. */
const RETRY_SECONDS = [1, 2, 4, 8, 16, 32];

const ALREADY_EXISTS_ADVICE = `

The resource already exists in the cluster. To go on, either:

  - alias: give the resource its old identity if it was renamed in the program, or use deleteBeforeReplace;
  - patch: use a Patch resource (e.g. NamespacePatch) to manage some fields of an object that others own;
  - import: use \`pulumi import\` or the import option to adopt it;
  - upsert: set upsertExistingObjects on the provider.`;

/** Creates an object and waits for it, or asks the server what would come of it. */
export async function createObject(
  session: Session,
  request: CreateRequest,
): Promise<{ id: string; properties: Properties }> {
  const inputs = toObject(request.properties);
  const gvk = gvkOfObject(inputs);
  const patches = isPatch(request.type, gvk.kind);
  const echo = { id: "", properties: request.properties };
  if (request.preview && (holdsUnknown(inputs) || patches || !(await session.discovery.knows(gvk)))) return echo;

  const cluster = reachable(session);
  const fieldManager = fieldManagerFor(inputs, undefined);
  const checkpoint = (live: Properties) =>
    writeCheckpoint(
      { inputs, live, initialApiVersion: stringAt(inputs, "apiVersion"), fieldManager },
      request.properties,
    );
  const write = () => submit(session, cluster, request, inputs, fieldManager);
  let created: Properties;
  try {
    created = await withRetries(session, request.urn, write);
  } catch (error) {
    if (request.preview && isHarmlessInPreview(error)) return echo;
    throw creationError(error, request.urn, `${gvk.group === "" ? "" : `${gvk.group}/`}${gvk.version}/${gvk.kind}`);
  }
  if (isCustomResourceDefinition(gvk)) cluster.objects.discovery.reset();
  if (request.preview) {
    const { status: _status, ...withoutStatus } = created;
    return { id: "", properties: checkpoint(withoutStatus) };
  }

  const metadata = objectAt(created, "metadata");
  const id = objectId(stringAt(metadata, "namespace"), stringAt(metadata, "name") ?? "");
  try {
    const live = await untilReady(
      { session, cluster, outputs: created },
      { urn: request.urn, inputs, timeoutMs: timeoutMs(request.timeout, inputs) },
    );
    return { id, properties: checkpoint(live) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const message = `resource ${JSON.stringify(request.urn)} was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live: ${cause}`;
    const reasons = error instanceof NotReady ? error.reasons : [];
    throw new InitFailed(id, message, checkpoint(error instanceof NotReady ? error.live : created), [
      message,
      ...reasons,
    ]);
  }
}

/** A plain create, or server-side apply for what may exist already. */
function submit(
  session: Session,
  cluster: Cluster,
  request: CreateRequest,
  inputs: Properties,
  fieldManager: string,
): Promise<Properties> {
  const dryRun = request.preview;
  const patches = isPatch(request.type, stringAt(inputs, "kind") ?? "");
  if (patches || session.upsertExistingObjects) {
    const force = mayForce(inputs, undefined, { always: session.enablePatchForce, preview: request.preview });
    const fieldValidation = session.strict ? "Strict" : "Warn";
    return cluster.objects.apply(inputs, { fieldManager, force, fieldValidation, dryRun });
  }
  return cluster.objects.create(inputs, {
    fieldManager: CREATE_FIELD_MANAGER,
    fieldValidation: session.strict ? "Strict" : undefined,
    dryRun,
  });
}

/** Things are created in the wrong order: a namespace or a CRD may still come (kubernetes provider 4.32, Creation in pkg/await/await.go). */
async function withRetries(session: Session, urn: string, write: () => Promise<Properties>): Promise<Properties> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await write();
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      session.log.status("info", `Retry #${attempt}; creation failed: ${cause}`, urn);
      const mayStillCome = isNotFound(error) || error instanceof NoMatchError;
      const pause = RETRY_SECONDS[attempt];
      if (!mayStillCome || pause === undefined) throw error;
      await sleep(pause * 1000 * session.patience, undefined, { signal: session.signal });
      if (attempt === RETRY_SECONDS.length - 1) throw error;
    }
  }
}

/** A preview cannot know what an earlier step of the real run will have changed. */
function isHarmlessInPreview(error: unknown): boolean {
  return error instanceof ApiError && (error.isNamespaceMissing || error.isAlreadyExists || error.code === 403);
}

function creationError(error: unknown, urn: string, kind: string): Error {
  const subject = JSON.stringify(urn);
  if (error instanceof NoMatchError) {
    return new Error(
      `creation of resource ${subject} with kind ${kind} failed because the Kubernetes API server reported that the apiVersion ` +
        `for this resource does not exist. Verify that any required CRDs have been created: ${error.message}`,
    );
  }
  const message = explained(error) + (error instanceof ApiError && error.isAlreadyExists ? ALREADY_EXISTS_ADVICE : "");
  return new Error(`resource ${subject} was not successfully created by the Kubernetes API server: ${message}`);
}
