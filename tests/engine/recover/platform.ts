import type { PulumiFn } from "@pulumi/pulumi/automation";
import { IngressLayer, MlCluster, ModelDeployment, ModelServer, SeldonCore } from "../../../components";
import type { TestCluster } from "../cluster";

/** The platform on a cluster that exists, as `programs/existing` builds it. */
export const platform =
  (cluster: TestCluster, mirror: string): PulumiFn =>
  () => {
    const { kubeconfigPath, context } = cluster;
    const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const k8s = { provider: ml.provider };
    const sourceRanges = ["203.0.113.0/24"];
    const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, sourceRanges, mirror }, k8s);
    const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], mirror }, k8s);
    const server = { server: ModelServer.Sklearn, modelUri: "gs://models/iris" };
    const predictors = [
      { name: "main", ...server, traffic: 75 },
      { name: "canary", ...server, traffic: 25 },
    ];
    const iris = new ModelDeployment("iris", { seldon, namespace: "models", predictors }, k8s);
    const { url, gateway } = ingress;
    return Promise.resolve({ url, gateway, modelUrl: iris.restUrl, kubeconfig: ml.kubeconfig });
  };
