import { stringify } from "yaml";
import { ApiError } from "../cloud/api-error";
import type { CloudResource, Invoke } from "../cloud/resource-type";
import { flagAt, textAt } from "../cloud/values";
import type { Properties } from "../property-values";
import type { AzureCloud } from "./azure-cloud";
import { CLUSTER } from "./aks/cluster-facts";
import { networkOf, SUBNET } from "./network/virtual-network";

/** Functions of the provider that clusters need. */
export const azureInvokes: Record<string, Invoke<AzureCloud>> = {
  "azure-native:authorization:getClientConfig": (cloud, _args, settings) => ({
    clientId: "04b07795-8ddb-461a-bbee-02f9e1bf7b46", // that of the Azure CLI
    objectId: cloud.deployer,
    subscriptionId: cloud.subscriptionOf(settings),
    tenantId: cloud.tenant,
  }),
  "azure-native:containerservice:listManagedClusterUserCredentials": (cloud, args, settings) => {
    const cluster = neededCluster(cloud, args, settings);
    const user = flagAt(cluster.inputs.aadProfile, "managed") ? entraUser(cloud) : { token: cloud.kubernetes.token };
    const server = serverOf(cloud, cluster, textAt(args, "serverFqdn"));
    return { kubeconfigs: [{ name: "clusterUser", value: kubeconfig(cloud, cluster, user, server) }] };
  },
  "azure-native:containerservice:listManagedClusterAdminCredentials": (cloud, args, settings) => {
    const cluster = neededCluster(cloud, args, settings);
    if (flagAt(cluster.inputs, "disableLocalAccounts")) {
      // AKS documentation, "Manage local accounts".
      const reason = "Getting static credential is not allowed because this cluster is set to disable local accounts.";
      throw new ApiError("BadRequest", reason);
    }
    return {
      kubeconfigs: [{ name: "clusterAdmin", value: kubeconfig(cloud, cluster, { token: cloud.kubernetes.token }) }],
    };
  },
  "azure-native:network:getSubnet": (cloud, args, settings) => {
    const network = `/subscriptions/${cloud.subscriptionOf(settings)}/resourceGroups/${textAt(args, "resourceGroupName")}/providers/Microsoft.Network/virtualNetworks/${textAt(args, "virtualNetworkName")}`;
    const { id, inputs, outputs } = cloud.referred(SUBNET, `${network}/subnets/${textAt(args, "subnetName")}`);
    return { ...inputs, ...outputs, id };
  },
  "azure-native:network:getVirtualNetwork": (cloud, args, settings) => {
    const id = `/subscriptions/${cloud.subscriptionOf(settings)}/resourceGroups/${textAt(args, "resourceGroupName")}/providers/Microsoft.Network/virtualNetworks/${textAt(args, "virtualNetworkName")}`;
    const network = networkOf(cloud, `${id}/subnets/x`);
    return { ...network.inputs, ...network.outputs, id: network.id };
  },
};

function neededCluster(
  cloud: AzureCloud,
  args: Properties,
  settings: Parameters<AzureCloud["subscriptionOf"]>[0],
): CloudResource {
  const [group, name] = [textAt(args, "resourceGroupName"), textAt(args, "resourceName")];
  const id = `/subscriptions/${cloud.subscriptionOf(settings)}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
  const reason = `The Resource 'Microsoft.ContainerService/managedClusters/${name}' under resource group '${group}' was not found.`;
  return cloud.needed(CLUSTER, id, "ResourceNotFound", reason);
}

/** Azure's kubeconfigs ask for a code in a browser until somebody changes the login (pulumi-azure-native #2579). */
const entraUser = (cloud: AzureCloud) => ({
  exec: {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "kubelogin",
    args: [
      ...["get-token", "--environment", "AzurePublicCloud", "--server-id", "6dae42f8-4368-4678-94ff-3960e28e3630"],
      ...["--client-id", "80faf920-1908-4b52-b5ef-a8e7bedfc67a", "--tenant-id", cloud.tenant, "--login", "devicecode"],
    ],
    env: null,
    installHint: "kubelogin is not installed which is required to connect to AAD enabled cluster.",
    provideClusterInfo: false,
  },
});

/** A private API server has two names, of which kubeconfigs have the private one (AKS documentation, "Create a private AKS cluster"). */
function serverOf({ kubernetes }: AzureCloud, { inputs, outputs }: CloudResource, serverFqdn: string): string {
  if (!["", "public"].includes(serverFqdn)) {
    throw new ApiError("InvalidParameter", `serverFqdn ${JSON.stringify(serverFqdn)} is not public.`);
  }
  if (!flagAt(inputs.apiServerAccessProfile, "enablePrivateCluster") || serverFqdn === "public")
    return kubernetes.endpoint;
  return `https://${textAt(outputs, "name")}.privatelink.${textAt(inputs, "location")}.azmk8s.io:443`;
}

function kubeconfig(
  cloud: AzureCloud,
  { outputs, inputs }: CloudResource,
  user: object,
  server = cloud.kubernetes.endpoint,
): string {
  const name = textAt(outputs, "name");
  const userName = `clusterUser_${textAt(inputs, "resourceGroupName")}_${name}`;
  const { certificateAuthority } = cloud.kubernetes;
  const text = stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": certificateAuthority } }],
    contexts: [{ name, context: { cluster: name, user: userName } }],
    "current-context": name,
    users: [{ name: userName, user }],
  });
  return Buffer.from(text).toString("base64");
}
