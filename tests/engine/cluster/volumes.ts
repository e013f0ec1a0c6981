import type { Api, KubernetesObject } from "./api";

/**
 * Plays the provisioners of all storage classes. The controller manager decides when a claim wants a volume, and which
 * volume is no longer wanted, and binds; a provisioner outside of it only makes volumes and deletes them, as the
 * sidecar external-provisioner does for every CSI driver.
 * It runs in this process and not in kwok, whose templates cannot look up a class to learn its reclaim policy.
 */
export function provisionVolumes(api: Api): void {
  void api.watch("/api/v1/persistentvolumeclaims", (object) => {
    const claim = object as Claim;
    const provisioner = claim.metadata.annotations?.["volume.kubernetes.io/storage-provisioner"];
    if (provisioner !== undefined && claim.spec.volumeName === undefined && !claim.metadata.deletionTimestamp) {
      attempt(provision(api, claim, provisioner));
    }
  });
  void api.watch("/api/v1/persistentvolumes", (object) => {
    const volume = object as Volume;
    const wanted = volume.spec.persistentVolumeReclaimPolicy !== "Delete" || volume.status?.phase !== "Released";
    if (!wanted && !volume.metadata.deletionTimestamp) {
      attempt(api.delete(`/api/v1/persistentvolumes/${volume.metadata.name}`));
    }
  });
}

async function provision(api: Api, claim: Claim, provisioner: string): Promise<void> {
  const { storageClassName, accessModes, volumeMode, resources } = claim.spec;
  const { name, namespace, uid } = claim.metadata;
  const path = `/apis/storage.k8s.io/v1/storageclasses/${storageClassName}`;
  const { reclaimPolicy } = (await api.get(path)) as StorageClass;
  await api.create("/api/v1/persistentvolumes", {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `pvc-${uid}`, annotations: { "pv.kubernetes.io/provisioned-by": provisioner } },
    spec: {
      storageClassName,
      accessModes,
      volumeMode,
      capacity: resources.requests,
      persistentVolumeReclaimPolicy: reclaimPolicy,
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", name, namespace, uid },
      hostPath: { path: `/simulated/${uid}` }, // never made: there is no kubelet
    },
  });
}

/** What fails is seen in the test as a claim that stays pending; an object deleted meanwhile is no failure. */
function attempt(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

interface Claim extends KubernetesObject {
  readonly spec: {
    readonly storageClassName: string;
    readonly accessModes: readonly string[];
    readonly volumeMode: string;
    readonly volumeName?: string;
    readonly resources: { readonly requests: Record<string, string> };
  };
}

interface Volume extends KubernetesObject {
  readonly spec: { readonly persistentVolumeReclaimPolicy: string };
  readonly status?: { readonly phase: string };
}

interface StorageClass extends KubernetesObject {
  readonly reclaimPolicy: string;
}
