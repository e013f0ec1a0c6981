import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterAccess } from "../../cluster/access";
import { warningsOf, type LiveObject } from "../../cluster/objects";
import type { Limit } from "../check";
import type { LiveCluster } from "../live-cluster";
import { Ended, fail, outcomeOf, pass, type Outcome } from "../outcome";
import type { StorageClass } from "./storage-class";
import { deleteNamespace, newNamespace, removeLeftovers } from "./temporary-namespace";

/** Names of the claim, and of the pod that uses it. */
const NAME = "volume";

/** Milliseconds before the end in which the events of a claim without a volume are read, or a quarter of the time. */
const REPORT_MS = 5000;

/**
 * Has a volume provisioned: a claim of the class, in a namespace of its own, and a pod if the class waits for one. It removes them
 * in any case, and first what a killed run left.
 */
export async function checkVolume(cluster: LiveCluster, storageClass: StorageClass, limit: Limit): Promise<Outcome> {
  const access = await cluster.access(limit.signal);
  await removeLeftovers(access);
  const namespace = newNamespace(limit.until);
  const name = namespace.metadata.name;
  try {
    const objects = [namespace, claim(name, storageClass), ...(needsPod(storageClass) ? [pod(name)] : [])];
    await access.kubectl(["create", "-f", "-"], JSON.stringify({ apiVersion: "v1", kind: "List", items: objects }));
    return await awaitVolume(access, name, storageClass, limit);
  } finally {
    // Also after the signal, which ends all other commands.
    await deleteNamespace(cluster.limited({ seconds: 20 }), name).catch((error: unknown) => {
      const hint = `The next run tries again, or: kubectl delete namespace ${name}`;
      throw new Ended(fail(`what was created could not be removed completely: ${outcomeOf(error).detail}`, hint));
    });
  }
}

const needsPod = ({ volumeBindingMode }: StorageClass): boolean => volumeBindingMode === "WaitForFirstConsumer";

async function awaitVolume(
  access: ClusterAccess,
  namespace: string,
  { metadata, provisioner }: StorageClass,
  { signal, until }: Limit,
): Promise<Outcome> {
  const began = Date.now();
  const last = until - Math.min(REPORT_MS, (until - began) / 4);
  for (;;) {
    const text = await access.kubectl(["get", "persistentvolumeclaim", NAME, "-n", namespace, "-o", "json"]);
    const found = JSON.parse(text) as LiveObject;
    const seconds = Math.round((Date.now() - began) / 1000);
    if (found.status?.["phase"] === "Bound") {
      return pass(`class ${metadata.name} provisioned 1 GiB in ${seconds} s; it is being deleted`);
    }
    if (Date.now() >= last) {
      const pods = await access.kubectl(["get", "pods", "-n", namespace, "-o", "json"]);
      const objects = [found, ...(JSON.parse(pods) as { items: LiveObject[] }).items];
      const [warning] = await warningsOf(objects, found.metadata, access);
      return fail(
        `class ${metadata.name} provisioned no volume within ${seconds} s${warning === undefined ? "" : `: ${warning}`}`,
        `Does the storage driver ${provisioner} run?`,
      );
    }
    await sleep(500, undefined, { signal });
  }
}

const claim = (namespace: string, { metadata }: StorageClass) => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: NAME, namespace },
  spec: {
    storageClassName: metadata.name,
    accessModes: ["ReadWriteOnce"],
    resources: { requests: { storage: "1Gi" } },
  },
});

/** A pod that fits the strictest policy. The volume is provisioned when the pod is placed, whether its image can be pulled or not. */
const pod = (namespace: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: NAME, namespace, annotations: { "sidecar.istio.io/inject": "false" } },
  spec: {
    restartPolicy: "Never",
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "pause",
        image: "registry.k8s.io/pause:3.10.1",
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        resources: { requests: { cpu: "1m", memory: "4Mi" }, limits: { memory: "32Mi" } },
        volumeMounts: [{ name: NAME, mountPath: "/volume" }],
      },
    ],
    volumes: [{ name: NAME, persistentVolumeClaim: { claimName: NAME } }],
  },
});
