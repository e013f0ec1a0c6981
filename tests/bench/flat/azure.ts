/** What `programs/azure` makes with its example stack, written by hand against the SDKs: no component, no check, no choice. */
import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import { AgentPool } from "@pulumi/azure-native/containerservice/agentPool";
import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials";
import { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting";
import { NatGateway } from "@pulumi/azure-native/network/natGateway";
import { PublicIPAddress } from "@pulumi/azure-native/network/publicIPAddress";
import { Subnet } from "@pulumi/azure-native/network/subnet";
import { VirtualNetwork } from "@pulumi/azure-native/network/virtualNetwork";
import { Workspace } from "@pulumi/azure-native/operationalinsights/workspace";
import { Provider } from "@pulumi/azure-native/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Provider as RandomProvider } from "@pulumi/random/provider";
import { RandomString } from "@pulumi/random/randomString";
import { parse } from "yaml";
// Names and ids of roles, which would be no others by hand.
import { assignRole } from "../../../components/targets/azure/role-assignments";
import { serving } from "./serving";

const location = "centralus";
const version = "1.35";
const tags = {};
const random = new RandomProvider("ml-random");
const suffix = new RandomString("ml-suffix", { length: 6, special: false, upper: false }, { provider: random });
const name = pulumi.interpolate`ml-${suffix.result}`;
const opts = { provider: new Provider("ml-azure", { environment: "public" }) };
const client = getClientConfigOutput(opts);
const group = new ResourceGroup("ml", { resourceGroupName: name, location, tags }, opts);
const resourceGroupName = group.name;
const common = { resourceGroupName, location, tags };

// The network.
const address = new PublicIPAddress(
  "ml-nat",
  {
    ...common,
    publicIpAddressName: pulumi.interpolate`${name}-nat`,
    publicIPAllocationMethod: "Static",
    sku: { name: "Standard" },
  },
  opts,
);
const nat = new NatGateway(
  "ml-nat",
  {
    ...common,
    natGatewayName: pulumi.interpolate`${name}-nat`,
    publicIpAddresses: [{ id: address.id }],
    sku: { name: "Standard" },
  },
  opts,
);
const network = new VirtualNetwork(
  "ml",
  { ...common, virtualNetworkName: name, addressSpace: { addressPrefixes: ["10.0.0.0/16"] } },
  { ...opts, ignoreChanges: ["subnets"] },
);
const subnet = new Subnet(
  "ml-nodes",
  {
    resourceGroupName,
    virtualNetworkName: network.name,
    subnetName: "nodes",
    addressPrefix: "10.0.0.0/17",
    natGateway: { id: nat.id },
    defaultOutboundAccess: false,
    serviceEndpoints: [{ service: "Microsoft.Storage" }],
  },
  opts,
);

// The identities.
const identity = (part: string) =>
  new UserAssignedIdentity(`ml-${part}`, { ...common, resourceName: pulumi.interpolate`${name}-${part}` }, opts);
const [controlPlane, kubelet] = [identity("control-plane"), identity("nodes")];
const principal = { principalId: controlPlane.principalId, principalType: "ServicePrincipal" };
const grants = [
  assignRole("ml-control-plane-network", { ...principal, role: "networkContributor", scope: subnet.id }, opts),
  assignRole("ml-control-plane-nodes", { ...principal, role: "managedIdentityOperator", scope: kubelet.id }, opts),
];

const creator = assignRole(
  "ml-creator",
  { role: "clusterAdmin", principalId: client.objectId, principalType: undefined, scope: group.id },
  { ...opts, ignoreChanges: ["principalId", "roleAssignmentName"] },
);

// The control plane and its nodes.
const pool = {
  type: "VirtualMachineScaleSets",
  osType: "Linux",
  osSKU: "Ubuntu",
  osDiskType: "Managed",
  enableNodePublicIP: false,
  orchestratorVersion: version,
  vnetSubnetID: subnet.id,
  tags,
};
const cluster = new ManagedCluster(
  "ml",
  {
    ...common,
    resourceName: name,
    dnsPrefix: name,
    nodeResourceGroup: pulumi.interpolate`${name}-nodes`,
    nodeResourceGroupProfile: { restrictionLevel: "ReadOnly" },
    kubernetesVersion: version,
    sku: { name: "Base", tier: "Standard" },
    supportPlan: "KubernetesOfficial",
    identity: { type: "UserAssigned", userAssignedIdentities: [controlPlane.id] },
    identityProfile: {
      kubeletidentity: { resourceId: kubelet.id, clientId: kubelet.clientId, objectId: kubelet.principalId },
    },
    enableRBAC: true,
    aadProfile: { managed: true, enableAzureRBAC: true },
    disableLocalAccounts: true,
    apiServerAccessProfile: {
      enablePrivateCluster: false,
      authorizedIPRanges: ["203.0.113.0/24", pulumi.interpolate`${address.ipAddress}/32`],
      disableRunCommand: true,
    },
    networkProfile: {
      networkPlugin: "azure",
      networkPluginMode: "overlay",
      networkDataplane: "cilium",
      networkPolicy: "cilium",
      podCidr: "192.168.0.0/16",
      serviceCidr: "172.16.0.0/16",
      dnsServiceIP: "172.16.0.10",
      loadBalancerSku: "standard",
      outboundType: "userAssignedNATGateway",
    },
    oidcIssuerProfile: { enabled: true },
    securityProfile: { workloadIdentity: { enabled: true } },
    storageProfile: {
      diskCSIDriver: { enabled: true },
      fileCSIDriver: { enabled: true },
      snapshotController: { enabled: true },
    },
    autoUpgradeProfile: { upgradeChannel: "patch", nodeOSUpgradeChannel: "NodeImage" },
    agentPoolProfiles: [
      {
        ...pool,
        name: "system",
        mode: "System",
        vmSize: "Standard_D4ds_v5",
        osDiskSizeGB: 128,
        count: 2,
        enableAutoScaling: false,
        nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
      },
    ],
  },
  { ...opts, dependsOn: [...grants, creator], protect: true },
);
const workspace = new Workspace(
  "ml-logs",
  { ...common, workspaceName: name, sku: { name: "PerGB2018" }, retentionInDays: 90 },
  opts,
);
const kinds = [
  ...["kube-apiserver", "kube-audit-admin", "kube-controller-manager", "kube-scheduler"],
  ...["cluster-autoscaler", "guard"],
];
const logs = new DiagnosticSetting(
  "ml-logs",
  {
    name: "logs",
    resourceUri: cluster.id,
    workspaceId: workspace.id,
    logAnalyticsDestinationType: "Dedicated",
    logs: kinds.map((category) => ({ category, enabled: true })),
  },
  opts,
);
const nodes = new AgentPool(
  "ml-general",
  {
    ...pool,
    resourceGroupName,
    resourceName: cluster.name,
    agentPoolName: "general",
    mode: "User",
    vmSize: "Standard_D8ds_v5",
    osDiskSizeGB: 100,
    count: 3,
    enableAutoScaling: true,
    minCount: 3,
    maxCount: 6,
    nodeLabels: {},
    nodeTaints: [],
  },
  { ...opts, ignoreChanges: ["count"] },
);

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: object }[];
  readonly users: readonly { readonly user: { readonly exec: { readonly args: readonly string[] } } }[];
}
const credentials = listManagedClusterUserCredentialsOutput(
  { resourceGroupName, resourceName: cluster.name, format: "exec" },
  opts,
);
const kubeconfig = pulumi.secret(
  pulumi.all([cluster.name, credentials.kubeconfigs]).apply(([own, [given]]) => {
    const { clusters, users } = parse(Buffer.from(given?.value ?? "", "base64").toString()) as Kubeconfig;
    const args = users[0]?.user.exec.args ?? [];
    const at = args.indexOf("--server-id");
    return JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": own,
      contexts: [{ name: own, context: { cluster: own, user: own } }],
      clusters: [{ name: own, cluster: clusters[0]?.cluster }],
      users: [
        {
          name: own,
          user: {
            exec: {
              apiVersion: "client.authentication.k8s.io/v1beta1",
              command: "kubelogin",
              args: ["get-token", "--login", "azurecli", ...args.slice(at, at + 2)],
              interactiveMode: "Never",
              provideClusterInfo: false,
              installHint: "Run az aks install-cli, or see https://azure.github.io/kubelogin.",
            },
          },
        },
      ],
    });
  }),
);
const settings = { kubeconfig, clusterIdentifier: cluster.id };
const internal = new kubernetes.Provider("ml-internal", settings, { dependsOn: [creator, nodes] });
const provider = new kubernetes.Provider("ml", settings, { dependsOn: [internal, logs] });

export const { gatewayService } = serving({ provider }, {});
export { kubeconfig };
