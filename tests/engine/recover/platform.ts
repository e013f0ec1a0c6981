import type { PulumiFn } from "@pulumi/pulumi/automation";
import { IngressLayer, MlCluster } from "../../../components";
import type { TestCluster } from "../cluster";

/** The platform on a cluster that exists, as `programs/existing` builds it. */
export const platform =
  (cluster: TestCluster, mirror: string): PulumiFn =>
  () => {
    const { kubeconfigPath, context } = cluster;
    const ml = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const args = { cluster: ml, istio: {}, sourceRanges: ["203.0.113.0/24"], mirror };
    const ingress = new IngressLayer("ingress", args, { provider: ml.provider });
    return Promise.resolve({ url: ingress.url, gateway: ingress.gateway, kubeconfig: ml.kubeconfig });
  };
