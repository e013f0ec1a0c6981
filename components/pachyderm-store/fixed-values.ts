import type { FixedValue, FixedValues } from "../shared/fixed-values";

const CLAIM = "Kubernetes cannot change the claims of a StatefulSet.";

const pachyderm = (key: string, path: string, why = CLAIM): FixedValue => ({
  chart: "pachyderm",
  key,
  refused: "change",
  path,
  why,
});

const seaweedFs = (key: string, path: string, refused: FixedValue["refused"], why: string): FixedValue => ({
  chart: "seaweedfs",
  key,
  refused,
  path: `seaweedFs.${path}`,
  why,
});

/** Plain data without an SDK, because the command line reads it. */
export const pachydermFixedValues: FixedValues = {
  component: "mlplatform:index:PachydermStore",
  values: [
    pachyderm(
      "etcd.dynamicNodes",
      "etcd.nodes",
      "The nodes of etcd know each other from the start, and others lose the quorum.",
    ),
    pachyderm("etcd.storageSize", "etcd.storageSize"),
    pachyderm("etcd.storageClass", "etcd.storageClass"),
    pachyderm("postgresql.persistence.size", "database.bundled.storageSize"),
    pachyderm("postgresql.persistence.storageClass", "database.bundled.storageClass"),
    pachyderm("loki-stack.loki.persistence.size", "loki.storageSize"),
    pachyderm("loki-stack.loki.persistence.storageClassName", "loki.storageClass"),
    seaweedFs("volume.replicas", "servers", "decrease", "The objects on a server that is removed are lost."),
    seaweedFs("volume.dataDirs.0.size", "storageSize", "decrease", "No volume can shrink."),
    seaweedFs("volume.dataDirs.0.storageClass", "storageClass", "change", CLAIM),
    seaweedFs("filer.data.size", "metadataSize", "change", CLAIM),
    seaweedFs("filer.data.storageClass", "storageClass", "change", CLAIM),
    { ...seaweedFs("master.data.size", "", "change", CLAIM), path: "charts.seaweedfs.values.master.data.size" },
    seaweedFs("master.data.storageClass", "storageClass", "change", CLAIM),
  ],
};
