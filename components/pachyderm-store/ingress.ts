import type * as pulumi from "@pulumi/pulumi";
import { checked, gatewayName } from "../shared/checks";
import { IngressController, type IngressFacts } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { routeProblems, type RouteSpec } from "../shared/route";
import type { PachydermStoreArgs } from "./args";
import type { PachydermSpec } from "./spec";
import { RELEASE } from "./values";

/** Name of the Service in front of Pachyderm, which the chart decides, and its port for plain HTTP. */
export const PROXY = { name: "pachyderm-proxy", port: 80 };

/** Whether `pachctl` reaches Pachyderm through an ingress: gRPC needs HTTP/2 on the way, and an Ingress cannot ask for it. */
export const passesGrpc = ({ controller }: IngressFacts): boolean => controller !== IngressController.Other;

/** The route through the ingress; absent if there is no ingress. */
export function routeOf({ ingress, host }: PachydermStoreArgs, { namespace }: PachydermSpec): RouteSpec | undefined {
  if (ingress === undefined || host === undefined) return undefined;
  return {
    name: RELEASE,
    namespace: namespace.name,
    host,
    path: "/",
    service: PROXY,
    webSockets: true,
    http2: passesGrpc(ingress),
    setHeaders: {},
    removeHeaders: [],
  };
}

/** What is wrong with single facts of the ingress. */
export const ingressFieldProblems = ({ ingress }: PachydermStoreArgs): Problem[] =>
  ingress?.controller === IngressController.Istio
    ? checked("ingress.gateway", ingress.gateway as pulumi.Input<string> | undefined, gatewayName)
    : [];

/** What is wrong with the ingress and the host that it serves. */
export const ingressProblems = (args: PachydermStoreArgs, route: RouteSpec | undefined): Problem[] => [
  ...problemIf(
    args.ingress !== undefined && args.host === undefined,
    "host",
    "is missing: behind an ingress, Pachyderm needs a host of its own. Write one of the hosts of the ingress.",
  ),
  ...(args.ingress === undefined || route === undefined ? [] : routeProblems(args.ingress, route)),
];
