/** What the programs of clouds run on their clusters, written by hand. */
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export const release = (
  name: string,
  [releaseName, namespace]: [string, pulumi.Input<string>],
  [chart, chartVersion, repo]: [chart: string, version: string, repo?: string],
  values: Record<string, unknown>,
  options: pulumi.CustomResourceOptions,
  more: { readonly skipAwait?: boolean; readonly timeout?: number } = {},
) =>
  new kubernetes.helm.v3.Release(
    name,
    {
      name: releaseName,
      namespace,
      chart,
      version: chartVersion,
      ...(repo !== undefined && { repositoryOpts: { repo } }),
      values,
      timeout: 600,
      resetValues: true,
      ...more,
    },
    options,
  );

/** How the gateway of a program differs from that of the others. */
interface GatewayDifferences {
  readonly sourceRanges?: readonly string[];
  /** @default HTTP for every host */
  readonly servers?: readonly object[];
  /** The chart of cert-manager, if there is one. */
  readonly certManager?: pulumi.Resource;
}

/** Istio, Seldon Core and a model. */
export function serving(
  k8s: { readonly provider: kubernetes.Provider },
  annotations: Record<string, string>,
  {
    sourceRanges = ["203.0.113.0/24"],
    servers = [{ hosts: ["*"], port: { name: "http", number: 80, protocol: "HTTP" } }],
    certManager,
  }: GatewayDifferences = {},
) {
  const namespace = (resource: string, name: string, labels?: Record<string, string>) =>
    new kubernetes.core.v1.Namespace(resource, { metadata: { name, labels } }, k8s).metadata.name;
  const istio = "https://blob.istio.io/istio-release/charts";
  const istioSystem = namespace("ingress-namespace", "istio-system");
  new kubernetes.networking.v1.IngressClass(
    "ingress-class",
    { metadata: { name: "istio" }, spec: { controller: "istio.io/ingress-controller" } },
    k8s,
  );
  const base = release(
    "ingress-istio-base",
    ["istio-base", istioSystem],
    ["base", "1.30.3", istio],
    { global: { istioNamespace: istioSystem } },
    k8s,
    { skipAwait: true },
  );
  const istiod = release(
    "ingress-istiod",
    ["istiod", istioSystem],
    ["istiod", "1.30.3", istio],
    {
      autoscaleEnabled: true,
      autoscaleMin: 1,
      autoscaleMax: 5,
      cpu: { targetAverageUtilization: 80 },
      env: { K8S_INGRESS_NS: istioSystem },
      global: { hub: "docker.io/istio", istioNamespace: istioSystem },
    },
    { ...k8s, dependsOn: [base] },
  );
  const gateway = release(
    "ingress-gateway",
    ["istio-ingressgateway", istioSystem],
    ["gateway", "1.30.3", istio],
    {
      autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 80 },
      service: {
        type: "LoadBalancer",
        annotations,
        loadBalancerSourceRanges: [...sourceRanges],
      },
    },
    { ...k8s, dependsOn: [istiod] },
  );
  const shared = new kubernetes.apiextensions.CustomResource(
    "ingress-seldon-gateway",
    {
      apiVersion: "networking.istio.io/v1",
      kind: "Gateway",
      metadata: { name: "seldon-gateway", namespace: istioSystem },
      spec: {
        selector: { istio: "ingressgateway" },
        servers: [...servers],
      },
    },
    { ...k8s, dependsOn: [istiod] },
  );
  const service = kubernetes.core.v1.Service.get(
    "ingress-service",
    pulumi.interpolate`${gateway.status.namespace}/${gateway.status.name}`,
    k8s,
  );
  const models = namespace("seldon-models-models", "models", {
    "app.kubernetes.io/managed-by": "pulumi-mlplatform",
    "app.kubernetes.io/component": "models",
  });
  const seldon = release(
    "seldon",
    ["seldon-core", namespace("seldon-namespace", "seldon-system")],
    ["seldon-core-operator", "1.17.1", "https://storage.googleapis.com/seldon-charts"],
    {
      certManager: { enabled: certManager !== undefined },
      crd: { annotations: { "helm.sh/resource-policy": "keep" } },
      istio: { enabled: true, gateway: pulumi.interpolate`${istioSystem}/${shared.metadata.name}` },
      usageMetrics: { enabled: false },
    },
    { ...k8s, dependsOn: [gateway, service, ...(certManager === undefined ? [] : [certManager])] },
  );
  const predictor = (name: string, modelVersion: string, traffic: number) => ({
    name,
    traffic,
    graph: {
      name: "model",
      type: "MODEL",
      implementation: "SKLEARN_SERVER",
      modelUri: `gs://seldon-models/${modelVersion}/sklearn/iris`,
    },
    componentSpecs: [{ spec: { containers: [{ name: "model" }] } }],
  });
  new kubernetes.apiextensions.CustomResource(
    "iris",
    {
      apiVersion: "machinelearning.seldon.io/v1",
      kind: "SeldonDeployment",
      metadata: {
        name: "iris",
        namespace: models,
        annotations: {
          "pulumi.com/waitFor": "jsonpath={.status.state}=Available",
          "pulumi.com/timeoutSeconds": "600",
        },
      },
      spec: { protocol: "seldon", predictors: [predictor("main", "v1.17.1", 75), predictor("canary", "v1.18.2", 25)] },
    },
    { ...k8s, dependsOn: [seldon] },
  );

  return { gatewayService: service.id, gateway: shared, namespace: istioSystem };
}
