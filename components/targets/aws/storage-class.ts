import { StorageClass } from "@pulumi/kubernetes/storage/v1";
import type { InClusterRequest } from "./charts";

/**
 * The cluster's default storage class. EKS has no default class since 1.30, and a claim without a class would wait for ever.
 * It is only an object: it needs neither nodes nor the disk driver.
 */
export function createStorageClass(name: string, { aws, context, provider }: InClusterRequest): StorageClass {
  return new StorageClass(
    name,
    {
      metadata: {
        name: aws.storageClass,
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: aws.isAutoMode ? "ebs.csi.eks.amazonaws.com" : "ebs.csi.aws.com",
      parameters: {
        type: aws.volumeType,
        encrypted: "true",
        ...(aws.diskKmsKeyArn !== undefined && { kmsKeyId: aws.diskKmsKeyArn }),
      },
      reclaimPolicy: aws.reclaimPolicy,
      // A disk must be in the zone of its pod, which is known only after the pod is scheduled.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      ...(aws.isAutoMode && { allowedTopologies: [{ matchLabelExpressions: [AUTO_MODE_NODES] }] }),
    },
    // Only annotations and expansion of a class can be changed. Existing volumes keep their settings.
    { parent: context.opts.parent, provider, replaceOnChanges: ["reclaimPolicy"], deleteBeforeReplace: true },
  );
}

const AUTO_MODE_NODES = { key: "eks.amazonaws.com/compute-type", values: ["auto"] };
