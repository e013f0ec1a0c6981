/**
 * What `programs/existing` creates, written by hand against the SDKs with no more dependencies than the resources need: the
 * time of its `up` is what any program for these resources can reach.
 */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";

const config = new pulumi.Config("mlplatform");
const provider = new kubernetes.Provider("ml", {
  kubeconfig: pulumi.secret(readFileSync(config.require("kubeconfig"), "utf8")),
});
const opts = { provider };

interface Chart {
  readonly name: string;
  readonly namespace: kubernetes.core.v1.Namespace;
  readonly chart: string;
  readonly version: string;
  readonly repo: string;
  readonly values: pulumi.Inputs;
  readonly dependsOn?: pulumi.Resource[];
  readonly skipAwait?: boolean;
}

const release = (resource: string, { namespace, repo, dependsOn = [], ...args }: Chart) =>
  new kubernetes.helm.v3.Release(
    resource,
    {
      ...args,
      namespace: namespace.metadata.name,
      repositoryOpts: { repo: config.get("mirror") ?? repo },
      timeout: 600,
      resetValues: true,
    },
    { provider, dependsOn },
  );

// Istio.
const repo = "https://blob.istio.io/istio-release/charts";
const version = "1.30.3";
const namespace = new kubernetes.core.v1.Namespace(
  "ingress-namespace",
  { metadata: { name: "istio-system" } },
  { provider },
);
const base = release("ingress-istio-base", {
  ...{ name: "istio-base", namespace, chart: "base", version, repo },
  values: { global: { istioNamespace: "istio-system" } },
  skipAwait: true,
});
const istiod = release("ingress-istiod", {
  ...{ name: "istiod", namespace, chart: "istiod", version, repo },
  values: {
    global: { istioNamespace: "istio-system", hub: "docker.io/istio" },
    env: { K8S_INGRESS_NS: "istio-system" },
    ...{ autoscaleEnabled: true, autoscaleMin: 1, autoscaleMax: 5, cpu: { targetAverageUtilization: 80 } },
  },
  dependsOn: [base],
});
const gateway = release("ingress-gateway", {
  ...{ name: "istio-ingressgateway", namespace, chart: "gateway", version, repo },
  values: {
    service: {
      type: "LoadBalancer",
      annotations: {},
      loadBalancerSourceRanges: config.requireObject<string[]>("sourceRanges"),
    },
    autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 80 },
  },
  dependsOn: [istiod],
});
new kubernetes.apiextensions.CustomResource(
  "ingress-seldon-gateway",
  {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "seldon-gateway", namespace: namespace.metadata.name },
    spec: {
      selector: { istio: "ingressgateway" },
      servers: [{ port: { number: 80, name: "http", protocol: "HTTP" }, hosts: ["*"] }],
    },
  },
  { provider, dependsOn: [istiod] },
);
new kubernetes.networking.v1.IngressClass(
  "ingress-class",
  { metadata: { name: "istio" }, spec: { controller: "istio.io/ingress-controller" } },
  opts,
);
const service = kubernetes.core.v1.Service.get(
  "ingress-service",
  pulumi.interpolate`${gateway.status.namespace}/${gateway.status.name}`,
  opts,
);

// Seldon Core, which needs Istio's definitions and nothing else of it.
const operatorNamespace = new kubernetes.core.v1.Namespace(
  "seldon-namespace",
  { metadata: { name: "seldon-system" } },
  opts,
);
const labels = { "app.kubernetes.io/component": "models", "app.kubernetes.io/managed-by": "pulumi-mlplatform" };
const models = new kubernetes.core.v1.Namespace("seldon-models-models", { metadata: { name: "models", labels } }, opts);
const operator = release("seldon", {
  ...{ name: "seldon-core", namespace: operatorNamespace, chart: "seldon-core-operator", version: "1.17.1" },
  repo: "https://storage.googleapis.com/seldon-charts",
  values: {
    certManager: { enabled: false },
    crd: { annotations: { "helm.sh/resource-policy": "keep" } },
    istio: { enabled: true, gateway: "istio-system/seldon-gateway" },
    usageMetrics: { enabled: false },
  },
  dependsOn: [base],
});

// The model.
const predictor = (name: string, modelUri: string, traffic: number) => ({
  name,
  traffic,
  graph: { name: "model", type: "MODEL", implementation: "SKLEARN_SERVER", modelUri },
  componentSpecs: [{ spec: { containers: [{ name: "model" }] } }],
});
const model = new kubernetes.apiextensions.CustomResource(
  "iris",
  {
    apiVersion: "machinelearning.seldon.io/v1",
    kind: "SeldonDeployment",
    metadata: {
      name: "iris",
      namespace: models.metadata.name,
      annotations: {
        "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
        "pulumi.com/timeoutSeconds": "600",
      },
    },
    spec: {
      protocol: "seldon",
      predictors: [
        predictor("main", "gs://seldon-models/v1.17.1/sklearn/iris", 75),
        predictor("canary", "gs://seldon-models/v1.18.2/sklearn/iris", 25),
      ],
    },
  },
  { provider, dependsOn: [operator] },
);

/** What a read Service says of its load balancer; its type promises more than a cluster that has not answered yet. */
type Status =
  { readonly loadBalancer?: { readonly ingress: readonly { hostname?: string; ip?: string }[] } } | undefined;

export const modelUrl = pulumi.all([service.status as pulumi.Output<Status>, model.id]).apply(([status]) => {
  const [address] = status?.loadBalancer?.ingress ?? [];
  return `http://${address?.hostname ?? address?.ip ?? ""}/seldon/models/iris/api/v1.0/predictions`;
});
