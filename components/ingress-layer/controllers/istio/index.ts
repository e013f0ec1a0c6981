import { CustomResource, type CustomResourceArgs } from "@pulumi/kubernetes/apiextensions/customResource";
import { IngressClass } from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import { chartVersion, installChart, type ChartPlan } from "../../../shared/install-chart";
import { after } from "../../../shared/component";
import { IngressController } from "../../../shared/facts";
import { noImages } from "../../../shared/image-values";
import { useNamespace } from "../../../shared/namespace";
import { onKubernetesProblems } from "../../../shared/tested-versions";
import { serviceOf } from "../../address";
import type { IngressLayerArgs } from "../../args";
import type { IngressSpec } from "../../spec";
import type { Controller } from "../controller";
import { istioClaims } from "./claims";
import { installControlPlane } from "./control-plane";
import { istiodImages } from "./images";
import { authenticationManifest, denialManifest, openPathsOf } from "./jwt/manifests";
import {
  GATEWAY_NAME,
  gatewayManifest,
  gatewayNames,
  ingressClassManifest,
  redirectGatewayManifest,
  redirectRouteManifest,
  redirectsByRoute,
} from "./manifest";
import { fieldProblems, ruleProblems } from "./problems";
import { baseValues, decided, gatewayValues, istiodValues, protectedOfGateway, protectedValues } from "./values";
import { chosenVersions, versionPath } from "./version";

/** Istio: its control plane, unless another layer has it, and an ingress gateway with the Gateway that Seldon Core shares. */
export const controller: Controller = {
  kind: () => IngressController.Istio,
  namespace: (name, { istio }) => (istio?.controlPlane === undefined ? "istio-system" : name),
  uses: ({ istio }) =>
    istio?.controlPlane === undefined ? undefined : { path: "istio.controlPlane", layer: istio.controlPlane },
  fieldProblems,
  ruleProblems,

  chartVersions: chosenVersions,

  version: ({ istio }, { overrides }) => istio?.controlPlane?.controllerVersion ?? chartVersion("istiod", overrides),

  versionProblems(args, spec, kubernetesVersion) {
    if (spec.allowUntestedVersions) return [];
    const isWritten =
      args.istio?.controlPlane !== undefined ||
      args.istio?.version !== undefined ||
      args.charts?.["istiod"]?.version !== undefined;
    const path = versionPath(args);
    return onKubernetesProblems(["Istio", controller.version(args, spec)], kubernetesVersion, {
      alone: path,
      together: isWritten ? path : undefined,
    });
  },

  charts: (args, spec): ChartPlan[] => [
    ...(args.istio?.controlPlane === undefined
      ? [
          {
            name: "istio-base" as const,
            values: baseValues(spec),
            decided: decided["istio-base"],
            images: noImages,
            protected: protectedValues["istio-base"],
          },
          {
            name: "istiod" as const,
            values: istiodValues(args, spec),
            decided: decided.istiod,
            images: istiodImages,
            protected: protectedValues.istiod,
          },
        ]
      : []),
    gatewayPlan(args, spec),
  ],

  claims: istioClaims,

  install(name, args, spec, first, opts) {
    const shared = args.istio?.controlPlane;
    const definitions = shared?.crdsReady ?? shared?.ready;
    const namespace = useNamespace(`${name}-namespace`, spec.namespace, {
      labels: spec.labels,
      opts: { ...opts, dependsOn: first },
    });
    const plans = controller.charts(args, spec);
    const plane =
      shared === undefined
        ? installControlPlane(name, args, spec, { namespace, plans }, opts)
        : {
            releases: {},
            // Its facts name nothing narrower that waits for istiod; the definitions are there before it.
            ready: after(shared.ready),
            crds: [definitions],
            injected: [],
          };
    // istiod's webhook fills in the image of the gateway's pods: a pod created before it stays broken (istio#46307). It also
    // validates the Gateway.
    const afterPlane = { ...opts, dependsOn: plane.ready };
    const { release, selector } = gatewayNames(args, spec);
    const gateway = installChart(
      `${name}-gateway`,
      gatewayPlan(args, spec),
      spec.overrides,
      { release, namespace, timeout: 600 },
      afterPlane,
    );
    const served = { ...spec, selector };
    const route = (part: string, manifest: CustomResourceArgs, routeOpts: pulumi.CustomResourceOptions = afterPlane) =>
      new CustomResource(`${name}-${part}`, manifest, routeOpts);
    const guarded = { namespace, selector, labels: spec.labels };
    const jwt = args.istio?.jwt;
    const guards =
      jwt === undefined
        ? []
        : [
            route("jwt", authenticationManifest(guarded, jwt)),
            route("jwt-required", denialManifest(guarded, jwt, openPathsOf(jwt, spec))),
          ];
    // The gateway answers nothing before it has a Gateway, so no request comes in without a token.
    const afterGuards =
      guards.length === 0
        ? afterPlane
        : { ...opts, dependsOn: pulumi.output(plane.ready).apply((ready) => [...ready, ...guards]) };
    const routes = [
      route("seldon-gateway", gatewayManifest(namespace, served), afterGuards),
      ...(spec.tls !== undefined && redirectsByRoute(spec.tls)
        ? [
            route("redirect-gateway", redirectGatewayManifest(namespace, served)),
            route("redirect", redirectRouteManifest(namespace, served)),
          ]
        : []),
    ];
    // Istio routes all its Ingresses to the first layer's gateway, so a class here would have no effect.
    const ingressClass =
      shared === undefined
        ? new IngressClass(`${name}-class`, ingressClassManifest(spec.labels), {
            ...opts,
            dependsOn: first,
          })
        : undefined;
    const { service, clusterHost } = serviceOf(name, gateway, opts);
    return {
      service,
      clusterHost,
      // Certificates may need the cert-manager that the other layer installs.
      gatewayNamespace: shared === undefined ? namespace : pulumi.all([namespace, definitions]).apply(([own]) => own),
      releases: { ...plane.releases, "istio-gateway": gateway },
      gateway: pulumi.interpolate`${namespace}/${GATEWAY_NAME}`,
      known: { gateway: `${spec.namespace.name}/${GATEWAY_NAME}` },
      gatewaySelector: selector,
      ...(ingressClass === undefined ? {} : { ingressClassName: ingressClass.metadata.name }),
      // A pod that starts before its namespace is labelled never gets a sidecar.
      crds: [...plane.crds, ...plane.injected],
      last: [...routes.map(({ id }) => id), ingressClass?.id, service.id, ...plane.injected],
    };
  },
};

/** The chart of the gateway. */
const gatewayPlan = (args: IngressLayerArgs, spec: IngressSpec): ChartPlan => ({
  name: "istio-gateway",
  values: gatewayValues(args, spec),
  decided: decided["istio-gateway"],
  images: noImages,
  protected: protectedOfGateway(spec),
});
