import { API_CIDRS, DELETION_PROTECTION, SOURCE_RANGES, type TargetStarter } from "../starter";

/** What `mlplatform init` writes for a cluster on Azure Kubernetes Service. */
export const starter: TargetStarter = {
  title: "Azure Kubernetes Service",
  cluster: `azure: { location: config.require("region") },
kubernetesVersion: "1.35",
// Who reaches the API server from outside.
apiAccess: { cidrs: config.requireObject<string[]>("apiCidrs") },
nodePools: {
  general: { instanceType: "Standard_D4ds_v5", min: 3, max: 6 },
},
deletionProtection: config.requireBoolean("deletionProtection"),`,
  gateway: `sourceRanges: config.requireObject<string[]>("sourceRanges"),`,
  config: [
    { key: "region", type: "string", description: "Region of the cluster", preset: "centralus", asked: true },
    API_CIDRS,
    SOURCE_RANGES,
    DELETION_PROTECTION,
  ],
};
