import { Route } from "../../../../components";
import { ingressFacts } from "../../platform";
import { some, type Args, type Fuzzed } from "../fuzzed";

const CONTROLLERS: readonly Args[] = [
  {},
  { controller: "emissary", controllerVersion: "4.1.0" },
  { controller: "other", controllerVersion: "3.0.0" },
];

const COMMON = { namespace: "jupyter", host: "lab.example.org", service: { name: "proxy-public", port: 80 } };

const TLS = { ...ingressFacts, certManager: true, gatewaySelector: { istio: "ingressgateway" } };

export const route: Fuzzed = {
  create: (name, args, opts) => new Route(name, args, opts),
  fit: (args, random) => ({
    ...some(args, random, "tls", "requestHeaders", "rewrite", "path", "webSockets", "timeoutSeconds"),
    ingress: { ...(args["ingress"] as object), ...ingressFacts, ...random.of(CONTROLLERS) },
    ...COMMON,
  }),
  examples: () => [
    {
      ...COMMON,
      ...{ ingress: ingressFacts, path: "/lab", rewrite: "/", timeoutSeconds: 60, webSockets: true, http2: false },
      requestHeaders: { set: { "x-team": "ml" }, remove: ["x-debug"] },
    },
    {
      ...COMMON,
      ingress: TLS,
      tls: { issuer: { kind: "ClusterIssuer", name: "corporate" } },
    },
    { ...COMMON, ingress: TLS, tls: { secretName: "lab-tls" } },
    { ...COMMON, ingress: { ...ingressFacts, ...CONTROLLERS[1] }, path: "/lab" },
    { ...COMMON, ingress: { ...ingressFacts, ...CONTROLLERS[2], gateway: undefined, ingressClassName: "traefik" } },
  ],
};
