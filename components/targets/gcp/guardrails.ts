import type { Guardrails } from "../guardrails";

/** Machine types with built-in GPUs (https://cloud.google.com/compute/docs/gpus, of 2026-11). */
const MACHINES_WITH_GPUS = /^(a[2-4][a-z]?|g[24])-/;

/** What the rules for plans know about Google Cloud, which encrypts every disk and every bucket. */
export const guardrails: Guardrails = {
  encryptingPackage: "gcp",
  encryptingProvisioners: ["pd.csi.storage.gke.io", "filestore.csi.storage.gke.io", "kubernetes.io/gce-pd"],
  nodePools: {
    "gcp:container/nodePool:NodePool": {
      gpus: [{ input: "nodeConfig.guestAccelerators" }, { input: "nodeConfig.machineType", form: MACHINES_WITH_GPUS }],
      least: ["autoscaling.totalMinNodeCount", "autoscaling.minNodeCount"],
      autoscaled: "autoscaling",
    },
    "gcp:container/cluster:Cluster": {
      each: "nodePools",
      gpus: [{ input: "nodeConfig.guestAccelerators" }, { input: "nodeConfig.machineType", form: MACHINES_WITH_GPUS }],
      least: ["autoscaling.totalMinNodeCount", "autoscaling.minNodeCount"],
      autoscaled: "autoscaling",
    },
  },
  // The provider protects clusters and databases unless the program says otherwise (documentation of gcp 9.37).
  stateful: {
    "gcp:container/cluster:Cluster": { protectedBy: "deletionProtection", byDefault: true },
    "gcp:sql/databaseInstance:DatabaseInstance": { protectedBy: "deletionProtection", byDefault: true },
    "gcp:alloydb/cluster:Cluster": { protectedBy: "deletionProtection", byDefault: true },
    "gcp:spanner/database:Database": { protectedBy: "deletionProtection", byDefault: true },
    "gcp:bigtable/instance:Instance": { protectedBy: "deletionProtection", byDefault: true },
    "gcp:bigquery/dataset:Dataset": { emptiedBy: "deleteContentsOnDestroy" },
    "gcp:storage/bucket:Bucket": { emptiedBy: "forceDestroy" },
    "gcp:filestore/instance:Instance": { protectedBy: "deletionProtectionEnabled" },
    "gcp:compute/disk:Disk": { pulumiOnly: true },
  },
  staticKeys: ["gcp:serviceaccount/key:Key", "gcp:storage/hmacKey:HmacKey"],
};
