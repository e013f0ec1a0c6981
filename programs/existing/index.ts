/** A cluster that exists, with Istio in front of it. */
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, MlCluster } from "../../components";

const config = new pulumi.Config();

const cluster = new MlCluster("ml", {
  existing: { kubeconfigPath: config.require("kubeconfig"), context: config.require("context") },
  kubernetesVersion: config.get("kubernetesVersion") || undefined,
});

const ingress = new IngressLayer(
  "ingress",
  {
    cluster,
    istio: {},
    sourceRanges: config.requireObject<string[]>("sourceRanges"),
    mirror: config.get("mirror") || undefined,
  },
  { provider: cluster.provider },
);

export const kubeconfig = cluster.kubeconfig;
export const host = ingress.host;
export const url = ingress.url;
