import type * as pulumi from "@pulumi/pulumi";
import { checked, gatewayName } from "../shared/checks";
import { IngressController } from "../shared/facts";
import { problemIf, type Problem } from "../shared/invalid-args";
import { routeProblems, type RouteSpec } from "../shared/route";
import type { JupyterHubArgs } from "./args";
import type { JupyterHubSpec } from "./spec";
import { RELEASE } from "./values";

/** Name of the Service in front of JupyterHub, which the chart decides, and its port for plain HTTP. */
export const PROXY = { name: "proxy-public", port: 80 };

/** The route through the ingress; absent if there is no ingress. Hosts are never rewritten: kernels would refuse WebSockets. */
export function routeOf({ args: { ingress, host }, namespace, basePath }: JupyterHubSpec): RouteSpec | undefined {
  if (ingress === undefined || host === undefined) return undefined;
  return {
    name: RELEASE,
    namespace: namespace.name,
    host,
    path: basePath,
    service: PROXY,
    webSockets: true,
    http2: false,
    setHeaders: {},
    removeHeaders: [],
  };
}

/** What is wrong with single facts of the ingress. */
export const ingressFieldProblems = ({ ingress }: JupyterHubArgs): Problem[] =>
  ingress?.controller === IngressController.Istio
    ? checked("ingress.gateway", ingress.gateway as pulumi.Input<string> | undefined, gatewayName)
    : [];

/** What is wrong with the ingress and the host that it serves. */
export const ingressProblems = (
  { ingress, kubernetesIngress, host }: JupyterHubArgs,
  route: RouteSpec | undefined,
): Problem[] => [
  ...problemIf(
    ingress !== undefined && kubernetesIngress !== undefined,
    "kubernetesIngress",
    "is a second way in besides ingress. Leave one of them out.",
  ),
  ...problemIf(
    (ingress !== undefined || kubernetesIngress !== undefined) && host === undefined,
    "host",
    "is missing: behind an ingress, JupyterHub needs a host. Write one of the hosts of the ingress.",
  ),
  ...problemIf(
    kubernetesIngress?.tlsSecretName !== undefined && kubernetesIngress.https !== undefined,
    "kubernetesIngress.https",
    "has no effect with kubernetesIngress.tlsSecretName, with which the controller answers HTTPS. Leave it out.",
  ),
  ...(ingress === undefined || route === undefined ? [] : routeProblems(ingress, route).map(asOurs)),
];

/** The caller writes the path of the route as basePath. */
const asOurs = ({ path, reason }: Problem): Problem => ({ path: path === "path" ? "basePath" : path, reason });
