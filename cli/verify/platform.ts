import { isServed } from "../../components/shared/route";
import type { Json } from "./models/protocol";
import type { LiveCluster } from "./live-cluster";
import { isInCluster, type Network, type RequestContext } from "./network/endpoint";
import type { Way } from "./network/http";
import type { OpenResource, OpenValue } from "../stack/opened-state";
import { Ended, skipped } from "./outcome";

/** A component of this package in a state. */
export interface Component {
  readonly urn: string;
  /** The name of its class. */
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  /** Empty if its creation has not ended. */
  readonly outputs: Readonly<Record<string, OpenValue>>;
}

/** A gateway of an `IngressLayer`, as far as requests need it. */
export interface Gateway {
  /** Where its load balancer is. */
  readonly host: string;
  /** What it serves; empty for every host. */
  readonly hosts: readonly string[];
  readonly ca: readonly string[];
  /** Whether it demands tokens, which this command does not have. */
  readonly demandsTokens: boolean;
}

const PREFIX = "mlplatform:index:";

/** Seconds for one request. */
const REQUEST_SECONDS = 10;

/** What a stack has created, and how to reach it. */
export class Platform {
  readonly components: readonly Component[];
  readonly #gateways: readonly Gateway[];

  constructor(
    private readonly resources: readonly OpenResource[],
    private readonly clusters: ReadonlyMap<string, LiveCluster>,
    readonly network: Network,
    /** The bodies of requests for predictions, by the name of the model. */
    readonly requests: ReadonlyMap<string, Json>,
  ) {
    this.components = resources
      .filter(({ type, delete: isOld }) => type.startsWith(PREFIX) && isOld !== true)
      .map(({ urn, type, outputs }) => ({ urn, type: type.slice(PREFIX.length), name: nameOf(urn), outputs }));
    this.#gateways = this.components
      .filter(({ type, outputs }) => type === "IngressLayer" && Object.keys(outputs).length > 0)
      .map((layer) => gatewayOf(layer, this.childrenOf(layer)));
  }

  /** The resources inside a component, at any depth. */
  childrenOf({ urn }: Pick<Component, "urn">): OpenResource[] {
    const inside = new Set([urn]);
    // A state lists a resource after its parent.
    return this.resources.filter((resource) => {
      if (!inside.has(resource.parent ?? "")) return false;
      inside.add(resource.urn);
      return true;
    });
  }

  /** The cluster that a component's Kubernetes objects are in, or that it is. */
  clusterOf(component: Component): LiveCluster {
    for (const { urn, provider = "" } of this.childrenOf(component)) {
      const cluster = this.clusters.get(urn) ?? this.clusters.get(provider.split("::").slice(0, -1).join("::"));
      if (cluster !== undefined) return cluster;
    }
    throw new Ended(skipped("the state does not say in which cluster it is"));
  }

  /** The clusters that no MlCluster of the stack is: those of other stacks. */
  get otherClusters(): LiveCluster[] {
    const own = new Set(
      this.components
        .filter(({ type }) => type === "MlCluster")
        .flatMap((component) => this.childrenOf(component).map(({ urn }) => this.clusters.get(urn))),
    );
    return [...new Set(this.clusters.values())].filter((cluster) => !own.has(cluster));
  }

  /**
   * The gateway that leads to a host; undefined if it is none of this stack's.
   * @param isModel whether the host is that of a model, which is always behind a gateway: also behind one that names no hosts
   */
  gatewayTo(host: string, isModel = false): Gateway | undefined {
    return (
      this.#gateways.find((gateway) => gateway.host === host) ??
      this.#gateways.find(({ hosts }) => hosts.length > 0 && isServed({ hosts: [...hosts] }, host)) ??
      (isModel ? this.#gateways.find(({ hosts }) => hosts.length === 0) : undefined)
    );
  }

  /** How to reach a host: by the address of its gateway, also without a record in DNS. Rejects a host that only pods know. */
  wayTo(host: string, gateway = this.gatewayTo(host)): Way {
    const via = gateway?.host ?? host;
    if (isInCluster(via)) throw new Ended(skipped(`only pods reach ${via}`));
    return { via, tls: { ca: gateway?.ca ?? [] } };
  }

  context(signal: AbortSignal): RequestContext {
    return { network: this.network, signal, seconds: REQUEST_SECONDS };
  }
}

/** The name of a resource in the program. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");

/** An output that is a text; undefined if it is absent or something else. */
export function textOf({ outputs }: Component, name: string): string | undefined {
  const value = outputs[name];
  return typeof value === "string" ? value : undefined;
}

function gatewayOf(layer: Component, children: readonly OpenResource[]): Gateway {
  const { hosts } = layer.outputs;
  const ca = textOf(layer, "caCertificate");
  return {
    host: textOf(layer, "host") ?? "",
    hosts: Array.isArray(hosts) ? hosts.map(String) : [],
    ca: ca === undefined ? [] : [ca],
    demandsTokens: children.some(({ type }) => type.endsWith(":RequestAuthentication")),
  };
}
