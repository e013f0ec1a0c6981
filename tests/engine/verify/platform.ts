import {
  IngressLayer,
  JupyterHub,
  MlCluster,
  ModelDeployment,
  ModelProtocol,
  ModelServer,
  PachydermStore,
  RancherServer,
  SeldonCore,
} from "../../../components";
import type { TestCluster } from "../cluster";

/** A platform with everything that `mlplatform verify` knows, by HTTPS with an authority of its own. */
export const platformProgram =
  ({ kubeconfigPath, context }: TestCluster, mirror: string) =>
  () => {
    const cluster = new MlCluster("ml", { existing: { kubeconfigPath, context }, kubernetesVersion: "1.36" });
    const k8s = { provider: cluster.provider };
    const hosts = ["models.example.org", "*.apps.example.org"];
    const tls = { selfSigned: {} };
    const ingress = new IngressLayer("ingress", { cluster, istio: {}, hosts, tls, allowPublic: true, mirror }, k8s);
    const seldon = new SeldonCore("seldon", { cluster, ingress, modelNamespaces: ["models"], mirror }, k8s);
    for (const [name, protocol] of [
      ["iris", ModelProtocol.V2],
      ["wrapped", ModelProtocol.Seldon],
    ] as const) {
      const predictors = [{ name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris" }];
      new ModelDeployment(name, { seldon, namespace: "models", protocol, predictors }, k8s);
    }
    const behind = { cluster, ingress, mirror };
    const login = { sharedPassword: {}, allowAll: true };
    new JupyterHub("hub", { ...behind, host: "hub.apps.example.org", login }, k8s);
    new RancherServer("rancher", { ...behind, host: "rancher.apps.example.org", cleanUp: { enabled: false } }, k8s);
    new PachydermStore(
      "pachyderm",
      { ...behind, host: "pachyderm.apps.example.org", allowWithoutLogins: true, console: {}, local: {} },
      k8s,
    );
    return Promise.resolve({});
  };
