import type { ChartPlan } from "../../../shared/install-chart";
import type { Rke2Spec } from "../spec";

/** The provisioner for volumes on the nodes' own disks, whose class is the default of the cluster. */
export const storageChart = ({ className, reclaimPolicy, folder }: NonNullable<Rke2Spec["storage"]>): ChartPlan => ({
  name: "local-path-provisioner",
  values: {
    storageClass: { create: true, defaultClass: true, name: className, reclaimPolicy },
    nodePathMap: [{ node: "DEFAULT_PATH_FOR_NON_LISTED_NODES", paths: [folder] }],
    // The chart's own default is `latest`.
    helperImage: { tag: "1.37.0" },
  },
  decided: {
    "storageClass.create": "rke2.localStorage",
    "storageClass.defaultClass": "rke2.localStorage",
    "storageClass.name": "storage.className",
    "storageClass.reclaimPolicy": "storage.reclaimPolicy",
    nodePathMap: "rke2.localStorageFolder",
  },
  images: (registry) => ({
    image: { repository: `${registry}/rancher/local-path-provisioner` },
    helperImage: { repository: `${registry}/library/busybox` },
  }),
});
