import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster";
import * as pulumi from "@pulumi/pulumi";
import { parsedKubeconfig } from "../../shared/kubeconfig-text";
import type { ApiAccessSpec } from "../api-access";
import { AzureLogin } from "./args";
import type { AzureContext } from "./context";

/** The kubeconfig of a cluster, as a secret. */
export const kubeconfigOf = (
  cluster: ManagedCluster,
  login: AzureLogin,
  { isPrivate }: ApiAccessSpec,
  { opts, resourceGroupName }: AzureContext,
): pulumi.Output<string> => {
  const found = listManagedClusterUserCredentialsOutput(
    {
      resourceGroupName,
      resourceName: cluster.name,
      format: "exec",
      // Otherwise AKS gives a private API server the name of a private DNS zone, which does not exist.
      ...(isPrivate && { serverFqdn: "public" }),
    },
    opts,
  );
  return pulumi.secret(
    pulumi
      .all([cluster.name, found.kubeconfigs])
      .apply(([name, [given]]) => aksKubeconfig(name, Buffer.from(given?.value ?? "", "base64").toString(), login)),
  );
};

/**
 * A kubeconfig that logs in with kubelogin at each use, made from the one that AKS gives. It contains no token, which would be in the
 * state and expire after an hour. That of AKS asks somebody to type a code into a browser, and names an application of Microsoft
 * (`--client-id`) that must not stand in for a service principal or a managed identity.
 */
export function aksKubeconfig(name: string, given: string, login: AzureLogin): string {
  const { clusters: [{ cluster } = {}] = [], users: [{ user } = {}] = [] } = parsedKubeconfig(given) as Kubeconfig;
  const args = user?.exec?.args ?? [];
  const option = (flag: string): string[] => {
    const at = args.indexOf(flag);
    return at < 0 ? [] : args.slice(at, at + 2);
  };
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "kubelogin",
    args: [
      "get-token",
      "--login",
      login,
      ...option("--server-id"),
      // The others know the tenant: the Azure CLI refuses one if it is logged in as a managed identity.
      ...(login === AzureLogin.ServicePrincipal ? [...option("--tenant-id"), ...option("--environment")] : []),
    ],
    interactiveMode: "Never",
    provideClusterInfo: false,
    installHint: "Run az aks install-cli, or see https://azure.github.io/kubelogin.",
  };
  // JSON, because YAML reads an unquoted cluster name such as `no` as a boolean.
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster }],
    users: [{ name, user: { exec } }],
  });
}

/** What is read of the kubeconfig of AKS. */
interface Kubeconfig {
  readonly clusters?: readonly { readonly cluster?: object }[];
  readonly users?: readonly { readonly user?: { readonly exec?: { readonly args?: readonly string[] } } }[];
}
