import { type Properties, objectAt } from "../../property-values";
import type { ClusterCloud } from "../cluster-cloud";
import { objectsAt, textAt } from "../values";
import { metadataOf } from "./kubernetes-api";

/** Lets the GPUs of nodes show, as a device plugin does. `gpusOf` says how many a node with these labels has. */
export async function showGpus(
  cloud: ClusterCloud,
  selector: string,
  gpusOf: (labels: Properties) => number,
): Promise<void> {
  for (const node of await cloud.kubernetes.list("/api/v1/nodes", selector)) {
    const { name, labels } = metadataOf(node);
    const gpus = gpusOf(labels as Properties);
    const shown = textAt(objectAt(node.status, "capacity"), "nvidia.com/gpu");
    if (gpus === 0 || shown !== "") continue;
    const size = { "nvidia.com/gpu": gpus.toString() };
    await cloud.kubernetes.patch(`/api/v1/nodes/${name as string}/status`, {
      status: { capacity: size, allocatable: size },
    });
  }
}

/** Whether somebody installed NVIDIA's device plugin. */
export async function hasDevicePlugin(cloud: ClusterCloud): Promise<boolean> {
  const sets = await cloud.kubernetes.recent("/apis/apps/v1/daemonsets");
  const images = sets.flatMap(({ spec }) =>
    objectsAt(objectAt(objectAt(spec, "template"), "spec"), "containers").map((container) =>
      textAt(container, "image"),
    ),
  );
  return images.some((image) => image.includes("k8s-device-plugin"));
}
