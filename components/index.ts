export { MlCluster } from "./ml-cluster";
export type { MlClusterArgs } from "./ml-cluster/args";
export type { ExistingClusterArgs } from "./targets/existing/args";
export { IngressLayer } from "./ingress-layer";
export {
  ServiceType,
  type AutoscalingArgs,
  type GatewayServiceArgs,
  type IngressLayerArgs,
  type IstioArgs,
  type IstiodArgs,
  type ResourceAmounts,
  type ResourcesArgs,
} from "./ingress-layer/args";
export type { ChartArgs } from "./shared/chart";
export {
  Exposure,
  IngressController,
  type ClusterFacts,
  type IngressFacts,
  type WorkloadIdentity,
} from "./shared/facts";
export { InvalidArgs, type Problem } from "./shared/invalid-args";
export type { NamespaceArgs } from "./shared/namespace";
