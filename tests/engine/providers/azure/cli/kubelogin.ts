import { parseArgs } from "node:util";
import { type Answer, execCredential } from "../../cloud/program/answer";
import { listAt } from "../../cloud/values";
import { CLUSTER } from "../aks/cluster-facts";
import type { AzureCloud } from "../azure-cloud";
import { IDENTITY } from "../identity/managed-identity";
import { hasRole, ROLES } from "../identity/role-assignment";

const OPTIONS = {
  login: { type: "string", short: "l" },
  "server-id": { type: "string" },
  "client-id": { type: "string" },
  "tenant-id": { type: "string" },
  environment: { type: "string" },
} as const;

/** The application that every AKS cluster is to Entra ID. */
const SERVER_ID = "6dae42f8-4368-4678-94ff-3960e28e3630";

const failed = (stderr: string): Answer => ({ stdout: "", stderr: `Error: ${stderr}\n`, code: 1 });

/** Plays kubelogin, as far as kubeconfigs need it: `kubelogin get-token`. */
export function runKubelogin(cloud: AzureCloud, argv: string[], env: Readonly<Record<string, string>>): Answer {
  try {
    const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
    if (positionals.join(" ") !== "get-token")
      return failed(`unknown command ${JSON.stringify(positionals.join(" "))}`);
    const { login = "devicecode", "tenant-id": tenantId = env.AZURE_TENANT_ID ?? "", "server-id": serverId } = values;
    if (serverId !== SERVER_ID) return failed("--server-id is required");
    if (login === "devicecode") return failed("nobody is there to open https://microsoft.com/devicelogin");
    const principalId = principalOf(cloud, login, values["client-id"] ?? env.AZURE_CLIENT_ID ?? "");
    if (principalId === undefined) return failed(`no identity to log in with by ${login}`);
    const granted = ["", cloud.tenant].includes(tenantId) && isAdmin(cloud, principalId);
    cloud.logins.push({ login, tenantId, principalId, granted });
    return execCredential(granted ? cloud.kubernetes.token : "eyJ.refused");
  } catch (error) {
    return failed((error as Error).message);
  }
}

/** The Azure CLI is logged in as who deploys; the other ways take the principal with that client id. */
function principalOf(cloud: AzureCloud, login: string, clientId: string): string | undefined {
  if (login === "azurecli" || clientId === cloud.deployerClient) return cloud.deployer;
  const identity = cloud.resources(IDENTITY).find(({ outputs }) => outputs.clientId === clientId);
  return identity?.outputs.principalId as string | undefined;
}

/** By a role of Azure, or as a member of a group that the cluster names (AKS documentation, "Use Azure RBAC for Kubernetes authorization"). */
function isAdmin(cloud: AzureCloud, principalId: string): boolean {
  const [cluster] = cloud.resources(CLUSTER);
  if (!cluster) return false;
  const groups = listAt(cluster.inputs.aadProfile, "adminGroupObjectIDs");
  const isMember = groups.some((group) => cloud.members.get(group)?.includes(principalId));
  return isMember || hasRole(cloud, principalId, ROLES.clusterAdmin, cluster.id);
}
