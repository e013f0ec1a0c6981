import { ApiError } from "./api-error";
import { Cloud } from "./cloud";
import type { KubernetesApi } from "./in-cluster/kubernetes-api";
import type { CloudResource } from "./resource-type";

/** A load balancer that a controller made for a Service. */
export interface LoadBalancer {
  readonly name: string;
  /** `namespace/name` of the Service. */
  readonly service: string;
  readonly scheme: "internet-facing" | "internal";
}

/** A disk that a CSI driver made for a claim. */
export interface Volume {
  readonly id: string;
  /** The name of the PersistentVolume. */
  readonly persistentVolume: string;
  /** When it leaves its machine, in milliseconds since 1970, where it is to be deleted. */
  detachedAt?: number;
}

/** A cloud that has Kubernetes clusters: with load balancers and disks that no program declares, and one API server to hand out. */
export abstract class ClusterCloud<Balancer extends LoadBalancer = LoadBalancer> extends Cloud {
  /** Load balancers by their Service. */
  readonly loadBalancers = new Map<string, Balancer>();
  /** Disks by their PersistentVolume. */
  readonly volumes = new Map<string, Volume>();
  /** How long a disk takes to leave its machine, before which it cannot be deleted: seconds, and at times minutes. */
  detachesMs = 2000;
  #nodes = 0;

  constructor(
    patience: number,
    private readonly apiServer: KubernetesApi | undefined,
  ) {
    super(patience);
  }

  /** The API server that stands for the control plane of the one cluster there can be at a time. */
  get kubernetes(): KubernetesApi {
    if (!this.apiServer) throw new Error("the test's cloud was started without an API server, so it has no clusters");
    return this.apiServer;
  }

  /** A number that no node has had. */
  nextNode(): number {
    return this.#nodes++;
  }

  /** A resource that a request refers to; the cloud refuses the request where it does not exist. */
  needed(type: string, id: string, code: string, reason: string): CloudResource {
    const found = this.find(type, id);
    if (!found) throw new ApiError(code, reason);
    return found;
  }

  /** Everything that would still be paid for: resources, load balancers and disks, in words. */
  leftovers(): string[] {
    return [
      ...this.resources().map(({ type, id }) => `${type} ${id}`),
      ...[...this.loadBalancers.values()].map(({ service }) => `load balancer of ${service}`),
      ...[...this.volumes.values()].map(({ persistentVolume }) => `disk of ${persistentVolume}`),
    ];
  }
}
