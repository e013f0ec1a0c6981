import type * as pulumi from "@pulumi/pulumi";
import type { ChartPlan } from "../../shared/install-chart";
import { given, type Decided, type ProtectedValue, type Values } from "../../shared/values";
import { seaweedFsImages } from "../images";
import type { SeaweedFsStoreArgs } from "../store-args";

/** Name of the Helm release, and the beginning of the names of its objects. */
export const SEAWEEDFS = "seaweedfs";

/** Name of the Secret with the keys of its S3 server. */
export const SEAWEEDFS_CONFIG = "seaweedfs-s3-config";

/** Port of its S3 server. */
export const S3_PORT = 8333;

/** The block with the bucket and the class of its claims. */
interface Chosen extends Omit<SeaweedFsStoreArgs, "storageClass"> {
  readonly bucket: string;
  readonly storageClass: pulumi.Input<string>;
}

/** The chart of SeaweedFS with its values. */
export const seaweedFsChart = (chosen: Chosen): ChartPlan => ({
  name: "seaweedfs",
  values: seaweedFsValues(chosen),
  decided,
  images: seaweedFsImages,
  protected: PROTECTED,
});

function seaweedFsValues({
  bucket,
  servers = 1,
  storageSize = "100Gi",
  metadataSize = "10Gi",
  storageClass,
  resources,
}: Chosen): Values {
  // The chart's default are folders of the node, which do not follow a pod to another node.
  const claim = (size: string) => ({ type: "persistentVolumeClaim", size, storageClass });
  const logs = { type: "emptyDir" };
  return {
    global: {
      seaweedfs: {
        // No part of SeaweedFS talks to the Kubernetes API.
        createClusterRole: false,
        // One more copy, on another server.
        ...(servers > 1 ? { enableReplication: true, replicationPlacement: "001" } : {}),
      },
    },
    // It would send statistics to its makers.
    master: { data: claim("1Gi"), logs, extraArgs: ["-telemetry=false"] },
    volume: given({
      replicas: servers,
      // 0 means as many volumes as the disk can hold.
      dataDirs: [{ name: "data", ...claim(storageSize), maxVolumes: 0 }],
      resources,
    }),
    filer: {
      data: claim(metadataSize),
      logs,
      s3: {
        enabled: true,
        port: S3_PORT,
        enableAuth: true,
        existingConfigSecret: SEAWEEDFS_CONFIG,
        createBuckets: [{ name: bucket }],
      },
    },
    networkPolicy: {
      enabled: true,
      // Its other ports read and write objects without keys.
      extraIngress: [{ from: [{ podSelector: {} }], ports: [{ protocol: "TCP", port: S3_PORT }] }],
    },
  };
}

const decided: Decided = {
  "global.seaweedfs.enableReplication": "seaweedFs.servers",
  "volume.replicas": "seaweedFs.servers",
  "volume.dataDirs": "seaweedFs.storageSize",
  "volume.resources": "seaweedFs.resources",
  "filer.data": "seaweedFs.metadataSize",
  "filer.s3.createBuckets": "seaweedFs.bucket",
};

/** Values with which pods would not find the bucket, or with which data would be lost or open to everyone. */
const PROTECTED: readonly ProtectedValue[] = [
  { keys: ["fullnameOverride"], value: "", why: "with this value, Pachyderm does not find the S3 server" },
  { keys: ["nameOverride"], value: "", why: "with this value, Pachyderm does not find the S3 server" },
  { keys: ["filer", "s3", "enabled"], value: true, why: "with this value, there is no S3 server" },
  { keys: ["filer", "s3", "port"], value: S3_PORT, why: "with this value, Pachyderm does not find the S3 server" },
  {
    keys: ["filer", "s3", "enableAuth"],
    value: true,
    why: "with this value, everyone can use the bucket without keys",
  },
  {
    keys: ["filer", "s3", "existingConfigSecret"],
    value: SEAWEEDFS_CONFIG,
    why: "with this value, Pachyderm's keys are not valid",
  },
  { keys: ["s3", "enabled"], value: false, why: "with this value, a second S3 server takes the place of the first" },
  { keys: ["allInOne", "enabled"], value: false, why: "with this value, claims that exist are not used" },
  { keys: ["networkPolicy", "enabled"], value: true, why: "with this value, every pod can read objects without keys" },
  {
    keys: ["master", "data", "type"],
    value: "persistentVolumeClaim",
    why: "with this value, data is lost with a node",
  },
  { keys: ["filer", "enablePVC"], value: false, why: "with this value, claims that exist are not used" },
];
