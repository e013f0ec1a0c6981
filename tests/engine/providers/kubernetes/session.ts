import type { KubeConfig } from "@kubernetes/client-node";
import type { Log } from "../stand-in";
import type { Discovery } from "./discovery";
import type { MutableData } from "./force-new";
import type { ObjectsClient } from "./objects-client";
import type { OpenApi } from "./open-api";

/** A cluster that answers. */
export interface Cluster {
  readonly objects: ObjectsClient;
  readonly openApi: OpenApi;
  readonly kubeconfig: KubeConfig;
}

/** What `Configure` made of the provider's inputs; every later call works with it. */
export interface Session {
  readonly log: Log;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
  /** Undefined where the cluster cannot be reached; `unreachable` then says why. */
  readonly cluster?: Cluster;
  readonly unreachable?: string;
  readonly discovery: Discovery;
  /** Where objects without a namespace go. */
  readonly defaultNamespace: string;
  readonly mutable: MutableData;
  readonly deleteUnreachable: boolean;
  readonly skipUpdateUnreachable: boolean;
  readonly enablePatchForce: boolean;
  readonly upsertExistingObjects: boolean;
  /** Refuse unknown fields where the real provider drops them. */
  readonly strict: boolean;
  /** Factor on the provider's own waits, 1 being the real provider's. */
  readonly patience: number;
  /** The `helm` program. */
  readonly helm: string;
}

/** The cluster, or the error that the real provider gives without one. */
export function reachable(session: Session): Cluster {
  if (!session.cluster) throw new Error(`configured Kubernetes cluster is unreachable: ${session.unreachable ?? ""}`);
  return session.cluster;
}
