import { objectAt } from "../../property-values";
import { objectsAt, textAt } from "../../cloud/values";
import type { AwsCloud } from "../aws-cloud";
import { gpusOf } from "./instance-types";
import { metadataOf } from "./kubernetes-api";

/**
 * Lets the GPUs of nodes show, once there is a device plugin: NVIDIA's images for EKS carry the driver and no plugin (EKS User
 * Guide, "Use EKS-optimized accelerated AMIs for GPU instances"), so that without one no pod that wants a GPU finds a place.
 */
export async function showGpus(cloud: AwsCloud): Promise<void> {
  const sets = await cloud.kubernetes.recent("/apis/apps/v1/daemonsets");
  const images = sets.flatMap(({ spec }) =>
    objectsAt(objectAt(objectAt(spec, "template"), "spec"), "containers").map((container) =>
      textAt(container, "image"),
    ),
  );
  if (!images.some((image) => image.includes("k8s-device-plugin"))) return;
  for (const node of await cloud.kubernetes.list("/api/v1/nodes", "eks.amazonaws.com/nodegroup")) {
    const { name, labels } = metadataOf(node);
    const gpus = gpusOf(textAt(labels, "node.kubernetes.io/instance-type"));
    const shown = textAt(objectAt(node.status, "capacity"), "nvidia.com/gpu");
    if (gpus === 0 || shown !== "") continue;
    const size = { "nvidia.com/gpu": gpus.toString() };
    await cloud.kubernetes.patch(`/api/v1/nodes/${name as string}/status`, {
      status: { capacity: size, allocatable: size },
    });
  }
}
