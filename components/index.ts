// Components that use facts come first: the analyzer marks a fact as plain only if it sees it as an input first.
export { ModelDeployment } from "./model-deployment";
export { ModelProtocol, type ModelDeploymentArgs, type PredictorArgs } from "./model-deployment/args";
export type {
  ModelEmptyDirArgs,
  ModelGpuArgs,
  ModelProbeArgs,
  ModelProbesArgs,
  ModelSecretKeyArgs,
  ModelTolerationArgs,
  ModelVolumeArgs,
} from "./model-deployment/steps/pod-args";
export {
  ModelExplainerType,
  type ModelExplainerArgs,
  type ModelOrchestratorArgs,
} from "./model-deployment/predictor-args";
export type {
  ModelAutoscalingArgs,
  ModelDisruptionBudgetArgs,
  ModelKedaArgs,
  ModelKedaTriggerArgs,
} from "./model-deployment/steps/scaling-args";
export {
  GraphNodeType,
  ModelLoggingMode,
  ModelServer,
  ParameterType,
  type GraphNodeArgs,
  type ModelAbTestArgs,
  type ModelRequestLoggingArgs,
  type ParameterArgs,
  type StepArgs,
} from "./model-deployment/steps/args";
export type {
  HeaderMatchArgs,
  ModelAmbassadorArgs,
  ModelCircuitBreakerArgs,
  ModelRetriesArgs,
  ModelTimeoutsArgs,
} from "./model-deployment/routing-args";
export { Route } from "./route";
export type { RequestHeadersArgs, RouteArgs, RouteServiceArgs, RouteTlsArgs } from "./route/args";
export { JupyterHub } from "./jupyter-hub";
export {
  JupyterHubServiceType,
  type JupyterHubArgs,
  type JupyterHubIngressArgs,
  type JupyterHubServiceArgs,
  type JupyterHubTlsArgs,
} from "./jupyter-hub/args";
export type {
  JupyterHubAzureAdArgs,
  JupyterHubDummyArgs,
  JupyterHubGitHubArgs,
  JupyterHubGoogleArgs,
  JupyterHubLoginArgs,
  JupyterHubNativeArgs,
  JupyterHubOidcArgs,
  JupyterHubSharedPasswordArgs,
} from "./jupyter-hub/login-args";
export type {
  JupyterHubCullingArgs,
  JupyterHubDatabaseArgs,
  JupyterHubImageArgs,
  JupyterHubProfileArgs,
  JupyterHubReachArgs,
  JupyterHubResourcesArgs,
  JupyterHubStorageArgs,
  JupyterHubTolerationArgs,
} from "./jupyter-hub/notebook-args";
export { RancherServer } from "./rancher-server";
export type {
  RancherAuditLogArgs,
  RancherCertificateArgs,
  RancherCleanUpArgs,
  RancherIngressArgs,
  RancherLetsEncryptArgs,
  RancherServerArgs,
  RancherTlsArgs,
} from "./rancher-server/args";
export { PachydermStore } from "./pachyderm-store";
export {
  PachydermServiceType,
  type EtcdArgs,
  type LokiArgs,
  type PachydermConsoleArgs,
  type PachydermOidcArgs,
  type PachydermResourcesArgs,
  type PachydermServiceArgs,
  type PachydermStoreArgs,
  type PachydermTlsArgs,
  type PachydermWorkersArgs,
  type PodRequestsArgs,
} from "./pachyderm-store/args";
export {
  DatabaseTls,
  type BundledDatabaseArgs,
  type CloudSqlDatabaseArgs,
  type ExternalDatabaseArgs,
  type PachydermDatabaseArgs,
} from "./pachyderm-store/database-args";
export type { LocalStoreArgs, S3CompatibleStoreArgs, SeaweedFsStoreArgs } from "./pachyderm-store/store-args";
export { SeldonCore } from "./seldon-core";
export {
  EmissaryRoutes,
  SeldonLogLevel,
  type PodMonitorsArgs,
  type RequestLoggerArgs,
  type SeldonCoreArgs,
  type SeldonEmissaryArgs,
  type SeldonKedaArgs,
  type ServerImagesArgs,
} from "./seldon-core/args";
export type { ExistingSeldonArgs } from "./seldon-core/existing-args";
export type {
  StorageAzureBlobArgs,
  StorageCredentialsArgs,
  StorageGcsArgs,
  StorageInitializerArgs,
  StorageManagedIdentityArgs,
  StorageS3Args,
} from "./seldon-core/storage-args";
export { IngressLayer } from "./ingress-layer";
export { ServiceType, type GatewayServiceArgs, type IngressLayerArgs } from "./ingress-layer/args";
export type { AutoscalingArgs } from "./ingress-layer/scale-args";
export {
  AcmeChallenge,
  type ExistingIssuerArgs,
  type LetsEncryptArgs,
  type LoadBalancerCertificateArgs,
  type SelfSignedArgs,
  type TlsArgs,
  type TlsSecretArgs,
} from "./ingress-layer/tls/args";
export type { AmbassadorArgs } from "./ingress-layer/controllers/ambassador/args";
export type { EmissaryArgs } from "./ingress-layer/controllers/emissary/args";
export type { ExistingIngressArgs } from "./ingress-layer/controllers/existing/args";
export {
  AccessLog,
  IstioProfile,
  OutboundTraffic,
  type EgressGatewayArgs,
  type IstioArgs,
  type IstiodArgs,
  type MeshArgs,
} from "./ingress-layer/controllers/istio/args";
export type { JwtArgs } from "./ingress-layer/controllers/istio/jwt/args";
export type { AddressPoolArgs, BgpPeerArgs, MetalLbArgs } from "./ingress-layer/metallb/args";
export type { AzureDnsArgs, CloudDnsArgs, DnsArgs, Route53Args } from "./ingress-layer/dns/args";
export { MlCluster } from "./ml-cluster";
export type { MlClusterArgs } from "./ml-cluster/args";
export {
  AwsAutoscaling,
  AwsNat,
  AwsVolumeType,
  type AwsClusterArgs,
  type AwsExistingNetworkArgs,
  type AwsLoginArgs,
  type AwsNetworkArgs,
  type AwsVpcCniArgs,
} from "./targets/aws/args";
export type { S3StoreArgs } from "./targets/aws/bucket-args";
export {
  AzureEgress,
  AzureLogin,
  AzureTier,
  AzureUpgradeChannel,
  AzureWeekDay,
  type AzureClusterArgs,
  type AzureExistingNetworkArgs,
  type AzureMaintenanceWindowArgs,
  type AzureNetworkArgs,
  type AzureSystemPoolArgs,
} from "./targets/azure/args";
export type { AzureBlobStoreArgs } from "./targets/azure/bucket-args";
export type { ExistingClusterArgs } from "./targets/existing/args";
export {
  GcpMode,
  GcpReleaseChannel,
  type GcpClusterArgs,
  type GcpExistingNetworkArgs,
  type GcpMaintenanceWindowArgs,
  type GcpNetworkArgs,
} from "./targets/gcp/args";
export type { GcsStoreArgs } from "./targets/gcp/bucket-args";
export type { K3dClusterArgs, K3dRegistriesArgs, K3dRegistryArgs, K3dVolumeArgs } from "./targets/k3d/args";
export {
  Rke2Cni,
  Rke2Role,
  type Rke2BastionArgs,
  type Rke2ClusterArgs,
  type Rke2NodeArgs,
  type Rke2SnapshotArgs,
  type Rke2SnapshotBucketArgs,
} from "./targets/rke2/args";
export { ReclaimPolicy, type ApiAccessArgs, type StorageArgs } from "./targets/common-args";
export { TaintEffect, type GpuArgs, type NodePoolArgs, type TaintArgs } from "./targets/node-pool-args";
export type { ChartArgs } from "./shared/install-chart";
export {
  Exposure,
  IngressController,
  IssuerKind,
  type ClusterFacts,
  type GpuPool,
  type IngressFacts,
  type IssuerReference,
  type NodeTaint,
  type PachydermFacts,
  type SeldonFacts,
  type WorkloadIdentity,
} from "./shared/facts";
export { InvalidArgs, type Problem } from "./shared/invalid-args";
export type { NamespaceArgs } from "./shared/namespace";
export type { ResourceAmounts, ResourcesArgs } from "./shared/resources";
