import { MlCluster, type MlClusterArgs } from "../../../../components";
import type { PlainValue } from "../../../../recorder/graph";
import type { KnownOutputs } from "../../../../recorder/known-outputs";
import { deploy, type Deployed, type DeployOptions } from "../../../helpers/deploy";

export const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";
export const TENANT = "00000000-0000-4000-8000-000000000002";
export const CREATOR = "00000000-0000-4000-8000-000000000003";

/** A network that exists. */
export const existingNetwork = {
  subnetId: `${SUBSCRIPTION}/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/shared/subnets/ml`,
};

/** Arguments of a cluster, of which the least is said: who reaches its API server. */
export const clusterArgs = ({ azure = {}, ...common }: Partial<MlClusterArgs> = {}): MlClusterArgs => ({
  azure,
  apiAccess: { cidrs: ["203.0.113.0/24"] },
  ...common,
});

const recorded = new Map<string, Promise<Deployed>>();

/** A program with one cluster, `ml`. One recording serves all tests that ask for the same arguments. */
export function cluster(args: Partial<MlClusterArgs> = {}): Promise<Deployed> {
  const key = JSON.stringify(args);
  const found = recorded.get(key) ?? clusterIn(aks(), args);
  recorded.set(key, found);
  return found;
}

/** The same with other settings, or in a preview. */
export const clusterIn = (options: DeployOptions, args: Partial<MlClusterArgs> = {}): Promise<Deployed> =>
  deploy(() => {
    const { facts, kubeconfig } = new MlCluster("ml", clusterArgs(args));
    return { facts, kubeconfig };
  }, options);

/** What Azure would say: to data sources, and of what was made. */
export const aks = (): Pick<DeployOptions, "answers" | "outputs"> => ({
  answers: (token) => ANSWERS[token],
  outputs: (type, name, inputs) =>
    type.startsWith("azure-native:") ? azureOutputs(type, name, inputs) : OUTPUTS[type]?.(name),
});

/** What AKS itself gives as kubeconfig. */
export const GIVEN_KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- cluster:
    certificate-authority-data: LS0tLS1CRUdJTg==
    server: https://ml-x7k2p9-0a1b2c3d.hcp.centralus.azmk8s.io:443
  name: ml-x7k2p9
users:
- name: clusterUser
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: kubelogin
      args:
      - get-token
      - --environment
      - AzurePublicCloud
      - --server-id
      - 6dae42f8-4368-4678-94ff-3960e28e3630
      - --client-id
      - 80faf920-1908-4b52-b5ef-a8e7bedfc67a
      - --tenant-id
      - ${TENANT}
      - --login
      - devicecode
`;

type Properties = Readonly<Record<string, PlainValue>>;

const ANSWERS: Readonly<Record<string, Record<string, unknown>>> = {
  "azure-native:authorization:getClientConfig": {
    clientId: "00000000-0000-4000-8000-000000000004",
    objectId: CREATOR,
    subscriptionId: SUBSCRIPTION.split("/").pop(),
    tenantId: TENANT,
  },
  "azure-native:network:getSubnet": { addressPrefix: "10.9.0.0/20", ipConfigurations: [] },
  "azure-native:containerservice:listManagedClusterUserCredentials": {
    kubeconfigs: [{ name: "clusterUser", value: Buffer.from(GIVEN_KUBECONFIG).toString("base64") }],
  },
};

const OUTPUTS: Readonly<Record<string, (name: string) => KnownOutputs>> = {
  "random:index/randomString:RandomString": () => ({ outputs: { result: "x7k2p9" } }),
};

const text = (value: PlainValue | undefined): string => (typeof value === "string" ? value : "");

/** Kinds of resources in ids, and the input that names a resource. */
const KINDS: Readonly<Record<string, readonly [kind: string, input: string]>> = {
  "azure-native:containerservice:ManagedCluster": ["Microsoft.ContainerService/managedClusters", "resourceName"],
  "azure-native:managedidentity:UserAssignedIdentity": [
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "resourceName",
  ],
  "azure-native:network:NatGateway": ["Microsoft.Network/natGateways", "natGatewayName"],
  "azure-native:network:PublicIPAddress": ["Microsoft.Network/publicIPAddresses", "publicIpAddressName"],
  "azure-native:network:VirtualNetwork": ["Microsoft.Network/virtualNetworks", "virtualNetworkName"],
  "azure-native:operationalinsights:Workspace": ["Microsoft.OperationalInsights/workspaces", "workspaceName"],
};

/** What each resource gets besides its id and its name. */
const OWN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "azure-native:containerservice:ManagedCluster": {
    fqdn: "ml-x7k2p9-0a1b2c3d.hcp.centralus.azmk8s.io",
    currentKubernetesVersion: "1.35.2",
    oidcIssuerProfile: { enabled: true, issuerURL: `https://centralus.oic.prod-aks.azure.com/${TENANT}/0a1b2c3d/` },
  },
  "azure-native:network:PublicIPAddress": { ipAddress: "20.0.0.1" },
};

function azureOutputs(type: string, ownName: string, inputs: Properties): KnownOutputs {
  const group = text(inputs["resourceGroupName"]);
  if (type === "azure-native:resources:ResourceGroup") {
    return { id: `${SUBSCRIPTION}/resourceGroups/${group}`, outputs: { name: group } };
  }
  if (type === "azure-native:network:Subnet") {
    const [network, name] = [text(inputs["virtualNetworkName"]), text(inputs["subnetName"])];
    const of = `${SUBSCRIPTION}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${network}`;
    return { id: `${of}/subnets/${name}`, outputs: { name } };
  }
  const [kind, input = ""] = KINDS[type] ?? [];
  if (kind === undefined) return {};
  const name = text(inputs[input]) || ownName;
  const identity = type.endsWith("Identity")
    ? { clientId: `client-of-${name}`, principalId: `principal-of-${name}` }
    : {};
  return {
    id: `${SUBSCRIPTION}/resourceGroups/${group}/providers/${kind}/${name}`,
    outputs: { name, ...identity, ...OWN[type] },
  };
}
