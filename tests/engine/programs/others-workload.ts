import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestCluster } from "../cluster";

const meta = (name: string) => ({ name, namespace: "shop" });

/** What a user runs in the cluster besides the platform: a Service with a load balancer, and a pod with a disk. */
const SHOP = {
  apiVersion: "v1",
  kind: "List",
  items: [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: meta("web"),
      // The controller's webhook sets the class on every new Service; nobody answers webhooks here.
      spec: { type: "LoadBalancer", loadBalancerClass: "service.k8s.aws/nlb", ports: [{ port: 80 }], selector: {} },
    },
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: meta("data"),
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: meta("db"),
      spec: {
        containers: [{ name: "db", image: "registry.example.org/db:1" }],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }],
      },
    },
  ],
};

/** Runs that workload, and waits until it has its load balancer and its disk. */
export async function runShop(cluster: TestCluster, folder: string): Promise<void> {
  const file = join(folder, "shop.json");
  await writeFile(file, JSON.stringify(SHOP));
  await cluster.kubectl("create", "-f", file);
  const wait = (what: string, object: string) =>
    cluster.kubectl("wait", `--for=jsonpath=${what}`, object, "-n", "shop", "--timeout=60s");
  await wait("{.status.phase}=Bound", "pvc/data");
  await wait("{.status.loadBalancer.ingress[0].hostname}", "service/web");
}
