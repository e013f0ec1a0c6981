import {
  Exposure,
  IngressController,
  MlCluster,
  type ClusterFacts,
  type IngressFacts,
  type SeldonFacts,
} from "../../components";
import { kubeconfig } from "./kubeconfig";

/** A cluster that exists, in the running program. */
export const cluster = (): MlCluster =>
  new MlCluster("ml", {
    existing: { kubeconfig, context: "dev", clusterIdentifier: "dev" },
    kubernetesVersion: "1.35",
  });

/** Facts of a cluster in another stack. */
export const clusterFacts: ClusterFacts = {
  clusterIdentifier: "dev",
  clusterName: "lab",
  providesLoadBalancers: true,
  defaultExposure: Exposure.Public,
  ready: "lab",
};

/** Facts of an Istio ingress in another stack. */
export const ingressFacts: IngressFacts = {
  controller: IngressController.Istio,
  controllerVersion: "1.30.3",
  certManager: false,
  host: "lb.example.org",
  port: 80,
  url: "http://lb.example.org",
  gateway: "istio-system/seldon-gateway",
  gatewayNamespace: "istio-system",
  ingressClassName: "istio",
  ready: "http://lb.example.org",
};

/** Facts of an operator in another stack, which has the namespace `models`. */
export const seldonFacts: SeldonFacts = {
  clusterIdentifier: "dev",
  namespace: "seldon-system",
  controller: IngressController.Istio,
  modelNamespaces: ["models"],
  servers: {
    SKLEARN_SERVER: ["seldon", "v2"],
    XGBOOST_SERVER: ["seldon", "v2"],
    TENSORFLOW_SERVER: ["seldon", "tensorflow"],
    TRITON_SERVER: ["v2"],
    HUGGINGFACE_SERVER: ["v2"],
    MY_SERVER: ["seldon"],
  },
  keda: false,
  gateway: "istio-system/seldon-gateway",
  url: "http://lb.example.org",
  ready: "seldon-system",
};
