import { chartVersion, installChart, type ChartPlan } from "../../../shared/install-chart";
import { objectClaim, onlyOneClaim, releaseClaim } from "../../../shared/claims";
import { charts } from "../../../shared/pinned-charts";
import { checked, version as versionForm } from "../../../shared/checks";
import { IngressController } from "../../../shared/facts";
import { noImages } from "../../../shared/image-values";
import { problemIf } from "../../../shared/invalid-args";
import { useNamespace } from "../../../shared/namespace";
import { given } from "../../../shared/values";
import { pinProblems } from "../../../shared/tested-versions";
import { serviceOf } from "../../address";
import type { IngressLayerArgs } from "../../args";
import { scaleProblems } from "../../scale";
import type { IngressSpec } from "../../spec";
import type { Controller } from "../controller";
import { gatewayDecided, gatewayProtected, gatewayValues, labelProblems } from "../emissary/gateway-values";

/** Name of the release, of its Service and of the class of its Ingresses. */
const AMBASSADOR = "ambassador";

/** Version of Ambassador in the chart that is pinned. */
const VERSION = "1.14.4";

/** Ambassador, as Emissary was called before version 2, as the Ambassador guide installs it. */
export const controller: Controller = {
  kind: () => IngressController.Emissary,
  namespace: () => AMBASSADOR,
  unsupported: {
    inputs: ["hosts", "tls", "dns"],
    why: "only emissary and istio have it, and ambassador answers every host",
  },

  fieldProblems: () => [],

  ruleProblems: (args, spec) => [
    ...scaleProblems("", args, DEFAULTS),
    ...labelProblems(spec),
    ...problemIf(
      args.imageRegistry !== undefined,
      "imageRegistry",
      "cannot be used with ambassador: its chart deletes the definitions with an image of Docker Hub for which it has no key. Leave it out.",
    ),
  ],

  version: (_args, { overrides }) => {
    const chart = chartVersion("ambassador", overrides);
    return chart === charts.ambassador.version ? VERSION : chart;
  },

  versionProblems(_args, { overrides, allowUntestedVersions }, kubernetesVersion) {
    if (kubernetesVersion !== undefined) {
      const malformed = checked("cluster.kubernetesVersion", kubernetesVersion, versionForm);
      if (malformed.length > 0) return malformed;
      const [, minor = "0"] = /^v?1\.(\d+)/.exec(kubernetesVersion) ?? [];
      const reason = `Ambassador ${VERSION} cannot be installed on Kubernetes ${kubernetesVersion}: its definitions are of apiextensions.k8s.io/v1beta1, which 1.22 removed. Write emissary: {} instead of ambassador.`;
      if (Number(minor) >= 22) return [{ path: "ambassador", reason }];
    }
    return allowUntestedVersions ? [] : pinProblems(overrides.charts, ["ambassador"]);
  },

  charts: (args, spec) => [chart(args, spec)],

  claims: (_args, { namespace: { name } }) => [
    onlyOneClaim("the Ambassador", "ambassador", "Use that layer."),
    releaseClaim(name, AMBASSADOR),
    objectClaim(`Service ${name}/${AMBASSADOR}`, "namespace.name", "Use another namespace."),
    objectClaim(`IngressClass ${AMBASSADOR}`, "ambassador", "Use one layer for both."),
  ],

  install(name, args, spec, first, opts) {
    const { labels } = spec;
    const namespace = useNamespace(`${name}-namespace`, spec.namespace, {
      labels,
      opts: { ...opts, dependsOn: first },
    });
    const placement = { release: AMBASSADOR, namespace, timeout: 600 };
    const ambassador = installChart(`${name}-ambassador`, chart(args, spec), spec.overrides, placement, opts);
    const { service, clusterHost } = serviceOf(name, ambassador, opts);
    return {
      service,
      clusterHost,
      gatewayNamespace: namespace,
      releases: { ambassador },
      ingressClassName: ambassador.status.apply(() => AMBASSADOR),
      legacyVersions: true,
      crds: [ambassador.status.namespace],
      last: [service.id],
    };
  },
};

/** Resources that the chart fills in by default. */
const DEFAULTS = { requests: { cpu: "200m", memory: "300Mi" }, limits: { cpu: "1", memory: "600Mi" } };

/**
 * The chart with the guide's values. The guide also sets the image of the API Gateway for the Edge Stack; the chart would then run it
 * beside parts that only the Edge Stack uses, so it is left out there.
 */
const chart = ({ ambassador }: IngressLayerArgs, spec: IngressSpec): ChartPlan => {
  const isEdgeStack = ambassador?.edgeStack === true;
  return {
    name: "ambassador",
    values: given({
      ...gatewayValues(spec),
      enableAES: isEdgeStack,
      image: isEdgeStack ? undefined : { repository: "docker.io/datawire/ambassador" },
      crds: { keep: false },
    }),
    decided: { ...gatewayDecided, enableAES: "ambassador.edgeStack" },
    images: noImages,
    protected: [
      ...gatewayProtected(spec),
      { keys: ["crds", "create"], value: true, why: "with false, the cluster does not know Ambassador's definitions" },
      { keys: ["env", "AMBASSADOR_ID"], why: "would make Ambassador ignore every Mapping without that id" },
    ],
  };
};
