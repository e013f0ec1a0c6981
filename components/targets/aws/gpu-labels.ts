import type { NodePoolSpec } from "../../shared/node-pool";

/** Labels of nodes with GPUs: the device plugin selects by the first, people by the second, the autoscaler by the third. */
export const gpuLabels = (gpu: NodePoolSpec["gpu"]): Record<string, string> =>
  gpu === undefined
    ? {}
    : {
        "nvidia.com/gpu.present": "true",
        "nvidia.com/gpu.count": String(gpu.count),
        "k8s.amazonaws.com/accelerator": gpu.type,
      };
