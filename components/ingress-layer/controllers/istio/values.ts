import { given, labelled, type Decided, type ProtectedValue, type Values } from "../../../shared/values";
import type { IngressLayerArgs } from "../../args";
import { protectedOfService, serviceAnnotations } from "../../exposure";
import { disruptionBudget, scaleOf, type Scale } from "../../scale";
import type { IngressSpec } from "../../spec";

/** Values of the `base` chart: CRDs and the validating webhook. */
export const baseValues = ({ namespace }: IngressSpec): Values => ({ global: { istioNamespace: namespace.name } });

/** Values of the `istiod` chart: the control plane. */
export function istiodValues({ istio }: IngressLayerArgs, { namespace }: IngressSpec): Values {
  return given({
    global: {
      istioNamespace: namespace.name,
      // Charts of 1.30 name registry.istio.io, which closes in December 2026; Docker Hub stays.
      hub: "docker.io/istio",
    },
    // The gateway's namespace. Without it istiod does not find the gateway's address, and Ingresses never get a status.
    env: { K8S_INGRESS_NS: namespace.name },
    ...istiodScale(scaleOf(istio?.istiod ?? {})),
    resources: istio?.istiod?.resources,
  });
}

/** Values of the `gateway` chart: the ingress gateway and its Service. */
export function gatewayValues(spec: IngressSpec): Values {
  const { service, scale, resources, labels } = spec;
  return given({
    service: given({
      type: service.type,
      annotations: serviceAnnotations(spec),
      loadBalancerSourceRanges: service.sourceRanges,
    }),
    ...gatewayScale(scale),
    podDisruptionBudget: disruptionBudget(scale),
    resources,
    ...labelled(labels),
  });
}

/** The typed inputs that decide keys of each chart. */
export const decided = {
  "istio-base": { "global.istioNamespace": "namespace.name" },
  istiod: {
    "global.istioNamespace": "namespace.name",
    "env.K8S_INGRESS_NS": "namespace.name",
    autoscaleEnabled: "istio.istiod.replicas",
    autoscaleMin: "istio.istiod.autoscaling.min",
    autoscaleMax: "istio.istiod.autoscaling.max",
    "cpu.targetAverageUtilization": "istio.istiod.autoscaling.targetCpuPercent",
    replicaCount: "istio.istiod.replicas",
    resources: "istio.istiod.resources",
  },
  "istio-gateway": {
    "service.type": "service.type",
    "service.annotations": "service.annotations",
    "service.loadBalancerSourceRanges": "sourceRanges",
    "autoscaling.enabled": "replicas",
    "autoscaling.minReplicas": "autoscaling.min",
    "autoscaling.maxReplicas": "autoscaling.max",
    "autoscaling.targetCPUUtilizationPercentage": "autoscaling.targetCpuPercent",
    replicaCount: "replicas",
    resources: "resources",
    labels: "labels",
  },
} satisfies Record<string, Decided>;

/** Where the charts keep their own defaults; values there would reach a chart past all checks of single keys. */
const OWN_DEFAULTS: ProtectedValue = {
  keys: ["_internal_defaults_do_not_set"],
  why: "is internal to the chart; write the keys directly under values",
};

/** Keys of each chart that nobody may set, because the component's outputs and the Gateway rely on them. */
export const protectedValues = {
  "istio-base": [OWN_DEFAULTS],
  istiod: [
    OWN_DEFAULTS,
    { keys: ["revision"], why: "would leave the gateway without its control plane" },
    { keys: ["meshConfig", "ingressClass"], why: "must stay istio, because the IngressClass and the outputs use it" },
    { keys: ["meshConfig", "ingressService"], why: "must stay the gateway's Service" },
    { keys: ["meshConfig", "ingressSelector"], why: "must stay the gateway's label" },
  ],
  "istio-gateway": [
    OWN_DEFAULTS,
    { keys: ["name"], why: "would rename the Service that the outputs are read from" },
    { keys: ["kind"], value: "Deployment", why: "with this value, replicas and autoscaling have no effect" },
    ...["sidecar.istio.io/inject", "istio.io/rev"].map((key) => ({
      keys: ["labels", key],
      why: "is read by Istio, which could then leave the gateway's pods without their proxy",
    })),
    { keys: ["labels", "app"], why: "must stay, because Gateways find the gateway's pods by this label" },
    { keys: ["labels", "istio"], why: "must stay, because Gateways find the gateway's pods by this label" },
  ],
} satisfies Record<string, readonly ProtectedValue[]>;

/** What nobody may set of the gateway's chart. */
export const protectedOfGateway = ({ service: { type }, tls }: IngressSpec): readonly ProtectedValue[] => [
  ...protectedValues["istio-gateway"],
  ...(tls === undefined
    ? []
    : [
        {
          keys: ["service", "ports"],
          why: "cannot be changed together with tls, which needs the chart's own ports 80 and 443",
        },
      ]),
  ...protectedOfService(type),
];

// The two charts have different keys for this, and both ignore replicaCount while autoscaling is on.
const istiodScale = (scale: Scale): Values =>
  "replicas" in scale
    ? { autoscaleEnabled: false, replicaCount: scale.replicas }
    : {
        autoscaleEnabled: true,
        autoscaleMin: scale.autoscaling.min,
        autoscaleMax: scale.autoscaling.max,
        cpu: { targetAverageUtilization: scale.autoscaling.targetCpuPercent },
      };

const gatewayScale = (scale: Scale): Values =>
  "replicas" in scale
    ? { autoscaling: { enabled: false }, replicaCount: scale.replicas }
    : {
        autoscaling: {
          enabled: true,
          minReplicas: scale.autoscaling.min,
          maxReplicas: scale.autoscaling.max,
          targetCPUUtilizationPercentage: scale.autoscaling.targetCpuPercent,
        },
      };
