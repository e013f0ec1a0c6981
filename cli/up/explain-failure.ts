import { Clusters, type RevealInputs } from "../recover/clusters";
import { liveObject, type LiveObject } from "../recover/live-object";
import { RELEASE_TYPE } from "../recover/release";
import { exportState, resourcesOf, shown, type StateValues } from "../recover/state";
import type { ClusterAccess, Tools } from "../recover/tools";
import { ownedBy, warningsOf } from "./owned";
import type { SeenResource } from "./progress";
import type { Stack } from "@pulumi/pulumi/automation";

/** Where to look. */
export interface ExplainOptions {
  readonly stack: Stack;
  readonly revealInputs?: RevealInputs;
  readonly tools?: Tools;
}

/**
 * What the cluster itself says about resources that did not become live: the engine knows only that a wait ended. Each
 * object is read once, after the wait, so the explanation adds no wait of its own. The pods behind an object are asked
 * too: a pod that fits nowhere, or whose image is not there, shows in its events alone.
 */
export async function explainFailure(failed: readonly SeenResource[], options: ExplainOptions): Promise<string[]> {
  const objects = failed.filter(({ type }) => type.startsWith("kubernetes:") && type !== RELEASE_TYPE);
  if (objects.length === 0) return [];
  const clusters = new Clusters(options.stack, options.tools ?? {}, options.revealInputs);
  const known = resourcesOf(await exportState(options.stack));
  const lines = objects.map(async ({ urn, inputs }) => {
    const resource = known.find((record) => record.urn === urn);
    if (resource === undefined) return []; // it was not even created, and the engine has said why
    const cluster = await clusters.of(resource);
    const live = await liveObject(cluster, resource.inputs ?? (inputs as StateValues));
    if (live === undefined) return [];
    const own = statusWords(live.status ?? {}).map((word) => `${shown(resource)} ${word}`);
    return [...own, ...(await wordsOfPods(live.metadata, cluster))];
  });
  return (await Promise.all(lines)).flat();
}

/** What Deployments of an object do not come to, and what the cluster warns of about them and their pods. */
async function wordsOfPods(owner: LiveObject["metadata"], cluster: ClusterAccess): Promise<string[]> {
  const objects = await ownedBy(owner, ["deployments.apps", "replicasets.apps", "pods"], cluster);
  const unmet = objects
    .filter(({ kind }) => kind === "Deployment")
    .flatMap(({ kind, metadata, status }) =>
      statusWords(status ?? {}).map((word) => `${kind} ${metadata.name} ${word}`),
    );
  return [...unmet, ...(await warningsOf(objects, owner, cluster))];
}

interface Condition {
  readonly type?: unknown;
  readonly status?: unknown;
  readonly reason?: unknown;
  readonly message?: unknown;
}

/** What a status says in words: its state with a description, and the conditions that are not met. */
export function statusWords(status: Readonly<Record<string, unknown>>): string[] {
  const { state, phase, description, message, conditions } = status;
  const [what, why] = [text(state) ?? text(phase), text(description) ?? text(message)];
  const summary = what === undefined && why === undefined ? [] : [`is ${[what, why].filter(Boolean).join(": ")}`];
  const unmet = (Array.isArray(conditions) ? (conditions as Condition[]) : [])
    .filter((condition) => condition.status === "False")
    .map(({ type, reason, message: words }) => {
      const detail = [text(reason), text(words)].filter(Boolean).join(": ");
      return `is not ${text(type) ?? "well"}${detail === "" ? "" : ` (${detail})`}`;
    });
  return [...summary, ...unmet];
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
