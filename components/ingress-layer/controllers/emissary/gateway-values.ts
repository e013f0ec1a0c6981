import { problemIf, type Problem } from "../../../shared/invalid-args";
import { given, type Decided, type ProtectedValue, type Values } from "../../../shared/values";
import { protectedOfService, serviceAnnotations } from "../../exposure";
import { disruptionBudget, type Scale } from "../../scale";
import type { IngressSpec } from "../../spec";

/** Values of the Service and of the pods, which the charts of Emissary and of Ambassador share. */
export function gatewayValues(spec: IngressSpec): Values {
  const { service, scale, resources, labels } = spec;
  const ownLabels = Object.keys(labels).length === 0 ? undefined : labels;
  return given({
    service: given({
      type: service.type,
      annotations: serviceAnnotations(spec),
      loadBalancerSourceRanges: service.sourceRanges,
    }),
    ...scaleValues(scale),
    podDisruptionBudget: disruptionBudget(scale),
    resources,
    podLabels: ownLabels,
    deploymentLabels: ownLabels,
  });
}

// The charts ignore replicaCount while autoscaling is on. Their own metrics would also count memory.
const scaleValues = (scale: Scale): Values =>
  "replicas" in scale
    ? { autoscaling: { enabled: false }, replicaCount: scale.replicas }
    : {
        autoscaling: {
          enabled: true,
          minReplicas: scale.autoscaling.min,
          maxReplicas: scale.autoscaling.max,
          metrics: [
            {
              type: "Resource",
              resource: {
                name: "cpu",
                target: { type: "Utilization", averageUtilization: scale.autoscaling.targetCpuPercent },
              },
            },
          ],
        },
      };

/** The typed inputs that decide them. */
export const gatewayDecided: Decided = {
  "service.type": "service.type",
  "service.annotations": "service.annotations",
  "service.loadBalancerSourceRanges": "sourceRanges",
  "autoscaling.enabled": "replicas",
  "autoscaling.minReplicas": "autoscaling.min",
  "autoscaling.maxReplicas": "autoscaling.max",
  "autoscaling.metrics": "autoscaling.targetCpuPercent",
  replicaCount: "replicas",
  resources: "resources",
  podLabels: "labels",
  deploymentLabels: "labels",
};

const RENAMES = "it would rename the Service that the outputs are read from";

/** Why a value that opens a way past the Service is protected. */
export const UNSEEN = "it would open a way into the cluster to which sourceRanges and internal do not apply";

/** Values of both charts that nobody may change, because the outputs and the inputs rely on them. */
export const gatewayProtected = (spec: IngressSpec): readonly ProtectedValue[] => [
  { keys: ["nameOverride"], value: "", why: RENAMES },
  { keys: ["fullnameOverride"], value: "", why: RENAMES },
  { keys: ["namespaceOverride"], value: "", why: "it would install into another namespace than `namespace`" },
  { keys: ["service", "nameOverride"], why: RENAMES },
  {
    keys: ["service", "portsRaw"],
    value: "",
    why: "is text that replaces the ports; the outputs port and url name 80 and 443",
  },
  {
    keys: ["scope", "singleNamespace"],
    value: false,
    why: "with this value, Mappings in other namespaces have no effect",
  },
  ...["AMBASSADOR_SINGLE_NAMESPACE", "AMBASSADOR_NAMESPACE"].map((variable) => ({
    keys: ["env", variable],
    why: "would make Mappings of other namespaces have no effect",
  })),
  { keys: ["envRaw"], why: "is text in which variables that the layer decides could be; write them under env" },
  { keys: ["daemonSet"], value: false, why: "with this value, replicas and autoscaling have no effect" },
  { keys: ["hostNetwork"], value: false, why: UNSEEN },
  { keys: ["adminService", "type"], value: "ClusterIP", why: UNSEEN },
  ...protectedOfService(spec),
];

/** Labels that the charts give their pods; the Service selects by some of them. */
const OWN_LABELS = [
  "app.kubernetes.io/name",
  "app.kubernetes.io/instance",
  "app.kubernetes.io/part-of",
  "app.kubernetes.io/managed-by",
  "helm.sh/chart",
  "product",
  "profile",
  "service",
];

/** Labels that would hide those of the charts. */
export const labelProblems = ({ labels }: IngressSpec): Problem[] =>
  Object.keys(labels).flatMap((key) =>
    problemIf(OWN_LABELS.includes(key), `labels.${key}`, "is a label that the chart sets itself. Use another key."),
  );
