import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestCluster } from "../cluster";

/** A pod with a disk. */
const database = (namespace: string) => [
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
  },
  {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "db", namespace },
    spec: {
      // The controller that empties a namespace looks again only after half of this time.
      terminationGracePeriodSeconds: 1,
      containers: [{ name: "db", image: "registry.example.org/db:1" }],
      volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
    },
  },
];

/** What a user runs in the cluster besides the platform: a Service with a load balancer, and a pod with a disk. */
const shop = (balancer: object) => [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "shop" },
    spec: { type: "LoadBalancer", ports: [{ port: 80 }], selector: {}, ...balancer },
  },
  ...database("shop"),
];

/** Where a workload runs, and a folder for its manifests. */
interface Place {
  readonly cluster: TestCluster;
  readonly folder: string;
}

/**
 * Runs that workload, and waits until it has its load balancer and its disk. `balancer` is what a webhook of the cloud would set on
 * every new Service; nobody answers webhooks here.
 */
export async function runShop({ cluster, folder }: Place, balancer: object = {}): Promise<void> {
  await create(cluster, folder, shop(balancer));
  await waitFor(cluster, "{.status.phase}=Bound", "pvc/data", "shop");
  await waitFor(cluster, "{.status.loadBalancer.ingress[0]['hostname', 'ip']}", "service/web", "shop");
}

/** Runs the pod with a disk in a namespace that there is, and waits until it has the disk. */
export async function runDatabase({ cluster, folder }: Place, namespace: string): Promise<void> {
  await create(cluster, folder, database(namespace));
  await waitFor(cluster, "{.status.phase}=Bound", "pvc/data", namespace);
}

async function create(cluster: TestCluster, folder: string, items: object[]): Promise<void> {
  const file = join(folder, "workload.json");
  await writeFile(file, JSON.stringify({ apiVersion: "v1", kind: "List", items }));
  await cluster.kubectl("create", "-f", file);
}

async function waitFor(cluster: TestCluster, what: string, object: string, namespace: string): Promise<void> {
  await cluster.kubectl("wait", `--for=jsonpath=${what}`, object, "-n", namespace, "--timeout=60s");
}
