import { Clusters, type RevealInputs } from "../recover/clusters";
import { liveObject } from "../recover/live-object";
import { RELEASE_TYPE } from "../recover/release";
import { exportState, resourcesOf, shown, type StateValues } from "../recover/state";
import type { Tools } from "../recover/tools";
import type { FailedResource } from "./progress";
import type { Stack } from "@pulumi/pulumi/automation";

/** Where to look. */
export interface ExplainOptions {
  readonly stack: Stack;
  readonly revealInputs?: RevealInputs;
  readonly tools?: Tools;
}

/**
 * What the cluster itself says about resources that did not become live: the engine knows only that a wait ended. Each
 * object is read once, after the wait, so the explanation adds no wait of its own.
 */
export async function explainFailure(failed: readonly FailedResource[], options: ExplainOptions): Promise<string[]> {
  const objects = failed.filter(({ type }) => type.startsWith("kubernetes:") && type !== RELEASE_TYPE);
  if (objects.length === 0) return [];
  const clusters = new Clusters(options.stack, options.tools ?? {}, options.revealInputs);
  const known = resourcesOf(await exportState(options.stack));
  const lines = objects.map(async ({ urn, inputs }) => {
    const resource = known.find((record) => record.urn === urn);
    if (resource === undefined) return []; // it was not even created, and the engine has said why
    const live = await liveObject(await clusters.of(resource), resource.inputs ?? (inputs as StateValues));
    const words = live === undefined ? [] : statusWords(live.status ?? {});
    return words.map((word) => `${shown(resource)} ${word}`);
  });
  return (await Promise.all(lines)).flat();
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
