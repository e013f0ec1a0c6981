import { Component, NOT_KNOWN, later, resource, type RuleProgram } from "./program";

const UNPROTECTED = "can be deleted with all it holds: protect it, or keep it on destroy (protect or retainOnDelete).";

export const deletionProtection: readonly RuleProgram[] = [
  {
    what: "a cluster, a database, a claim and a bucket that is emptied",
    program: () => {
      resource("aws:eks/cluster:Cluster", "cluster", { vpcConfig: { endpointPublicAccess: false } });
      resource("gcp:sql/databaseInstance:DatabaseInstance", "database", { deletionProtection: false });
      resource("azure-native:storage:StorageAccount", "account");
      resource("aws:s3/bucket:Bucket", "bucket", { forceDestroy: true });
      resource("aws:s3/bucketV2:BucketV2", "older", { forceDestroy: true });
      resource("kubernetes:core/v1:PersistentVolumeClaim", "claim");
      const persistentVolumeClaimRetentionPolicy = { whenDeleted: "Delete" };
      resource("kubernetes:apps/v1:StatefulSet", "set", { spec: { persistentVolumeClaimRetentionPolicy } });
    },
    found: ["cluster", "database", "account", "bucket", "older", "claim", "set"].map(
      (name) => `${name}: ${UNPROTECTED}`,
    ),
  },
  {
    what: "types of one API version, and further databases and file systems",
    program: () => {
      resource("azure-native:storage/v20250801:StorageAccount", "version");
      resource("azure-native:cosmosdb:DatabaseAccount", "documents");
      resource("aws:docdb/cluster:Cluster", "docdb");
      resource("aws:fsx/lustreFileSystem:LustreFileSystem", "lustre");
      resource("gcp:bigquery/dataset:Dataset", "tables", { deleteContentsOnDestroy: true });
    },
    found: ["version", "documents", "docdb", "lustre", "tables"].map((name) => `${name}: ${UNPROTECTED}`),
  },
  {
    what: "a database whose protection is not known yet",
    program: () =>
      resource("aws:rds/instance:Instance", "database", { storageEncrypted: true, deletionProtection: later() }),
    found: [`? database: deletionProtection ${NOT_KNOWN}`],
  },
  {
    what: "what the cloud or Pulumi protects, what is kept on destroy, and a bucket that is not emptied",
    program: () => {
      resource("aws:eks/cluster:Cluster", "cluster", {
        deletionProtection: true,
        vpcConfig: { endpointPublicAccess: false },
      });
      resource("gcp:sql/databaseInstance:DatabaseInstance", "database");
      resource("azure-native:storage:StorageAccount", "account", {}, { protect: true });
      resource("kubernetes:core/v1:PersistentVolumeClaim", "claim", {}, { retainOnDelete: true });
      resource("aws:s3/bucket:Bucket", "bucket");
      resource("kubernetes:apps/v1:StatefulSet", "set", { spec: {} });
    },
    found: [],
  },
  {
    what: "a cluster and a bucket whose components write it out",
    program: () => {
      const cluster = new Component("MlCluster", { deletionProtection: false });
      resource("aws:eks/cluster:Cluster", "c", { vpcConfig: { endpointPublicAccess: false } }, { parent: cluster });
      const store = new Component("PachydermStore", { deleteData: true });
      resource("aws:s3/bucket:Bucket", "bucket", { forceDestroy: true }, { parent: store });
    },
    found: [],
  },
];
