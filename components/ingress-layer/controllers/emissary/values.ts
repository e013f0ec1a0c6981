import type { ChartPlan } from "../../../shared/install-chart";
import { given, type Decided, type ProtectedValue, type Values } from "../../../shared/values";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";
import { gatewayDecided, gatewayProtected, gatewayValues, UNSEEN } from "./gateway-values";
import { clusterWideName, DEFINITIONS_NAMESPACE } from "./manifest";

/** Whether older versions of the definitions are served. */
export const servesLegacyVersions = ({ emissary }: IngressLayerArgs): boolean =>
  (emissary?.definitions ?? emissary)?.legacyVersions ?? true;

/** The chart of the definitions. */
export const definitionsChart = (args: IngressLayerArgs): ChartPlan => ({
  name: "emissary-crds",
  values: { enableLegacyVersions: servesLegacyVersions(args) },
  decided: { enableLegacyVersions: "emissary.legacyVersions" },
  images: (registry) => ({ defaultImageRepository: `${registry}/emissary-ingress/apiext` }),
});

/** The chart of Emissary and its Service. */
export const emissaryChart = (args: IngressLayerArgs, spec: IngressSpec): ChartPlan => ({
  name: "emissary-ingress",
  values: emissaryValues(args, spec),
  decided,
  images: (registry) => ({ defaultImageRepository: `${registry}/emissary-ingress/emissary` }),
  protected: protectedValues(args, spec),
});

function emissaryValues(args: IngressLayerArgs, spec: IngressSpec): Values {
  const id = args.emissary?.ambassadorId;
  return given({
    ...gatewayValues(spec),
    env: id === undefined ? undefined : { AMBASSADOR_ID: id },
    // Both exist once in the cluster, whatever the namespace is.
    ingressClassResource: id === undefined ? undefined : { name: clusterWideName(id) },
    rbac: id === undefined ? undefined : { nameOverride: clusterWideName(id) },
    // The webhook of another layer's definitions may be in any namespace; it has answered when that layer's definitions are ready.
    waitForApiext:
      servesLegacyVersions(args) && args.emissary?.definitions === undefined
        ? { enabled: true, deploymentNamespace: DEFINITIONS_NAMESPACE }
        : undefined,
  });
}

const decided: Decided = {
  ...gatewayDecided,
  "env.AMBASSADOR_ID": "emissary.ambassadorId",
  "ingressClassResource.name": "emissary.ambassadorId",
  "rbac.nameOverride": "emissary.ambassadorId",
  waitForApiext: "emissary.legacyVersions",
};

const protectedValues = ({ emissary }: IngressLayerArgs, spec: IngressSpec): ProtectedValue[] => [
  ...gatewayProtected(spec),
  { keys: ["createDefaultListeners"], value: false, why: "it would open each port twice" },
  {
    keys: ["ingressClassResource", "enabled"],
    value: true,
    why: "with this value, Ingresses cannot name this controller",
  },
  { keys: ["barePod"], value: false, why: "with this value, replicas and autoscaling have no effect" },
  { keys: ["canary", "enabled"], value: false, why: UNSEEN },
  ...(emissary?.ambassadorId === undefined
    ? [{ keys: ["env", "AMBASSADOR_ID"], why: "is emissary.ambassadorId, and the Listeners must name it" }]
    : []),
];
