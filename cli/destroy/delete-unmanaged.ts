import { ToolFailed, type ClusterAccess } from "../cluster/access";
import { poll } from "../cluster/poll";
import { readCreatedClusters, type ClusterOptions, type InCluster } from "../cluster/stack-clusters";
import { UserError } from "../user-error";
import { describeUnmanaged, unmanagedIn, type UnmanagedObject } from "./unmanaged-objects";

/** What to do about unmanaged objects. */
export interface UnmanagedOptions extends ClusterOptions {
  /** Whether to delete them, with the data on their disks. */
  readonly deleteOthers: boolean;
}

/**
 * Finds unmanaged objects, and refuses the destroy before anything is deleted, unless they may and can be deleted: the load
 * balancer of such an object keeps the network from being deleted, and its disk would be left behind.
 */
export async function refuseUnmanaged(options: UnmanagedOptions): Promise<InCluster<UnmanagedObject>[]> {
  const clusters = await readCreatedClusters(options, unmanagedIn);
  const all = clusters.flatMap(({ found }) => found);
  if (all.length === 0 || (options.deleteOthers && all.every(({ usedBy }) => usedBy.length === 0))) return clusters;
  throw new UserError(
    [
      "The stack does not manage these objects in its clusters. A load balancer would keep the network from being deleted,",
      "and a disk would be left behind:",
      ...all.map((object) => `  ${describeUnmanaged(object)}`),
      "Nothing was deleted. Delete these objects yourself, or stop the pods that use their disks and run again with",
      "--delete-others: it deletes the objects and the data on their disks.",
    ].join("\n"),
  );
}

/**
 * Deletes unmanaged objects of a cluster and waits until their load balancers and disks are deleted too. Draining a load
 * balancer takes minutes, so all are deleted first. Throws if some still exist after the time limit.
 */
export async function deleteUnmanaged(
  cluster: ClusterAccess,
  objects: readonly UnmanagedObject[],
  print: (line: string) => void,
  limitSeconds = 600,
): Promise<void> {
  const refusals = new Map<UnmanagedObject, string>();
  for (const object of objects) {
    try {
      await cluster.kubectl(["delete", ...kubectlName(object), "--wait=false", "--ignore-not-found"]);
    } catch (error) {
      if (!(error instanceof ToolFailed)) throw error;
      refusals.set(object, error.message);
    }
  }
  // An object whose deletion was refused may be gone all the same, so it is checked once.
  const remaining = new Set(objects);
  const deleted: string[] = [];
  const waitingFor = "load balancers and disks to be deleted";
  await poll({
    read: async () => {
      for (const object of remaining) {
        if (await exists(cluster, object)) continue;
        remaining.delete(object);
        deleted.push(describeUnmanaged(object));
        print(`  deleted   ${describeUnmanaged(object)}`);
      }
    },
    isDone: () => [...remaining].every((object) => refusals.has(object)),
    waitingFor,
    limitSeconds,
    onWait: () => {
      print(`Waiting up to ${limitSeconds} s for ${waitingFor}`);
    },
  });
  if (remaining.size === 0) return;
  const reasonOf = (object: UnmanagedObject) => refusals.get(object) ?? `still exists after ${limitSeconds} s`;
  throw new UserError(
    [
      "These objects, which the stack does not manage, could not be deleted:",
      ...[...remaining].map((object) => `  ${describeUnmanaged(object)}: ${reasonOf(object)}`),
      ...(deleted.length === 0 ? [] : ["These were deleted:", ...deleted.map((text) => `  ${text}`)]),
      "Nothing of the stack was deleted. Find the reason with kubectl describe, and run again when they are deleted.",
    ].join("\n"),
  );
}

async function exists(cluster: ClusterAccess, object: UnmanagedObject): Promise<boolean> {
  const volume = object.volume === undefined ? [] : [`persistentvolumes/${object.volume}`];
  try {
    const args = ["get", ...kubectlName(object), ...volume, "--ignore-not-found", "-o", "name"];
    return (await cluster.kubectl(args)) !== "";
  } catch (error) {
    if (error instanceof ToolFailed) return true; // the cluster may be unreachable for a moment
    throw error;
  }
}

const kubectlName = ({ kind, namespace, name }: UnmanagedObject): string[] => [
  `${KUBECTL_KIND[kind]}/${name}`,
  "-n",
  namespace,
];

const KUBECTL_KIND: Readonly<Record<UnmanagedObject["kind"], string>> = {
  Service: "services",
  Ingress: "ingresses.networking.k8s.io",
  Gateway: "gateways.gateway.networking.k8s.io",
  PersistentVolumeClaim: "persistentvolumeclaims",
};
