import { CloudDesk, DESK_PATIENCE } from "../cloud/desk";
import type { CloudResource } from "../cloud/resource-type";
import { AzureCloud } from "./azure-cloud";
import { IDENTITY } from "./identity/managed-identity";
import { ROLES } from "./identity/role-assignment";
import { MemoryApi } from "./memory-api";
import { azureTable } from "./table";

/** A resource group. */
export const GROUP = "ml";

/** Asks the table of Azure as the provider does. */
export class Desk extends CloudDesk<AzureCloud> {
  constructor() {
    super(new AzureCloud(DESK_PATIENCE, new MemoryApi()), azureTable, "azure-native", { location: "centralus" });
  }

  /** Makes something in the resource group. */
  in(shortType: string, inputs: object): Promise<CloudResource> {
    return this.make(shortType, { resourceGroupName: GROUP, ...inputs });
  }

  group(): Promise<CloudResource> {
    return this.make("resources:ResourceGroup", { resourceGroupName: GROUP, location: "centralus" });
  }

  /** A network 10.0.0.0/16 with a subnet that a NAT gateway leads out of. */
  async network({ nodes = "10.0.0.0/17" } = {}) {
    const sku = { name: "Standard" };
    const address = await this.in("network:PublicIPAddress", {
      publicIpAddressName: "nat",
      publicIPAllocationMethod: "Static",
      sku,
    });
    const gateway = { natGatewayName: "nat", publicIpAddresses: [{ id: address.id }], sku };
    const nat = await this.in("network:NatGateway", gateway);
    const addressSpace = { addressPrefixes: ["10.0.0.0/16"] };
    const network = await this.in("network:VirtualNetwork", { virtualNetworkName: "net", addressSpace });
    const subnet = await this.in("network:Subnet", {
      virtualNetworkName: "net",
      subnetName: "nodes",
      addressPrefix: nodes,
      natGateway: { id: nat.id },
    });
    return { address, nat, network, subnet };
  }

  identity(resourceName: string): Promise<CloudResource> {
    return this.in("managedidentity:UserAssignedIdentity", { resourceName });
  }

  /** Gives an identity a role. */
  assign(identity: CloudResource, role: keyof typeof ROLES, { id: scope }: CloudResource): Promise<CloudResource> {
    return this.make("authorization:RoleAssignment", {
      scope,
      principalId: identity.outputs.principalId,
      principalType: "ServicePrincipal",
      roleDefinitionId: definitionOf(ROLES[role]),
    });
  }

  /** A resource group with all that a cluster needs, and the inputs of that cluster. */
  async platform(options: { nodes?: string } = {}) {
    await this.group();
    const network = await this.network(options);
    const [control, kubelet] = [await this.identity("control"), await this.identity("kubelet")];
    await this.assign(control, "networkContributor", network.subnet);
    await this.assign(control, "managedIdentityOperator", kubelet);
    const system = {
      name: "system",
      mode: "System",
      vmSize: "Standard_D4ds_v5",
      ...{ enableAutoScaling: true, minCount: 2, maxCount: 3, count: 2 },
      nodeTaints: ["CriticalAddonsOnly=true:NoSchedule"],
      orchestratorVersion: "1.35",
      vnetSubnetID: network.subnet.id,
    };
    const cluster = {
      resourceName: "ml",
      dnsPrefix: "ml",
      kubernetesVersion: "1.35",
      identity: { type: "UserAssigned", userAssignedIdentities: [control.id] },
      identityProfile: {
        kubeletidentity: {
          resourceId: kubelet.id,
          clientId: kubelet.outputs.clientId,
          objectId: kubelet.outputs.principalId,
        },
      },
      aadProfile: { managed: true, enableAzureRBAC: true },
      disableLocalAccounts: true,
      apiServerAccessProfile: { authorizedIPRanges: ["203.0.113.0/24"] },
      networkProfile: {
        ...{
          networkPlugin: "azure",
          networkPluginMode: "overlay",
          networkDataplane: "cilium",
          networkPolicy: "cilium",
        },
        ...{ podCidr: "192.168.0.0/16", serviceCidr: "172.16.0.0/16", dnsServiceIP: "172.16.0.10" },
        outboundType: "userAssignedNATGateway",
      },
      agentPoolProfiles: [system],
      oidcIssuerProfile: { enabled: true },
    };
    return { ...network, control, kubelet, system, cluster };
  }

  cluster(inputs: object): Promise<CloudResource> {
    return this.in("containerservice:ManagedCluster", inputs);
  }

  /** A node pool for workloads. */
  pool(agentPoolName: string, inputs: object): Promise<CloudResource> {
    return this.in("containerservice:AgentPool", {
      resourceName: "ml",
      agentPoolName,
      mode: "User",
      vmSize: "Standard_D8ds_v5",
      orchestratorVersion: "1.35",
      ...{ enableAutoScaling: true, minCount: 1, maxCount: 4, count: 1 },
      ...inputs,
    });
  }

  /** How many nodes a pool has. */
  async nodes(pool: string): Promise<number> {
    return (await this.account.kubernetes.list("/api/v1/nodes", `kubernetes.azure.com/agentpool=${pool}`)).length;
  }
}

/** The id of a role. */
export const definitionOf = (guid: string): string =>
  `/subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

export { IDENTITY };
