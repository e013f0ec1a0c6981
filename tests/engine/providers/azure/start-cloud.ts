import { version } from "@pulumi/azure-native/package.json";
import { KubernetesApi } from "../cloud/in-cluster/kubernetes-api";
import { scaleNodes } from "../cloud/in-cluster/nodes";
import { cloudProvider } from "../cloud/launcher";
import { questionsOf } from "../cloud/questions";
import { type CloudOptions, type TestCloud, startTestCloud } from "../cloud/test-cloud";
import { textAt } from "../cloud/values";
import { CLUSTER, clusterOf } from "./aks/cluster-facts";
import { AzureCloud } from "./azure-cloud";
import { runKubelogin } from "./cli/kubelogin";
import { playControllers } from "./in-cluster/controllers";
import { poolOf } from "./in-cluster/nodes";
import { azureTable } from "./table";

/** An Azure subscription for tests, stand-ins of `azure-native` and `random`, and the `kubelogin` program. */
export type TestAzure = TestCloud<AzureCloud>;

/** Starts an Azure subscription in this process. */
export async function startCloud({ cluster, patience = 1500 }: CloudOptions = {}): Promise<TestAzure> {
  const account = new AzureCloud(patience, cluster && new KubernetesApi(cluster.kubeconfig));
  const cloud = await startTestCloud({
    account,
    questions: questionsOf("azure-native", account, azureTable),
    providers: [
      cloudProvider("azure-native", version, { subscriptionId: "ARM_SUBSCRIPTION_ID", location: "ARM_LOCATION_NAME" }),
    ],
    program: {
      name: "kubelogin",
      version: "kubelogin version \ngit hash: v0.2.12/test",
      variables: ["AZURE_CLIENT_ID", "AZURE_TENANT_ID", "AZURE_FEDERATED_TOKEN_FILE"],
      run: (argv, env) => runKubelogin(account, argv, env),
    },
    look: () => playControllers(account),
    async scale(pool, count) {
      pool.inputs = { ...pool.inputs, count };
      const [parent] = account.resources(CLUSTER);
      if (!parent) throw new Error("there is no cluster");
      await scaleNodes(account, poolOf(account, clusterOf(parent), textAt(pool.outputs, "name"), pool.inputs), count);
    },
  });
  // A pipeline has these too; kubelogin reads them with other logins than that of the Azure CLI.
  return { ...cloud, env: { ...cloud.env, AZURE_CLIENT_ID: account.deployerClient } };
}
