import { IssuerKind, Route, type RouteArgs } from "../../../components";
import { cluster, ingressFacts } from "../../unit/platform";
import { EMISSARY } from "./seldon-core";
import type { Variant } from "./variant";

const ISTIO = { ...ingressFacts, gatewaySelector: { istio: "ingressgateway" } };

/** A route with these arguments. The chart beside it is there because a variant must install one. */
const route = (args: Partial<RouteArgs>) => (): void => {
  const { provider } = cluster();
  const service = { name: "proxy-public", port: 80 };
  new Route("lab", { ingress: ISTIO, namespace: "jupyter", host: "lab.example.org", service, ...args }, { provider });
};

const everything: Partial<RouteArgs> = {
  path: "/lab",
  rewrite: "/",
  timeoutSeconds: 30,
  requestHeaders: { set: { "X-Forwarded-Proto": "https" }, remove: ["X-Debug"] },
};
const issuer = { kind: IssuerKind.ClusterIssuer, name: "ca" };

/** `Route`. */
export const routeVariants: readonly Variant[] = [
  { title: "a route behind Istio", program: route({}) },
  { title: "a route behind Istio with every option", program: route({ ...everything, tls: { issuer } }) },
  { title: "a route behind Emissary", program: route({ ingress: EMISSARY }) },
  {
    title: "a route behind Emissary with every option",
    program: route({ ...everything, ingress: { ...EMISSARY, ambassadorId: "ml" }, tls: { issuer } }),
  },
];
