import * as pulumi from "@pulumi/pulumi";
import {
  IngressLayer,
  JupyterHub,
  JupyterHubServiceType,
  MlCluster,
  ModelDeployment,
  ModelServer,
  PachydermServiceType,
  PachydermStore,
  RancherServer,
  Route,
  SeldonCore,
} from "../../../components";

/** What the program is told in each language. */
export interface Settings {
  readonly kubeconfig: string;
  readonly context: string;
  readonly kubernetesVersion: string;
  readonly sourceRanges: string[];
  /** Where charts come from. */
  readonly mirror: string;
  /** Of Rancher. */
  readonly certificate: string;
  readonly key: string;
}

/** Every component that suits an existing cluster, in TypeScript: what the programs in other languages have to make as well. */
export const platform = (settings: Settings) => () => {
  const { kubeconfig, context, kubernetesVersion, sourceRanges, mirror, certificate, key } = settings;
  const ml = new MlCluster("ml", { existing: { kubeconfig: pulumi.secret(kubeconfig), context }, kubernetesVersion });
  const k8s = { provider: ml.provider };
  const ingress = new IngressLayer("ingress", { cluster: ml, istio: {}, sourceRanges, mirror }, k8s);
  new IngressLayer(
    "partners",
    {
      cluster: ml,
      istio: { controlPlane: ingress },
      sourceRanges: ["198.51.100.0/24"],
      hosts: ["partners.example.org"],
      replicas: 2,
      namespace: { name: "partners" },
      mirror,
    },
    k8s,
  );
  const seldon = new SeldonCore("seldon", { cluster: ml, ingress, modelNamespaces: ["models"], mirror }, k8s);
  const predictors = [
    { name: "main", server: ModelServer.Sklearn, modelUri: "gs://models/iris", traffic: 75 },
    { name: "canary", image: "registry.example.org/iris:2", traffic: 25 },
  ];
  const iris = new ModelDeployment("iris", { seldon, namespace: "models", predictors }, k8s);
  // The Service need not exist, and this namespace exists as soon as routes do.
  const service = { name: "proxy-public", port: 80 };
  const host = "lab.example.org";
  const notebooks = new Route("notebooks", { ingress, namespace: "istio-system", host, path: "/lab", service }, k8s);
  const hub = new JupyterHub(
    "hub",
    {
      cluster: ml,
      login: { sharedPassword: {}, allowedUsers: ["ada"], adminUsers: ["root"] },
      service: { type: JupyterHubServiceType.ClusterIP },
      reach: { seldon },
      deleteData: true,
      mirror,
    },
    k8s,
  );
  const pachyderm = new PachydermStore(
    "pachyderm",
    { cluster: ml, seaweedFs: {}, service: { type: PachydermServiceType.ClusterIP }, deleteData: true, mirror },
    k8s,
  );
  const rancher = new RancherServer(
    "rancher",
    {
      cluster: ml,
      host: "rancher.example.org",
      kubernetesIngress: {},
      tls: { secret: { certificate, key: pulumi.secret(key) } },
      replicas: 1,
      // It needs an SDK that other languages cannot do without if they name it.
      cleanUp: { enabled: false },
      mirror,
    },
    k8s,
  );
  return Promise.resolve({
    modelUrl: iris.restUrl,
    notebooksUrl: notebooks.ready,
    kubeconfig: ml.kubeconfig,
    host: ingress.host,
    url: ingress.url,
    hubNamespace: hub.namespace,
    connect: pachyderm.connectCommand,
    rancherUrl: rancher.url,
  });
};
