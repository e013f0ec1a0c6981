import { type Properties, isProperties, objectAt, stringAt } from "../../property-values";
import { InitFailed, type ReadRequest, type ReadResult } from "../../stand-in";
import { NoMatchError, isNotFound } from "../api-error";
import { refuseUnready } from "../await";
import { NotReady } from "../await/wait";
import { canonical } from "../canonical";
import { fromObject, readCheckpoint, toObject, writeCheckpoint } from "../checkpoint";
import { fieldManagerFor } from "../field-managers";
import { prune } from "../prune";
import type { Session } from "../session";
import { formatApiVersion, gvkOfObject, gvkOfType, isBuiltIn, parseObjectId } from "../tokens";
import { GONE, readUnreachable } from "./unreachable";

/** Metadata that a program would never write, so no import shows it as an input. */
const SERVER_METADATA = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"];

/** Reads an object for a refresh, or, when nothing is known of it, for an import. */
export async function readObject(session: Session, request: ReadRequest): Promise<ReadResult> {
  if (!session.cluster) return readUnreachable(session, request);
  const { cluster } = session;
  const { namespace, name } = parseObjectId(request.id);
  const old = readCheckpoint(request.properties);
  const known = await canonical(toObject(request.inputs), cluster.openApi, { keepUnknownFields: session.strict });
  const isImport = known.apiVersion === undefined && old.live.apiVersion === undefined;
  const inputs = known.apiVersion === undefined ? identity(request, old.live, namespace, name) : known;
  const gvk = gvkOfObject(inputs);
  const fieldManager = fieldManagerFor(inputs, old.fieldManager);
  const result = (live: Properties) => {
    const liveInputs = isImport ? importedInputs(live, inputs) : prune(live, inputs);
    const initialApiVersion = old.initialApiVersion ?? stringAt(inputs, "apiVersion");
    return {
      id: request.id,
      properties: writeCheckpoint({ inputs: liveInputs, live, initialApiVersion, fieldManager }, request.inputs),
      inputs: fromObject(liveInputs, request.inputs),
    };
  };
  try {
    const live = await cluster.objects.get(gvk, stringAt(objectAt(inputs, "metadata"), "namespace") ?? namespace, name);
    if (!isImport) await refuseUnready({ session, cluster, outputs: live }, inputs);
    return result(live);
  } catch (error) {
    if (error instanceof NoMatchError || isNotFound(error)) return GONE;
    if (!(error instanceof NotReady)) throw error;
    const { id, properties, inputs: liveInputs } = result(error.live);
    throw new InitFailed(id, error.message, properties, [error.message, ...error.reasons], liveInputs);
  }
}

function identity(request: ReadRequest, live: Properties, namespace: string, name: string): Properties {
  const gvk = live.apiVersion === undefined ? gvkOfType(request.type) : gvkOfObject(live);
  return {
    apiVersion: formatApiVersion(gvk),
    kind: request.type.endsWith("Patch") && isBuiltIn(gvk) ? gvk.kind.replace(/Patch$/, "") : gvk.kind,
    metadata: namespace === "" ? { name } : { name, namespace },
  };
}

/** What an import takes for inputs: everything but the status. The schema of a custom resource is not known to the SDK, so only its identity. */
function importedInputs(live: Properties, inputs: Properties): Properties {
  const pruned = prune(live, inputs);
  if (!isBuiltIn(gvkOfObject(live))) return pruned;
  const { status: _status, ...rest } = live;
  if (!isProperties(rest.metadata)) return rest;
  const metadata = Object.entries(rest.metadata).filter(([key]) => !SERVER_METADATA.includes(key));
  return { ...rest, metadata: Object.fromEntries(metadata) };
}
