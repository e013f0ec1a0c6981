import { between, flag, list, number, object, oneOf, type Shapes, text, texts } from "../../cloud/shape";

/** What a node pool may say, in the cluster and as a resource of its own (managedCluster.d.ts and agentPool.d.ts of the SDK). */
export const POOL_FIELDS: Shapes = {
  availabilityZones: list(text()),
  count: number({ computed: true, rule: between(0, 1000) }),
  enableAutoScaling: flag({ computed: true }),
  enableEncryptionAtHost: flag({ computed: true }),
  enableFIPS: flag({ computed: true }),
  enableNodePublicIP: flag({ computed: true }),
  gpuInstanceProfile: oneOf(["MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g"], { replaces: true }),
  gpuProfile: object({ driver: oneOf(["Install", "None"]) }),
  kubeletDiskType: oneOf(["OS", "Temporary"], { computed: true }),
  maxCount: number({ rule: between(1, 1000) }),
  maxPods: number({ computed: true, rule: between(10, 250) }),
  minCount: number({ rule: between(0, 1000) }),
  mode: oneOf(["System", "User", "Gateway"], { computed: true }),
  nodeLabels: texts(),
  nodeTaints: list(text()),
  orchestratorVersion: text({ computed: true }),
  osDiskSizeGB: number({ computed: true, rule: between(0, 2048) }),
  osDiskType: oneOf(["Managed", "Ephemeral"], { computed: true }),
  osSKU: oneOf(["Ubuntu", "Ubuntu2204", "Ubuntu2404", "AzureLinux", "AzureLinux3"], { computed: true }),
  osType: oneOf(["Linux", "Windows"], { computed: true }),
  scaleDownMode: oneOf(["Delete", "Deallocate"], { computed: true }),
  scaleSetEvictionPolicy: oneOf(["Delete", "Deallocate"], { computed: true }),
  scaleSetPriority: oneOf(["Regular", "Spot"], { computed: true }),
  securityProfile: object(
    { enableSecureBoot: flag(), enableVTPM: flag(), sshAccess: oneOf(["LocalUser", "Disabled"]) },
    { computed: true },
  ),
  spotMaxPrice: number({ computed: true }),
  tags: texts(),
  type: oneOf(["VirtualMachineScaleSets", "AvailabilitySet", "VirtualMachines"], { computed: true }),
  upgradeSettings: object(
    {
      drainTimeoutInMinutes: number({ rule: between(1, 1440) }),
      maxSurge: text({ rule: share }),
      maxUnavailable: text({ rule: share }),
      nodeSoakDurationInMinutes: number({ rule: between(0, 30) }),
      undrainableNodeBehavior: oneOf(["Cordon", "Schedule"]),
    },
    { computed: true },
  ),
  vnetSubnetID: text(),
  workloadRuntime: oneOf(["OCIContainer", "WasmWasi", "KataMshvVmIsolation"], { computed: true }),
};

/**
 * What AKS never changes of a pool that exists: it answers PropertyChangeNotAllowed (pulumi-azure-native #959; the list of
 * azurerm_kubernetes_cluster whose change needs another pool, terraform-provider-azurerm, kubernetes_cluster_resource.go).
 */
export const FIXED_FIELDS = [
  "availabilityZones",
  "enableNodePublicIP",
  "gpuInstanceProfile",
  "gpuProfile",
  "kubeletDiskType",
  "maxPods",
  "osDiskSizeGB",
  "osDiskType",
  "osType",
  "scaleSetEvictionPolicy",
  "scaleSetPriority",
  "spotMaxPrice",
  "type",
  "vmSize",
  "vnetSubnetID",
];

function share(value: string): string | undefined {
  return /^\d+%?$/.test(value)
    ? undefined
    : `expected a number or a percentage such as 33%, got ${JSON.stringify(value)}`;
}
