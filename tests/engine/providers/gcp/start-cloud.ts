import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { version } from "@pulumi/gcp/package.json";
import { KubernetesApi } from "../cloud/in-cluster/kubernetes-api";
import { scaleNodes } from "../cloud/in-cluster/nodes";
import { cloudProvider } from "../cloud/launcher";
import { questionsOf } from "../cloud/questions";
import { type CloudOptions, type TestCloud, startTestCloud } from "../cloud/test-cloud";
import { listAt } from "../cloud/values";
import { CLUSTER } from "./container/cluster";
import { clusterId } from "./container/node-pool";
import { GcpCloud } from "./gcp-cloud";
import { playControllers } from "./in-cluster/controllers";
import { poolOf } from "./in-cluster/nodes";
import { runAuthPlugin } from "./login";
import { gcpTable } from "./table";

/** A project of Google Cloud for tests, stand-ins of `gcp` and `random`, and the program `gke-gcloud-auth-plugin`. */
export type TestGcp = TestCloud<GcpCloud>;

/** Starts a project in this process. */
export function startCloud({ cluster, patience = 1500 }: CloudOptions = {}): Promise<TestGcp> {
  const account = new GcpCloud(patience, cluster && new KubernetesApi(cluster.kubeconfig));
  return startTestCloud({
    account,
    questions: questionsOf("gcp", account, gcpTable),
    providers: [cloudProvider("gcp", version, { project: "GOOGLE_CLOUD_PROJECT", region: "GOOGLE_REGION" })],
    program: {
      name: "gke-gcloud-auth-plugin",
      version: "Kubernetes v1.35.0+test",
      variables: ["CLOUDSDK_CORE_ACCOUNT"],
      run: (argv, env) => runAuthPlugin(account, argv, env),
    },
    // A public authority signs the certificate of a real DNS endpoint, so the kubeconfig names none.
    environment: async (folder): Promise<Record<string, string>> => {
      if (!cluster) return {};
      const file = join(folder, "authorities.pem");
      await writeFile(file, Buffer.from(account.kubernetes.certificateAuthority, "base64"));
      return { SSL_CERT_FILE: file };
    },
    look: () => playControllers(account),
    async scale(nodePool, size) {
      const zones = listAt(nodePool.inputs, "nodeLocations").length;
      nodePool.inputs = { ...nodePool.inputs, nodeCount: Math.ceil(size / zones) };
      const control = account.find(CLUSTER, clusterId(nodePool.inputs));
      if (control) await scaleNodes(account, poolOf(account, control.inputs, nodePool.inputs), size);
    },
  });
}
