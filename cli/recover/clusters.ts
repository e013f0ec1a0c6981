import type { Stack } from "@pulumi/pulumi/automation";
import { SECRET, UNKNOWN, type PlainValue } from "../../recorder/graph";
import { resourcesOf, revealState, type ResourceRecord, type State, type StateValue } from "./state";
import { ClusterAccess, type Connection, type Tools } from "./tools";

/** The inputs of a planned resource, secrets in the open; throws for one that is not planned. */
export type RevealInputs = (urn: string) => Readonly<Record<string, PlainValue>>;

/** The clusters that a stack's Kubernetes providers reach. */
export class Clusters {
  #state?: Promise<State>;

  constructor(
    private readonly stack: Stack,
    private readonly tools: Tools,
    private readonly revealInputs?: RevealInputs,
  ) {}

  /** The cluster of a resource, by its provider: as the plan knows it, since credentials get old, or else the state. */
  of({ provider = "" }: ResourceRecord): Promise<ClusterAccess> {
    return this.#at(provider.split("::").slice(0, -1).join("::"));
  }

  /** The clusters that these providers reach, each once: by the URL of its API server. */
  async behind(providers: readonly ResourceRecord[]): Promise<Map<string, ClusterAccess>> {
    const found = await Promise.all(
      providers.map(async ({ urn }) => {
        const { kubeconfig } = connectionOf(await this.#inputs(urn));
        const server = /\bserver"?:\s*"?([^\s",}]+)/.exec(kubeconfig ?? "")?.[1] ?? urn;
        return [server, await this.#at(urn)] as const;
      }),
    );
    return new Map(found);
  }

  async #at(urn: string): Promise<ClusterAccess> {
    return new ClusterAccess(connectionOf(await this.#inputs(urn)), this.tools);
  }

  async #inputs(urn: string): Promise<Readonly<Record<string, unknown>>> {
    return this.#planned(urn) ?? (await this.#recorded(urn));
  }

  #planned(urn: string): Readonly<Record<string, unknown>> | undefined {
    let inputs;
    try {
      inputs = this.revealInputs?.(urn);
    } catch {
      return undefined; // not in the plan
    }
    const { kubeconfig, context } = inputs ?? {};
    const known = [kubeconfig, context].every((value) => value !== UNKNOWN && value !== SECRET);
    return typeof kubeconfig === "string" && known ? inputs : undefined;
  }

  async #recorded(urn: string): Promise<Readonly<Record<string, unknown>>> {
    const state = await (this.#state ??= revealState(this.stack));
    const inputs = resourcesOf(state).find((resource) => resource.urn === urn)?.inputs ?? {};
    return Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, opened(value)]));
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const connectionOf = ({ kubeconfig, context }: Readonly<Record<string, unknown>>): Connection => ({
  kubeconfig: text(kubeconfig),
  context: text(context),
});

/** A secret in the open is a map with its JSON under `plaintext` (sdk/v3 3.246, apitype.SecretV1). */
function opened(value: StateValue): unknown {
  if (typeof value !== "object" || value === null || !("plaintext" in value)) return value;
  return JSON.parse(value["plaintext"] as string) as unknown;
}
