/** A cluster that exists, with Istio in front of it. */
import * as pulumi from "@pulumi/pulumi";
import { IngressLayer, MlCluster } from "../../components";

const config = new pulumi.Config();
const allowUntestedVersions = config.requireBoolean("allowUntestedVersions");

const cluster = new MlCluster("ml", {
  existing: { kubeconfigPath: config.require("kubeconfig"), context: config.require("context") },
  kubernetesVersion: config.get("kubernetesVersion") || undefined,
  allowUntestedVersions,
});

const ingress = new IngressLayer(
  "ingress",
  {
    cluster,
    istio: {},
    sourceRanges: config.requireObject<string[]>("sourceRanges"),
    allowPublic: config.requireBoolean("allowPublic"),
    mirror: config.get("mirror") || undefined,
    allowUntestedVersions,
  },
  { provider: cluster.provider },
);

export const kubeconfig = cluster.kubeconfig;
export const host = ingress.host;
export const url = ingress.url;
