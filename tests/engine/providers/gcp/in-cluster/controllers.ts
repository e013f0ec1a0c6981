import { showGpus } from "../../cloud/in-cluster/gpus";
import { syncLoadBalancers } from "../../cloud/in-cluster/load-balancers";
import { syncVolumes } from "../../cloud/in-cluster/volumes";
import { textAt } from "../../cloud/values";
import { CLUSTER, NODE_POOL } from "../container/cluster";
import { configOf, gpusOf } from "../container/machines";
import type { GcpCloud } from "../gcp-cloud";
import { balancerController } from "./load-balancers";
import { NODES } from "./nodes";

/** Plays what GKE does about objects in the cluster, if there is one. */
export async function playControllers(cloud: GcpCloud): Promise<void> {
  const [cluster] = cloud.resources(CLUSTER);
  if (!cluster) return;
  await addStorageClasses(cloud);
  await syncLoadBalancers(cloud, [balancerController(cloud, cluster.inputs)]);
  await syncVolumes(cloud, { provisioner: "pd.csi.storage.gke.io", diskId: (volume) => volume });
  // GKE runs the device plugin itself.
  const pools = cloud.resources(NODE_POOL);
  await showGpus(cloud, NODES, (labels) => {
    const pool = pools.find(({ inputs }) => textAt(inputs, "name") === textAt(labels, NODES));
    return pool ? gpusOf(configOf(pool.inputs)) : 0;
  });
}

/** Every cluster has these classes (GKE documentation, "Persistent volumes"). */
const CLASSES = { "standard-rwo": "pd-balanced", "premium-rwo": "pd-ssd" };
const PATH = "/apis/storage.k8s.io/v1/storageclasses";

async function addStorageClasses(cloud: GcpCloud): Promise<void> {
  for (const [name, type] of Object.entries(CLASSES)) {
    if ((await cloud.kubernetes.get(`${PATH}/${name}`)) !== undefined) continue;
    const annotations = { "storageclass.kubernetes.io/is-default-class": String(name === "standard-rwo") };
    await cloud.kubernetes.create(PATH, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name, annotations },
      provisioner: "pd.csi.storage.gke.io",
      parameters: { type },
      volumeBindingMode: "WaitForFirstConsumer",
    });
  }
}
