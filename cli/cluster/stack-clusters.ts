import type { Stack } from "@pulumi/pulumi/automation";
import { withoutCredentials } from "../../components/shared/shown";
import { allOperations, type TargetOperations } from "../../components/targets/operations";
import { SECRET, UNKNOWN, type PlainValue } from "../../recorder/graph";
import {
  exportState,
  pendingIn,
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

/** A cluster that Kubernetes providers connect to. */
export interface ProviderCluster {
  /** URL of its API server, for messages. */
  readonly server: string;
  readonly access: ClusterAccess;
  /** URNs of these providers. */
  readonly providers: Set<string>;
}

/** The clusters that a stack's Kubernetes providers connect to. */
export class Clusters {
  #state?: State | Promise<State>;

  /** @param state the decrypted state. @default it is read when it is needed */
  constructor(
    private readonly options: ClusterOptions,
    state?: State,
  ) {
    this.#state = state;
  }

  /** The cluster that a resource is in. */
  of({ provider = "" }: ResourceRecord): Promise<ClusterAccess> {
    return this.#access(providerUrn(provider));
  }

  /** The clusters of these providers, each once. Two providers have one cluster if the URL of its API server is the same. */
  async ofProviders(providers: readonly ResourceRecord[]): Promise<ProviderCluster[]> {
    const clusters = new Map<string, ProviderCluster>();
    for (const { urn } of providers) {
      const server = await this.#server(urn);
      const known = clusters.get(server);
      if (known !== undefined) known.providers.add(urn);
      else clusters.set(server, { server, access: await this.#access(urn), providers: new Set([urn]) });
    }
    return [...clusters.values()];
  }

  async #server(provider: string): Promise<string> {
    const { kubeconfig } = connectionOf(await this.#inputs(provider));
    return withoutCredentials(/\bserver"?:\s*"?([^\s",}]+)/.exec(kubeconfig ?? "")?.[1] ?? provider);
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

/** The URN of a provider, from the `<urn>::<id>` that a resource has. */
const providerUrn = (provider: string): string => provider.split("::").slice(0, -1).join("::");

/** A cluster with what the stack has in it. */
export interface StackCluster {
  readonly server: string;
  readonly access: ClusterAccess;
  /** The stack's resources in it, also those that a pending operation creates or changes. */
  readonly resources: readonly ResourceRecord[];
  /** Whether the stack created it, so that it is deleted with the stack. */
  readonly isCreated: boolean;
  /** Whether the deletion of the cluster deletes all its disks. */
  readonly takesDisks: boolean;
}

/** The clusters that a stack's Kubernetes providers connect to. Nothing is read from them. */
export async function stackClusters(options: ClusterOptions, state: State): Promise<StackCluster[]> {
  const all = [...resourcesOf(state), ...pendingIn(state).map(({ resource }) => resource)];
  const created = new Set(createdClusterProviders(state).map(({ urn }) => urn));
  const clusters = await new Clusters(options).ofProviders(
    resourcesOf(state).filter(({ type }) => type === KUBERNETES_PROVIDER),
  );
  return clusters.map(({ server, access, providers }) => ({
    server,
    access,
    resources: all.filter(({ provider = "" }) => providers.has(providerUrn(provider))),
    isCreated: [...providers].some((urn) => created.has(urn)),
    takesDisks: createdClusterProviders(state, disksGoToo).some(({ urn }) => providers.has(urn)),
  }));
}

const disksGoToo = ({ clusterTakesDisks }: TargetOperations): boolean => clusterTakesDisks === true;

/** What was read from one cluster. */
export interface InCluster<T> {
  readonly cluster: ClusterAccess;
  readonly found: readonly T[];
}

/** Reads from every cluster that the stack created, before anything is deleted. */
export async function readCreatedClusters<T>(
  options: ClusterOptions,
  read: (cluster: StackCluster) => Promise<readonly T[]>,
): Promise<InCluster<T>[]> {
  const clusters = await stackClusters(options, await exportState(options.stack));
  const results: InCluster<T>[] = [];
  for (const cluster of clusters.filter(({ isCreated }) => isCreated)) {
    try {
      results.push({ cluster: cluster.access, found: await read(cluster) });
    } catch (error) {
      if (!(error instanceof ToolFailed)) throw error;
      // The user tells the Kubernetes provider by this variable that a cluster is gone (4.32, provider.go).
      if (process.env["PULUMI_K8S_DELETE_UNREACHABLE"] === "true") continue;
      throw new UserError(
        `Cannot read the cluster at ${cluster.server}: ${error.message}\n` +
          "Nothing of the stack was deleted. If the cluster is gone, set PULUMI_K8S_DELETE_UNREACHABLE=true and run again.",
      );
    }
  }
  return results;
}

const KUBERNETES_PROVIDER = "pulumi:providers:kubernetes";

/**
 * The Kubernetes providers of clusters that the stack itself created, on all clouds or on some: these clusters are deleted with the
 * stack. Of another stack's cluster it has only a kubeconfig, a role to log in with, or an external resource (`Cluster.get`).
 */
export function createdClusterProviders(
  state: State,
  isMeant: (cloud: TargetOperations) => boolean = () => true,
): ResourceRecord[] {
  const resources = resourcesOf(state);
  const clouds = allOperations().filter(isMeant);
  const created = resources.filter(
    (resource) => resource.external !== true && clouds.some((cloud) => isCluster(cloud, resource)),
  );
  const clusters = new Set(created.map(({ urn }) => urn));
  return resources.filter(
    ({ type, dependencies = [] }) => type === KUBERNETES_PROVIDER && dependencies.some((urn) => clusters.has(urn)),
  );
}

function isCluster({ clusterTypes, clusterInput }: TargetOperations, { type, inputs = {} }: ResourceRecord): boolean {
  if (clusterTypes?.test(type) !== true) return false;
  if (clusterInput === undefined) return true;
  const value = inputs[clusterInput.name];
  return typeof value === "string" && value.startsWith(clusterInput.start);
}
