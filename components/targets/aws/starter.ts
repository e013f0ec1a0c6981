import { API_CIDRS, DELETION_PROTECTION, SOURCE_RANGES, type TargetStarter } from "../starter";

/** What `mlplatform init` writes for a cluster on Amazon EKS. */
export const starter: TargetStarter = {
  title: "Amazon EKS",
  cluster: `aws: { region: config.require("region") },
kubernetesVersion: "1.35",
// Who reaches the API server from outside.
apiAccess: { cidrs: config.requireObject<string[]>("apiCidrs") },
nodePools: {
  general: { instanceType: "m5.large", min: 2, max: 6 },
},
deletionProtection: config.requireBoolean("deletionProtection"),`,
  gateway: `sourceRanges: config.requireObject<string[]>("sourceRanges"),`,
  config: [
    { key: "region", type: "string", description: "Region of the cluster", preset: "us-east-1", asked: true },
    API_CIDRS,
    SOURCE_RANGES,
    DELETION_PROTECTION,
  ],
};
