import { liveObject, ownedBy, warningsOf } from "../../cluster/objects";
import { MODEL_TYPE } from "../../stack/state";
import type { Limit } from "../check";
import type { LiveCluster } from "../live-cluster";
import { fail, pass, type Outcome } from "../outcome";
import type { ModelManifest } from "./graph";

const [, API_VERSION = "", KIND = ""] = /^kubernetes:([^:]+):(.+)$/.exec(MODEL_TYPE) ?? [];

/** Whether the operator says that a model is available; else what it and the events of its pods say. */
export async function checkAvailable(
  cluster: LiveCluster,
  { metadata }: ModelManifest,
  { signal }: Limit,
): Promise<Outcome> {
  const access = await cluster.access(signal);
  const live = await liveObject(access, { apiVersion: API_VERSION, kind: KIND, metadata });
  if (live === undefined)
    return fail(`there is no ${KIND} ${metadata.name} in ${metadata.namespace}`, "Run mlplatform up.");
  const { state, description } = live.status ?? {};
  if (state === "Available") return pass("Available");
  if (state === undefined) return fail("the operator has not looked at it yet", "Does Seldon Core's operator run?");
  const pods = await ownedBy(live.metadata, ["deployments.apps", "replicasets.apps", "pods"], access);
  const [warning] = await warningsOf(pods, live.metadata, access);
  return fail([state, description, warning].filter((part) => typeof part === "string" && part !== "").join(": "));
}
