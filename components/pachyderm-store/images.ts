import { RESIZE_IMAGE } from "../shared/chart-images/unrendered";
import type { ImageValues } from "../shared/image-values";

/** Values by which the images of the chart `pachyderm` and of the charts inside it come from another registry. */
export const pachydermImages: ImageValues = (registry) => ({
  global: { image: { registry: `${registry}/` } },
  cloudsqlAuthProxy: { image: { repository: `${registry}/cloud-sql-connectors/cloud-sql-proxy` } },
  postgresql: { image: { registry } },
  "loki-stack": {
    loki: { image: { repository: `${registry}/grafana/loki` } },
    promtail: { image: { registry } },
  },
});

/** Values by which the images of the chart `seaweedfs` come from another registry. */
export const seaweedFsImages: ImageValues = (registry) => ({
  global: { imageRegistry: registry },
  volume: { resizeHook: { image: `${registry}/${RESIZE_IMAGE}` } },
});
