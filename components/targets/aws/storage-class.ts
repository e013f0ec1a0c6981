import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { StorageSpec } from "../../shared/storage";
import { AwsAutoscaling, AwsVolumeType, type AwsClusterArgs } from "./args";

/** EKS has a class of the name `gp2` itself, not encrypted and for no one by default. */
export const CLASS_OF_EKS = "gp2";

/** Name of the class where the caller chose none. */
export const storageClassName = ({ volumeType }: AwsClusterArgs, { className }: StorageSpec): string =>
  className ?? (volumeType === AwsVolumeType.Gp2 ? "gp2-encrypted" : "gp3");

/** The cluster's default class: EKS has none from 1.30 on, and a claim that names none would wait for ever. */
export function createStorageClass(
  name: string,
  block: AwsClusterArgs,
  storage: StorageSpec,
  opts: pulumi.CustomResourceOptions,
): kubernetes.storage.v1.StorageClass {
  const auto = block.autoscaling === AwsAutoscaling.AutoMode;
  return new kubernetes.storage.v1.StorageClass(
    name,
    {
      metadata: {
        name: storageClassName(block, storage),
        annotations: { "storageclass.kubernetes.io/is-default-class": "true" },
      },
      provisioner: auto ? "ebs.csi.eks.amazonaws.com" : "ebs.csi.aws.com",
      parameters: { type: block.volumeType ?? AwsVolumeType.Gp3, encrypted: "true" },
      reclaimPolicy: storage.reclaimPolicy,
      // A disk is in one zone: that of the pod, which is known only once that is placed.
      volumeBindingMode: "WaitForFirstConsumer",
      allowVolumeExpansion: true,
      ...(auto && { allowedTopologies: [{ matchLabelExpressions: [AUTO_MODE_NODES] }] }),
    },
    // Nothing of a class but its annotations and expansion can be changed; volumes that it has made keep what they have.
    { ...opts, replaceOnChanges: ["reclaimPolicy"], deleteBeforeReplace: true },
  );
}

const AUTO_MODE_NODES = { key: "eks.amazonaws.com/compute-type", values: ["auto"] };
