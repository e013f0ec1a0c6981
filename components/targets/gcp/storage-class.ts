import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpSpec } from "./spec";

/**
 * The storage class of claims, if no class that every GKE cluster has fits. Google encrypts all disks. The newest default class is
 * the one that claims without a class get, so GKE's own default class stays as it is.
 */
export const createStorageClass = (
  name: string,
  { storage }: GcpSpec,
  opts: pulumi.CustomResourceOptions,
): StorageClass[] =>
  storage.isBuiltIn
    ? []
    : [
        new StorageClass(
          name,
          {
            metadata: {
              name: storage.className,
              annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
            },
            provisioner: "pd.csi.storage.gke.io",
            parameters: { type: storage.diskType },
            reclaimPolicy: storage.reclaimPolicy,
            // A disk must be in the zone of its pod, which is known only after the pod is scheduled.
            volumeBindingMode: "WaitForFirstConsumer",
            allowVolumeExpansion: true,
          },
          { ...opts, replaceOnChanges: ["reclaimPolicy", "parameters"], deleteBeforeReplace: true },
        ),
      ];
