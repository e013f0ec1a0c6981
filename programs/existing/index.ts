/** A cluster that exists, with Istio in front of it, and a model in two versions behind that. */
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, MlCluster, ModelDeployment, ModelServer, SeldonCore } from "../../components";

const config = new pulumi.Config();
const common = {
  mirror: config.get("mirror") || undefined,
  allowUntestedVersions: config.requireBoolean("allowUntestedVersions"),
};
const canary = config.requireNumber("canaryTraffic");
if (canary < 0 || canary > 100) {
  throw new pulumi.RunError(`canaryTraffic: ${canary} is no share of the requests in percent; write 0 to 100.`);
}

const cluster = new MlCluster("ml", {
  existing: { kubeconfigPath: config.require("kubeconfig"), context: config.require("context") },
  kubernetesVersion: config.get("kubernetesVersion") || undefined,
  allowUntestedVersions: common.allowUntestedVersions,
});
const k8s = { provider: cluster.provider };

const ingress = new IngressLayer(
  "ingress",
  {
    cluster,
    istio: {},
    sourceRanges: config.requireObject<string[]>("sourceRanges"),
    allowPublic: config.requireBoolean("allowPublic"),
    ...common,
  },
  k8s,
);

const seldon = new SeldonCore("seldon", { cluster, ingress, modelNamespaces: ["models"], ...common }, k8s);

const server = ModelServer.Sklearn;
const iris = new ModelDeployment(
  "iris",
  {
    seldon,
    namespace: "models",
    predictors: [
      { name: "main", server, modelUri: "gs://seldon-models/v1.17.1/sklearn/iris", traffic: 100 - canary },
      { name: "canary", server, modelUri: "gs://seldon-models/v1.18.2/sklearn/iris", traffic: canary },
    ],
  },
  k8s,
);

export const kubeconfig = cluster.kubeconfig;
export const host = ingress.host;
export const url = ingress.url;
export const modelUrl = iris.restUrl;
