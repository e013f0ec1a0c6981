import type { Api, KubernetesObject } from "./api";
import type { Programs } from "./programs";

/** Gives a new cluster nodes and a default storage class, and waits until pods can be placed. */
export async function furnish(
  programs: Programs,
  api: Api,
  { nodes: nodeCount, storageClass }: { readonly nodes: number; readonly storageClass: string },
): Promise<void> {
  if (storageClass !== "") await api.create("/apis/storage.k8s.io/v1/storageclasses", defaultClass(storageClass));
  for (let i = 1; i <= nodeCount; i++) await api.create("/api/v1/nodes", node(i));

  await programs.until(`${nodeCount} nodes are ready`, async () => {
    const { items } = (await api.get("/api/v1/nodes")) as { items: Node[] };
    return items.every(isReady) && items.length === nodeCount;
  });
  // Until a namespace has it, the API server refuses its pods.
  await programs.until("there is a default service account", async () => {
    await api.get("/api/v1/namespaces/default/serviceaccounts/default");
    return true;
  });
}

const defaultClass = (name: string) => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  provisioner: "mlplatform.test/volumes",
  reclaimPolicy: "Delete",
  volumeBindingMode: "Immediate",
  allowVolumeExpansion: true,
});

function node(number: number) {
  const name = `node-${number}`;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": name,
        "topology.kubernetes.io/region": "test",
        "topology.kubernetes.io/zone": `test-${number}`,
      },
    },
    status: {
      addresses: [
        { type: "InternalIP", address: `10.0.0.${number}` },
        { type: "Hostname", address: name },
      ],
    },
  };
}

/** Ready, and the controller manager has noticed: until then a taint keeps pods away. */
function isReady({ spec, status }: Node): boolean {
  const ready = status.conditions?.find(({ type }) => type === "Ready");
  return ready?.status === "True" && !spec.taints?.some(({ key }) => key === "node.kubernetes.io/not-ready");
}

interface Node extends KubernetesObject {
  readonly spec: { readonly taints?: readonly { readonly key: string }[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}
