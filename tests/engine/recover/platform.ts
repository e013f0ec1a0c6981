import type { ResourceTransformation } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { IngressLayer, MlCluster, ModelDeployment, ModelServer, SeldonCore } from "../../../components";
import { RELEASE_TYPE } from "../../../cli/stack/state";
import type { TestCluster } from "../cluster";

/**
 * The platform on a cluster that exists, as `programs/existing` builds it.
 * @param limit seconds that the gateway may take to get an address. @default that of the component
 */
export const platform =
  (
    cluster: Pick<TestCluster, "kubeconfigPath" | "context">,
    mirror: string,
    limit: () => number | undefined = () => undefined,
  ): PulumiFn =>
  () => {
    const { kubeconfigPath, context } = cluster;
    const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const timeout = limit();
    const withLimit: ResourceTransformation = ({ type, name, props, opts }) =>
      type === RELEASE_TYPE && name === "ingress-gateway" && timeout !== undefined
        ? { props: { ...(props as object), timeout }, opts }
        : undefined;
    const k8s = { provider: ml.provider, transformations: [withLimit] };
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
