import type { Stack } from "@pulumi/pulumi/automation";
import { withoutCredentials } from "../../components/shared/shown";
import { allOperations } from "../../components/targets/operations";
import { SECRET, UNKNOWN, type PlainValue } from "../../recorder/graph";
import {
  exportState,
  resourcesOf,
  revealState,
  type ResourceRecord,
  type State,
  type StateValue,
} from "../stack/state";
import { UserError } from "../user-error";
import { ClusterAccess, ToolFailed, type Connection, type Tools } from "./access";

/** The inputs of a planned resource with decrypted secrets; throws if the plan does not contain the resource. */
export type RevealInputs = (urn: string) => Readonly<Record<string, PlainValue>>;

/** How to connect to the clusters of a stack. */
export interface ClusterOptions {
  readonly stack: Stack;
  readonly tools?: Tools;
  /** The inputs of planned providers, because credentials in the state may have expired. @default inputs in the state */
  readonly revealInputs?: RevealInputs;
}

/** The clusters that a stack's Kubernetes providers connect to. */
export class Clusters {
  #state?: Promise<State>;

  constructor(private readonly options: ClusterOptions) {}

  /** The cluster that a resource is in. */
  of({ provider = "" }: ResourceRecord): Promise<ClusterAccess> {
    return this.#access(provider.split("::").slice(0, -1).join("::"));
  }

  /** The clusters of these providers by the URL of the API server, so each cluster once. */
  async byServer(providers: readonly ResourceRecord[]): Promise<Map<string, ClusterAccess>> {
    const entries = providers.map(async ({ urn }) => {
      const { kubeconfig } = connectionOf(await this.#inputs(urn));
      const server = /\bserver"?:\s*"?([^\s",}]+)/.exec(kubeconfig ?? "")?.[1] ?? urn;
      return [withoutCredentials(server), await this.#access(urn)] as const;
    });
    return new Map(await Promise.all(entries));
  }

  async #access(provider: string): Promise<ClusterAccess> {
    return new ClusterAccess(connectionOf(await this.#inputs(provider)), this.options.tools ?? {});
  }

  async #inputs(provider: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#planned(provider) ?? (await this.#recorded(provider));
  }

  #planned(provider: string): Readonly<Record<string, unknown>> | undefined {
    let inputs;
    try {
      inputs = this.options.revealInputs?.(provider);
    } catch {
      return undefined; // not in the plan
    }
    const { kubeconfig, context } = inputs ?? {};
    const isKnown = [kubeconfig, context].every((value) => value !== UNKNOWN && value !== SECRET);
    return typeof kubeconfig === "string" && isKnown ? inputs : undefined;
  }

  async #recorded(provider: string): Promise<Readonly<Record<string, unknown>>> {
    const state = await (this.#state ??= revealState(this.options.stack));
    const inputs = resourcesOf(state).find(({ urn }) => urn === provider)?.inputs ?? {};
    return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, plaintext(value)]));
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const connectionOf = ({ kubeconfig, context }: Readonly<Record<string, unknown>>): Connection => ({
  kubeconfig: text(kubeconfig),
  context: text(context),
});

/** A decrypted secret is a map with its JSON under `plaintext` (sdk/v3 3.246, apitype.SecretV1). */
function plaintext(value: StateValue): unknown {
  if (typeof value !== "object" || value === null || !("plaintext" in value)) return value;
  return JSON.parse(value["plaintext"] as string) as unknown;
}

/** What was read from one cluster. */
export interface InCluster<T> {
  readonly cluster: ClusterAccess;
  readonly found: readonly T[];
}

/** Reads from every cluster that the stack created, before anything is deleted. */
export async function readCreatedClusters<T>(
  options: ClusterOptions,
  read: (cluster: ClusterAccess, state: State) => Promise<readonly T[]>,
): Promise<InCluster<T>[]> {
  const state = await exportState(options.stack);
  const results: InCluster<T>[] = [];
  for (const [server, cluster] of await new Clusters(options).byServer(createdClusterProviders(state))) {
    try {
      results.push({ cluster, found: await read(cluster, state) });
    } catch (error) {
      if (!(error instanceof ToolFailed)) throw error;
      // The user tells the Kubernetes provider by this variable that a cluster is gone (4.32, provider.go).
      if (process.env["PULUMI_K8S_DELETE_UNREACHABLE"] === "true") continue;
      throw new UserError(
        `Cannot read the cluster at ${server}: ${error.message}\n` +
          "Nothing of the stack was deleted. If the cluster is gone, set PULUMI_K8S_DELETE_UNREACHABLE=true and run again.",
      );
    }
  }
  return results;
}

/**
 * The Kubernetes providers of clusters that the stack itself created: these clusters are deleted with the stack. Of another
 * stack's cluster it has only a kubeconfig, a role to log in with, or an external resource (`Cluster.get`).
 */
export function createdClusterProviders(state: State): ResourceRecord[] {
  const resources = resourcesOf(state);
  const types = allOperations().flatMap(({ clusterTypes }) => clusterTypes ?? []);
  const created = resources.filter(
    ({ type, external }) => external !== true && types.some((known) => known.test(type)),
  );
  const clusters = new Set(created.map(({ urn }) => urn));
  return resources.filter(
    ({ type, dependencies = [] }) =>
      type === "pulumi:providers:kubernetes" && dependencies.some((urn) => clusters.has(urn)),
  );
}
