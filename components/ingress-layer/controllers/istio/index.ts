import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { chartVersion, installChart, type ChartOverrides, type ChartPlan } from "../../../shared/chart";
import { checkedEach, dns1123Label } from "../../../shared/checks";
import { ExistingObject } from "../../../shared/existing-object";
import { IngressController } from "../../../shared/facts";
import { problemIf, type Problem } from "../../../shared/invalid-args";
import { labelNamespace, useNamespace } from "../../../shared/namespace";
import { pairingProblems, productProblems } from "../../../shared/versions";
import { scaleFieldProblems, scaleProblems } from "../../scale";
import type { Controller } from "../controller";
import { istioClaims } from "./claims";
import {
  GATEWAY_NAME,
  GATEWAY_RELEASE,
  GATEWAY_SELECTOR,
  gatewayManifest,
  ingressClassManifest,
  redirectGatewayManifest,
  redirectRouteManifest,
  redirectsByRoute,
} from "./manifest";
import { baseValues, decided, gatewayValues, istiodValues, protectedOfGateway, protectedValues } from "./values";

/** Istio: base, istiod and an ingress gateway, with the Gateway that Seldon Core shares. */
export const controller: Controller = {
  kind: IngressController.Istio,
  namespace: "istio-system",

  fieldProblems: ({ istio }) => [
    ...checkedEach("istio.injectedNamespaces", istio?.injectedNamespaces, dns1123Label),
    ...scaleFieldProblems("istio.istiod.", istio?.istiod ?? {}),
  ],

  ruleProblems: (args, spec) => [
    ...(spec.allowUntestedVersions ? [] : minorProblems(spec.overrides)),
    ...scaleProblems("", args, GATEWAY_DEFAULTS),
    ...Object.keys(spec.labels).flatMap((key) =>
      problemIf(["app", "istio"].includes(key), `labels.${key}`, `${SELECTS_PODS}. Use another key.`),
    ),
    ...injectionProblems(args.istio?.injectedNamespaces ?? [], spec.namespace.name),
    ...scaleProblems("istio.istiod.", args.istio?.istiod ?? {}, ISTIOD_DEFAULTS),
  ],

  version: ({ overrides }) => chartVersion("istiod", overrides),

  versionProblems(spec, kubernetesVersion) {
    const [path, own] = ["charts.istiod.version", controller.version(spec)];
    return kubernetesVersion === undefined
      ? productProblems(path, ["Istio", own])
      : pairingProblems(path, ["Istio", own], ["Kubernetes", kubernetesVersion], "cluster.kubernetesVersion");
  },

  charts: (args, spec): ChartPlan[] => [
    {
      name: "istio-base",
      values: baseValues(spec),
      decided: decided["istio-base"],
      protected: protectedValues["istio-base"],
    },
    { name: "istiod", values: istiodValues(args, spec), decided: decided.istiod, protected: protectedValues.istiod },
    {
      name: "istio-gateway",
      values: gatewayValues(spec),
      decided: decided["istio-gateway"],
      protected: protectedOfGateway(spec),
    },
  ],

  claims: (_args, spec) => istioClaims(spec),

  install(name, args, spec, first, opts) {
    const namespace = useNamespace(`${name}-namespace`, spec.namespace, {
      labels: spec.labels,
      opts: { ...opts, dependsOn: first },
    });
    const release = (part: string, plan: ChartPlan, releaseName: string, dependsOn: pulumi.Resource[]) =>
      installChart(
        `${name}-${part}`,
        plan,
        spec.overrides,
        { release: releaseName, namespace, timeout: 600 },
        { ...opts, dependsOn },
      );
    const [basePlan, istiodPlan, gatewayPlan] = controller.charts(args, spec) as [ChartPlan, ChartPlan, ChartPlan];
    const base = release("istio-base", basePlan, "istio-base", []);
    const istiod = release("istiod", istiodPlan, "istiod", [base]);
    // istiod's webhook fills in the image of the gateway's pods: a pod created before it stays broken (istio#46307).
    const gateway = release("gateway", gatewayPlan, GATEWAY_RELEASE, [istiod]);

    // istiod's webhook validates it.
    const shared = new kubernetes.apiextensions.CustomResource(
      `${name}-seldon-gateway`,
      gatewayManifest(namespace, spec),
      { ...opts, dependsOn: [istiod] },
    );
    const redirect =
      spec.tls !== undefined && redirectsByRoute(spec.tls)
        ? [
            ["redirect-gateway", redirectGatewayManifest(namespace, spec)] as const,
            ["redirect", redirectRouteManifest(namespace, spec)] as const,
          ].map(
            ([part, manifest]) =>
              new kubernetes.apiextensions.CustomResource(`${name}-${part}`, manifest, {
                ...opts,
                dependsOn: [istiod],
              }),
          )
        : [];
    const ingressClass = new kubernetes.networking.v1.IngressClass(`${name}-class`, ingressClassManifest(spec.labels), {
      ...opts,
      dependsOn: first,
    });
    const injected = (args.istio?.injectedNamespaces ?? []).map((target) =>
      labelNamespace(`${name}-injected-${target}`, target, {
        labels: { "istio-injection": "enabled" },
        opts: { ...opts, dependsOn: [istiod] },
      }),
    );
    const service = new ExistingObject(
      `${name}-service`,
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: gateway.status.name, namespace: gateway.status.namespace },
      },
      opts,
    );
    return {
      service,
      clusterHost: pulumi.interpolate`${gateway.status.name}.${gateway.status.namespace}.svc.cluster.local`,
      gatewayNamespace: namespace,
      releases: { "istio-base": base, istiod, "istio-gateway": gateway },
      gateway: pulumi.interpolate`${namespace}/${GATEWAY_NAME}`,
      gatewaySelector: GATEWAY_SELECTOR,
      ingressClassName: ingressClass.metadata.name,
      // A pod that starts before its namespace is labelled never gets a sidecar.
      crds: [base.status.namespace, ...injected],
      last: [shared.id, ...redirect.map(({ id }) => id), ingressClass.id, service.id, ...injected],
    };
  },
};

/** Resources that the charts fill in by default. */
const GATEWAY_DEFAULTS = { requests: { cpu: "100m", memory: "128Mi" }, limits: { cpu: "2", memory: "1Gi" } };
const ISTIOD_DEFAULTS = { requests: { cpu: "500m", memory: "2Gi" } };

const SELECTS_PODS = "is the label by which Gateways select the gateway's pods";

const injectionProblems = (namespaces: readonly string[], own: string): Problem[] =>
  namespaces.flatMap((namespace, index) => {
    const path = `istio.injectedNamespaces[${String(index)}]`;
    return [
      ...problemIf(namespaces.indexOf(namespace) !== index, path, `"${namespace}" is listed twice. Remove one.`),
      ...problemIf(
        namespace === own,
        path,
        `"${namespace}" is the namespace of Istio itself, and its pods get no sidecars. Leave it out.`,
      ),
    ];
  });

/** The charts of one installation may differ in the patch version, as they do during an upgrade, but not in the minor. */
function minorProblems(overrides: ChartOverrides): Problem[] {
  const versions = (["istio-base", "istiod", "istio-gateway"] as const).map(
    (name) => [name, chartVersion(name, overrides)] as const,
  );
  const minors = new Set(versions.map(([, version]) => version.split(".").slice(0, 2).join(".")));
  const mix = versions.map(([name, version]) => `${name} ${version}`).join(", ");
  return problemIf(
    minors.size > 1,
    "charts",
    `mixes minor versions of Istio: ${mix}. Install one minor version, or write allowUntestedVersions: true.`,
  );
}
