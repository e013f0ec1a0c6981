import { given, labelled, type Decided, type ProtectedValue, type Values } from "../../../shared/values";
import { ServiceType, type IngressLayerArgs } from "../../args";
import { protectedOfService, serviceAnnotations } from "../../exposure";
import { withHealthCheck } from "../../health-check";
import { disruptionBudget, type Scale } from "../../scale";
import type { IngressSpec } from "../../spec";
import type { EgressGatewayArgs } from "./args";
import { meshValues } from "./mesh";
import { profileOf, profiledResources, profiledScale } from "./profile";

/** Values of the `base` chart: CRDs and the validating webhook. */
export const baseValues = ({ namespace }: IngressSpec): Values => ({ global: { istioNamespace: namespace.name } });

/** Values of the `istiod` chart: the control plane. */
export function istiodValues(args: IngressLayerArgs, spec: IngressSpec): Values {
  const { namespace } = spec;
  const profile = profileOf(args.istio);
  const { istiod = {} } = args.istio ?? {};
  return given({
    global: given({
      istioNamespace: namespace.name,
      // Charts of 1.30 name registry.istio.io, which closes in December 2026; Docker Hub stays.
      hub: spec.overrides.imageRegistry === undefined ? "docker.io/istio" : undefined,
      proxy: profile.sidecar === undefined ? undefined : { resources: profile.sidecar },
    }),
    // The gateway's namespace. Without it istiod does not find the gateway's address, and Ingresses never get a status.
    env: { K8S_INGRESS_NS: namespace.name },
    ...istiodScale(profiledScale(profile, istiod)),
    resources: profiledResources(profile.istiod, istiod.resources),
    traceSampling: profile.traceSampling,
    meshConfig: meshValues(args, spec),
  });
}

/** Where a gateway says whether it is ready. Its ports 80 and 443 answer only once a Gateway uses them. */
const HEALTH_CHECK = { port: 15021, path: "/healthz/ready" };

/** Values of the `gateway` chart: the ingress gateway and its Service. */
export function gatewayValues(args: IngressLayerArgs, spec: IngressSpec): Values {
  const { service, labels } = spec;
  const profile = profileOf(args.istio);
  const scale = profiledScale(profile, args);
  return given({
    service: given({
      type: service.type,
      annotations: withHealthCheck(service.type, serviceAnnotations(spec), HEALTH_CHECK),
      loadBalancerSourceRanges: service.sourceRanges,
    }),
    ...gatewayScale(scale),
    podDisruptionBudget: disruptionBudget(scale),
    resources: profiledResources(profile.gateway, args.resources),
    ...labelled(labels),
  });
}

/** Values of the `gateway` chart for the egress gateway, which only the cluster reaches. */
export function egressValues({ istio }: IngressLayerArgs, { labels }: IngressSpec, egress: EgressGatewayArgs): Values {
  const profile = profileOf(istio);
  const scale = profiledScale(profile, egress);
  return given({
    service: { type: ServiceType.ClusterIP },
    ...gatewayScale(scale),
    podDisruptionBudget: disruptionBudget(scale),
    resources: profiledResources(profile.gateway, egress.resources),
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
    traceSampling: "istio.profile",
    "global.proxy.resources": "istio.profile",
    "meshConfig.accessLogFile": "istio.mesh.accessLog",
    "meshConfig.accessLogEncoding": "istio.mesh.accessLog",
    "meshConfig.outboundTrafficPolicy.mode": "istio.mesh.outboundTraffic",
    "meshConfig.enableAutoMtls": "istio.mesh.autoMtls",
    "meshConfig.pathNormalization.normalization": "istio.jwt.openPaths",
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
    {
      keys: ["pilot"],
      why: "is the older place of these keys, over which those at the top win; write them at the top",
    },
    { keys: ["istiodRemote", "enabled"], value: false, why: "would install no istiod" },
    {
      keys: ["configMap"],
      value: true,
      why: "would leave istiod without its mesh settings, also without those that inputs decide",
    },
    {
      keys: ["meshConfig", "ingressControllerMode"],
      value: "STRICT",
      why: "would change which Ingresses have an effect",
    },
    { keys: ["meshConfig", "ingressClass"], why: "must stay istio, because the IngressClass and the outputs use it" },
    { keys: ["meshConfig", "ingressService"], why: "must stay the gateway's Service" },
    { keys: ["meshConfig", "ingressSelector"], why: "must stay the gateway's label" },
  ],
  "istio-gateway": [
    OWN_DEFAULTS,
    { keys: ["revision"], why: "would leave the gateway without its control plane" },
    { keys: ["service", "selectorLabels"], why: "would lead the Service to other pods than the gateway's" },
    { keys: ["name"], why: "would rename the Service that the outputs are read from" },
    {
      keys: ["rbac", "enabled"],
      value: true,
      why: "must stay true, because istiod gives the gateway only certificates that its service account may read",
    },
    { keys: ["kind"], value: "Deployment", why: "with this value, replicas and autoscaling have no effect" },
    ...["sidecar.istio.io/inject", "istio.io/rev"].map((key) => ({
      keys: ["labels", key],
      why: "is read by Istio, which could then leave the gateway's pods without their proxy",
    })),
    { keys: ["labels", "app"], why: "must stay, because Gateways find the gateway's pods by this label" },
    { keys: ["labels", "istio"], why: "must stay, because Gateways find the gateway's pods by this label" },
    {
      keys: ["podDisruptionBudget", "maxUnavailable"],
      why: "cannot stand beside minAvailable, which the layer sets for several pods",
    },
  ],
} satisfies Record<string, readonly ProtectedValue[]>;

/** What nobody may set of the gateway's chart. */
export const protectedOfGateway = (spec: IngressSpec): readonly ProtectedValue[] => [
  ...protectedValues["istio-gateway"],
  ...protectedOfService(spec),
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
