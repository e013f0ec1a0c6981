import { flag, list, matching, number, object, oneOf, set, text, texts, type Shapes } from "../../cloud/shape";

const LOGS = ["SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "WORKLOADS"];
const GPU = { replaces: true } as const;

/** `nodeConfig` of clusters and node pools: terraform-provider-google 7, node_config.go. */
export const nodeConfig = (terms: { replaces?: boolean } = {}) =>
  object(
    {
      machineType: text({ computed: true }),
      diskType: text({ computed: true }),
      diskSizeGb: number({
        computed: true,
        rule: (size) => (size >= 10 ? undefined : `expected at least 10, got ${size}`),
      }),
      spot: flag({ default: false, replaces: true }),
      serviceAccount: text({ computed: true, replaces: true }),
      oauthScopes: set(text(), { computed: true, replaces: true }),
      workloadMetadataConfig: object({ mode: oneOf(["GCE_METADATA", "GKE_METADATA"], { required: true }) }),
      shieldedInstanceConfig: object({
        enableSecureBoot: flag({ default: false, replaces: true }),
        enableIntegrityMonitoring: flag({ default: true, replaces: true }),
      }),
      guestAccelerators: list(
        object({
          type: text({ required: true, ...GPU }),
          count: number({ required: true, ...GPU }),
          gpuDriverInstallationConfig: object({
            gpuDriverVersion: oneOf(["INSTALLATION_DISABLED", "DEFAULT", "LATEST"], { required: true, ...GPU }),
          }),
        }),
        { computed: true, ...GPU },
      ),
      labels: texts({ computed: true }),
      resourceLabels: texts(),
      taints: list(
        object({
          key: text({ required: true }),
          value: text({ required: true }),
          effect: oneOf(["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"], { required: true }),
        }),
      ),
    },
    { computed: true, ...terms },
  );

/** Inputs of a cluster: terraform-provider-google 7, resource_container_cluster.go. */
export const clusterInputs: Shapes = {
  name: text({
    replaces: true,
    rule: matching(/^[a-z](?:[-a-z0-9]{0,38}[a-z0-9])?$/, "expected at most 40 lowercase letters, numbers and hyphens"),
  }),
  location: text({ computed: true, replaces: true }),
  network: text({ default: "default", replaces: true }),
  subnetwork: text({ computed: true, replaces: true }),
  networkingMode: oneOf(["VPC_NATIVE", "ROUTES"], { computed: true, replaces: true }),
  ipAllocationPolicy: object(
    {
      clusterSecondaryRangeName: text({ computed: true, replaces: true }),
      servicesSecondaryRangeName: text({ computed: true, replaces: true }),
    },
    { computed: true, replaces: true },
  ),
  minMasterVersion: text(),
  releaseChannel: object(
    { channel: oneOf(["RAPID", "REGULAR", "STABLE", "EXTENDED"], { required: true }) },
    { computed: true },
  ),
  privateClusterConfig: object({ enablePrivateNodes: flag(), enablePrivateEndpoint: flag() }, { computed: true }),
  controlPlaneEndpointsConfig: object(
    {
      dnsEndpointConfig: object(
        { allowExternalTraffic: flag(), endpoint: text({ computed: true }) },
        { computed: true },
      ),
      ipEndpointsConfig: object({ enabled: flag() }, { computed: true }),
    },
    { computed: true },
  ),
  masterAuthorizedNetworksConfig: object(
    {
      cidrBlocks: set(object({ cidrBlock: text({ required: true }), displayName: text() })),
      gcpPublicCidrsAccessEnabled: flag({ computed: true }),
    },
    { computed: true },
  ),
  anonymousAuthenticationConfig: object(
    { mode: oneOf(["ENABLED", "LIMITED"], { required: true }) },
    { computed: true },
  ),
  authenticatorGroupsConfig: object({ securityGroup: text({ required: true }) }, { computed: true }),
  masterAuth: object(
    {
      clientCertificateConfig: object({ issueClientCertificate: flag({ required: true, replaces: true }) }),
      clusterCaCertificate: text({ computed: true }),
    },
    { computed: true },
  ),
  maintenancePolicy: object({
    recurringWindow: object({
      startTime: text({ required: true }),
      endTime: text({ required: true }),
      recurrence: text({ required: true }),
    }),
  }),
  databaseEncryption: object(
    { state: oneOf(["ENCRYPTED", "DECRYPTED"], { required: true }), keyName: text() },
    { computed: true },
  ),
  loggingConfig: object({ enableComponents: set(oneOf(LOGS), { required: true }) }, { computed: true }),
  monitoringConfig: object(
    { enableComponents: set(oneOf(["SYSTEM_COMPONENTS"]), { required: true }) },
    { computed: true },
  ),
  deletionProtection: flag({ default: true }),
  resourceLabels: texts(),
  removeDefaultNodePool: flag(),
  initialNodeCount: number({ replaces: true }),
  nodeConfig: nodeConfig(),
  datapathProvider: oneOf(["LEGACY_DATAPATH", "ADVANCED_DATAPATH"], { computed: true, replaces: true }),
  workloadIdentityConfig: object({ workloadPool: text() }, { computed: true }),
  enableShieldedNodes: flag({ computed: true }),
  addonsConfig: object(
    { gcePersistentDiskCsiDriverConfig: object({ enabled: flag({ required: true }) }) },
    { computed: true },
  ),
  enableAutopilot: flag({ replaces: true }),
  allowNetAdmin: flag(),
  clusterAutoscaling: object(
    { autoProvisioningDefaults: object({ serviceAccount: text(), oauthScopes: set(text(), { computed: true }) }) },
    { computed: true },
  ),
};
