import type { AzureCloud } from "../azure-cloud";

const PATH = "/apis/storage.k8s.io/v1/storageclasses";

/** The classes that AKS makes in a cluster (AKS documentation, "Storage options": storage classes). `default` is the default one. */
const CLASSES: Readonly<Record<string, string>> = {
  default: "StandardSSD_LRS",
  "managed-csi": "StandardSSD_LRS",
  "managed-csi-premium": "Premium_LRS",
};

export async function addStorageClasses(cloud: AzureCloud): Promise<void> {
  for (const [name, skuname] of Object.entries(CLASSES)) {
    const isDefault = (name === "default").toString();
    await cloud.kubernetes.create(PATH, {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": isDefault } },
      provisioner: "disk.csi.azure.com",
      parameters: { skuname },
      allowVolumeExpansion: true,
      reclaimPolicy: "Delete",
      volumeBindingMode: "WaitForFirstConsumer",
    });
  }
}

/** The test's API server outlives its cluster. */
export async function removeStorageClasses(cloud: AzureCloud): Promise<void> {
  for (const name of Object.keys(CLASSES)) await cloud.kubernetes.delete(`${PATH}/${name}`);
}
