import type { ReadRequest, ReadResult } from "../../stand-in";
import { GONE, readUnreachable } from "../objects/unreachable";
import type { Session } from "../session";
import { parseObjectId } from "../tokens";
import { ReleaseInputs } from "./inputs";
import { readRecord, recorded } from "./record";
import { inputsInState, releaseState } from "./state";

/** Reads what Helm recorded; an import takes its inputs from there too. */
export async function readRelease(session: Session, request: ReadRequest): Promise<ReadResult> {
  const { cluster } = session;
  if (!cluster) return readUnreachable(session, request);
  const known = ReleaseInputs.read(request.properties);
  const release = known.name === "" ? known.with(parseObjectId(request.id)) : known;
  const record = await readRecord(cluster, release.namespace, release.name);
  if (!record) return GONE;
  const { release: live, outputs } = recorded(release, record);
  const inputs = inputsInState(request.properties) ?? { ...live.toProperties(), timeout: 300 };
  return { id: request.id, properties: releaseState(inputs, live, outputs), inputs };
}
