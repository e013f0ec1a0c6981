import * as pulumi from "@pulumi/pulumi";
import {
  IngressLayer,
  MlCluster,
  ModelDeployment,
  ModelServer,
  SeldonCore,
} from "pulumi-mlplatform";

const config = new pulumi.Config();
const domain = config.require("domain");

const cluster = new MlCluster("ml", {
  k3d: {},
  kubernetesVersion: "1.35",
  deletionProtection: config.requireBoolean("deletionProtection"),
});
const k8s = { provider: cluster.provider };

const ingress = new IngressLayer(
  "ingress",
  {
    cluster,
    istio: {},
    // Only this machine reaches it.
    internal: true,
    hosts: [`models.${domain}`],
    // A private authority. For certificates that browsers know: letsEncrypt.
    tls: { selfSigned: {} },
  },
  k8s,
);

const seldon = new SeldonCore(
  "seldon",
  {
    cluster,
    ingress,
    modelNamespaces: ["models"],
  },
  k8s,
);
const iris = new ModelDeployment(
  "iris",
  {
    seldon,
    namespace: "models",
    predictors: [
      {
        name: "main",
        server: ModelServer.Sklearn,
        modelUri: "gs://seldon-models/v1.17.1/sklearn/iris",
      },
    ],
  },
  k8s,
);

export const kubeconfig = cluster.kubeconfig;
export const host = ingress.host;
export const caCertificate = ingress.caCertificate;
export const modelUrl = iris.restUrl;
export const modelCommand = iris.curl;
