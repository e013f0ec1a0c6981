import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureSpec } from "./spec";

/**
 * The storage class of claims, if the one that every AKS cluster has does not fit. Azure encrypts all disks. The newest default class
 * is the one that claims without a class get, so AKS's own default class stays as it is.
 */
export const createStorageClass = (
  name: string,
  { storage }: AzureSpec,
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
            provisioner: "disk.csi.azure.com",
            parameters: { skuName: "Premium_LRS" },
            reclaimPolicy: storage.reclaimPolicy,
            // A disk must be in the zone of its pod, which is known only after the pod is scheduled.
            volumeBindingMode: "WaitForFirstConsumer",
            allowVolumeExpansion: true,
          },
          { ...opts, replaceOnChanges: ["reclaimPolicy", "parameters"], deleteBeforeReplace: true },
        ),
      ];
