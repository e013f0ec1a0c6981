import { parseCidr } from "../../cloud/cidr";
import { flag, list, number, object, oneOf, type Shapes, text, texts } from "../../cloud/shape";
import { POOL_FIELDS } from "./pool-fields";

const enabled = object({ enabled: flag() }, { computed: true });
const addon = object({ enabled: flag({ required: true }), config: texts() });
const fixed = (allowed: readonly string[]) => oneOf(allowed, { computed: true, replaces: true });
const seconds = text();

/** A CIDR block, with or without a length: AKS takes a single address too. */
function rangeRule(value: string): string | undefined {
  return parseCidr(value.includes("/") ? value : `${value}/32`) ? undefined : `'${value}' is not a valid CIDR block`;
}

/**
 * The inputs of a cluster that the stand-in knows (managedCluster.d.ts of the SDK). Which of them replace it: pulumi-azure-native,
 * provider/pkg/gen/replacement.go.
 */
export const CLUSTER_INPUTS: Shapes = {
  aadProfile: object({
    managed: flag(),
    enableAzureRBAC: flag(),
    adminGroupObjectIDs: list(text()),
    tenantID: text({ computed: true }),
  }),
  addonProfiles: object({ omsagent: addon, azurepolicy: addon, azureKeyvaultSecretsProvider: addon }),
  agentPoolProfiles: list(
    object({ name: text({ required: true }), vmSize: text({ required: true }), ...withoutReplacing(POOL_FIELDS) }),
  ),
  apiServerAccessProfile: object({
    authorizedIPRanges: list(text({ rule: rangeRule })),
    disableRunCommand: flag(),
    enablePrivateCluster: flag(),
    enablePrivateClusterPublicFQDN: flag(),
    privateDNSZone: text({ computed: true }),
  }),
  autoScalerProfile: object(
    {
      balanceSimilarNodeGroups: oneOf(["true", "false"]),
      expander: oneOf(["least-waste", "most-pods", "priority", "random"]),
      scaleDownDelayAfterAdd: seconds,
      scaleDownUnneededTime: seconds,
      scaleDownUtilizationThreshold: text(),
      scanInterval: seconds,
      skipNodesWithLocalStorage: oneOf(["true", "false"]),
      skipNodesWithSystemPods: oneOf(["true", "false"]),
    },
    { computed: true },
  ),
  autoUpgradeProfile: object(
    {
      nodeOSUpgradeChannel: oneOf(["None", "Unmanaged", "NodeImage", "SecurityPatch"], { computed: true }),
      upgradeChannel: oneOf(["none", "patch", "stable", "rapid", "node-image"]),
    },
    { computed: true },
  ),
  azureMonitorProfile: object({ metrics: object({ enabled: flag({ required: true }) }) }),
  disableLocalAccounts: flag(),
  diskEncryptionSetID: text({ replaces: true }),
  dnsPrefix: text({ computed: true, replaces: true }),
  enableRBAC: flag({ computed: true }),
  identity: object({
    type: oneOf(["SystemAssigned", "UserAssigned", "None"]),
    userAssignedIdentities: list(text()),
  }),
  identityProfile: object(
    {
      kubeletidentity: object({ clientId: text(), objectId: text(), resourceId: text() }),
    },
    { computed: true },
  ),
  kubernetesVersion: text({ computed: true }),
  networkProfile: object(
    {
      advancedNetworking: object({ enabled: flag(), observability: enabled, security: enabled }),
      dnsServiceIP: text({ computed: true, replaces: true }),
      ipFamilies: list(oneOf(["IPv4", "IPv6"]), { computed: true }),
      loadBalancerSku: oneOf(["standard", "basic"], { computed: true }),
      loadBalancerProfile: object(
        {
          allocatedOutboundPorts: number(),
          backendPoolType: oneOf(["NodeIPConfiguration", "NodeIP"]),
          idleTimeoutInMinutes: number(),
          managedOutboundIPs: object({ count: number(), countIPv6: number() }),
        },
        { computed: true },
      ),
      networkDataplane: fixed(["azure", "cilium"]),
      networkPlugin: fixed(["azure", "kubenet", "none"]),
      networkPluginMode: fixed(["overlay"]),
      networkPolicy: fixed(["azure", "calico", "cilium", "none"]),
      outboundType: fixed([
        "loadBalancer",
        "userDefinedRouting",
        "managedNATGateway",
        "userAssignedNATGateway",
        "none",
      ]),
      podCidr: text({ computed: true, replaces: true, rule: rangeRule }),
      serviceCidr: text({ computed: true, replaces: true, rule: rangeRule }),
    },
    { computed: true },
  ),
  nodeProvisioningProfile: object({ mode: oneOf(["Auto", "Manual"]) }, { computed: true }),
  nodeResourceGroup: text({ computed: true, replaces: true }),
  nodeResourceGroupProfile: object({ restrictionLevel: oneOf(["Unrestricted", "ReadOnly"]) }),
  oidcIssuerProfile: object({ enabled: flag() }, { computed: true }),
  publicNetworkAccess: oneOf(["Enabled", "Disabled"]),
  securityProfile: object({
    azureKeyVaultKms: object({
      enabled: flag(),
      keyId: text(),
      keyVaultNetworkAccess: oneOf(["Public", "Private"]),
      keyVaultResourceId: text(),
    }),
    defender: object({ logAnalyticsWorkspaceResourceId: text(), securityMonitoring: enabled }),
    imageCleaner: object({ enabled: flag(), intervalHours: number() }),
    workloadIdentity: object({ enabled: flag() }),
  }),
  sku: object({ name: oneOf(["Base", "Automatic"]), tier: oneOf(["Free", "Standard", "Premium"]) }, { computed: true }),
  storageProfile: object(
    {
      blobCSIDriver: enabled,
      diskCSIDriver: enabled,
      fileCSIDriver: enabled,
      snapshotController: enabled,
    },
    { computed: true },
  ),
  supportPlan: oneOf(["KubernetesOfficial", "AKSLongTermSupport"], { computed: true }),
  upgradeSettings: object({ overrideSettings: object({ forceUpgrade: flag(), until: text() }) }),
  workloadAutoScalerProfile: object({ keda: enabled, verticalPodAutoscaler: enabled }),
};

/** Fields of inline pools never replace the cluster (pulumi-azure-native #2774). */
function withoutReplacing(shapes: Shapes): Shapes {
  return Object.fromEntries(Object.entries(shapes).map(([key, shape]) => [key, { ...shape, replaces: false }]));
}
