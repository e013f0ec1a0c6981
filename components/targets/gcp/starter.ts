import { DELETION_PROTECTION, SOURCE_RANGES, type TargetStarter } from "../starter";

/** What `mlplatform init` writes for a cluster on Google Kubernetes Engine. */
export const starter: TargetStarter = {
  title: "Google Kubernetes Engine",
  cluster: `gcp: {
  project: config.require("project"),
  location: config.require("region"),
},
kubernetesVersion: "1.35",
// A region has three zones, and a pool starts with a node in each of them.
nodePools: {
  general: { instanceType: "e2-standard-4", min: 3, max: 6 },
},
deletionProtection: config.requireBoolean("deletionProtection"),`,
  gateway: `sourceRanges: config.requireObject<string[]>("sourceRanges"),`,
  config: [
    {
      key: "project",
      type: "string",
      description: "Id of the Google Cloud project",
      placeholder: "ml-prod-123456",
      form: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
    },
    { key: "region", type: "string", description: "Region of the cluster", preset: "us-central1", asked: true },
    SOURCE_RANGES,
    DELETION_PROTECTION,
  ],
};
