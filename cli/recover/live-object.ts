import type { ResourceRecord, StateValues } from "./state";
import { ToolFailed, type ClusterAccess } from "./tools";

/** An object in a cluster: what is read of it here. */
export interface LiveObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly creationTimestamp: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly managedFields?: readonly { readonly manager?: string }[];
  };
  readonly status?: Readonly<Record<string, unknown>>;
}

/** The object that a resource's inputs describe, where it exists. */
export async function liveObject(cluster: ClusterAccess, inputs: StateValues): Promise<LiveObject | undefined> {
  const { apiVersion, kind, metadata } = inputs as { apiVersion?: unknown; kind?: unknown; metadata?: Metadata };
  if (typeof metadata?.name !== "string") return undefined;
  const { name, namespace } = metadata;
  // By a manifest, because its API version and kind say exactly what is meant, which a short name does not.
  const wanted = JSON.stringify({ apiVersion, kind, metadata: { name, namespace } });
  const get = ["get", "-f", "-", "-o", "json", "--ignore-not-found", "--show-managed-fields"];
  try {
    const found = await cluster.kubectl(get, wanted);
    // What is asked for by a file comes as a list, also when it is one object.
    return found.trim() === "" ? undefined : (JSON.parse(found) as { items: LiveObject[] }).items[0];
  } catch (error) {
    if (error instanceof ToolFailed && error.message.includes("no matches for kind")) return undefined;
    throw error;
  }
}

interface Metadata {
  readonly name?: unknown;
  readonly namespace?: unknown;
  readonly labels?: unknown;
}

/** Clocks of two computers differ; more than this would be a cluster that nobody can log in to. */
const SKEW_MS = 60_000;

/**
 * Whether an object is what this stack was making: written by Pulumi, with the labels it was to have, and not before
 * the stack had its provider. An object of somebody else makes a create fail at once, so this is seldom the question.
 */
export function isOurs({ metadata }: LiveObject, { inputs }: ResourceRecord, providerCreated: string | undefined) {
  const own = metadata.annotations?.["pulumi.com/patchFieldManager"];
  const byPulumi = (metadata.managedFields ?? []).some(
    ({ manager = "" }) => /^pulumi-(resource-)?kubernetes/.test(manager) || manager === own,
  );
  const wanted = ((inputs?.["metadata"] ?? {}) as { labels?: unknown }).labels ?? {};
  const labels = Object.entries(wanted).filter(([, value]) => typeof value === "string");
  const since = providerCreated === undefined ? 0 : Date.parse(providerCreated) - SKEW_MS;
  return (
    byPulumi &&
    metadata.deletionTimestamp === undefined &&
    labels.every(([key, value]) => metadata.labels?.[key] === value) &&
    Date.parse(metadata.creationTimestamp) >= since
  );
}
