import type { IngressFacts } from "../facts";
import { derived } from "../values";
import { pathMatches, type RouteObject, type RouteSpec } from "./objects";

/** The objects of a route behind Istio. */
export const istioObjects = (facts: IngressFacts, route: RouteSpec): RouteObject[] => [
  ...gatewayObjects(facts, route),
  ...http2Objects(route),
  virtualService(facts, route),
];

const serviceHost = ({ service, namespace }: RouteSpec): string => `${service.name}.${namespace}.svc.cluster.local`;

/** By the name of its port, Istio takes a Service for one of HTTP/1.1. With this it asks by the protocol of the client. */
const http2Objects = (route: RouteSpec): RouteObject[] =>
  route.http2
    ? [
        {
          part: "http2",
          manifest: {
            apiVersion: "networking.istio.io/v1",
            kind: "DestinationRule",
            metadata: { name: route.name, namespace: route.namespace },
            spec: {
              host: serviceHost(route),
              trafficPolicy: { connectionPool: { http: { useClientProtocol: true } } },
            },
          },
        },
      ]
    : [];

/** A Gateway for the host alone, with its own certificate. */
const gatewayObjects = ({ gatewaySelector }: IngressFacts, route: RouteSpec): RouteObject[] =>
  route.certificate === undefined
    ? []
    : [
        {
          part: "gateway",
          manifest: {
            apiVersion: "networking.istio.io/v1",
            kind: "Gateway",
            metadata: { name: route.name, namespace: route.namespace },
            spec: {
              selector: gatewaySelector,
              servers: [
                {
                  port: { number: 443, name: "https", protocol: "HTTPS" },
                  hosts: [route.host],
                  tls: { mode: "SIMPLE", credentialName: route.certificate.secret },
                },
                // The route redirects. A redirect here would also redirect the challenges of HTTP-01.
                { port: { number: 80, name: "http", protocol: "HTTP" }, hosts: [route.host] },
              ],
            },
          },
        },
      ];

/** Istio passes WebSockets on, and has no time limit unless one is set. */
function virtualService(facts: IngressFacts, route: RouteSpec): RouteObject {
  const { name, namespace, host, service, timeoutSeconds, setHeaders, removeHeaders, certificate } = route;
  const changes = {
    ...(Object.keys(setHeaders).length === 0 ? {} : { set: setHeaders }),
    ...(removeHeaders.length === 0 ? {} : { remove: removeHeaders }),
  };
  const own = certificate !== undefined;
  const http = pathMatches(route).map(({ exact, path, rewrite }) => ({
    match: [{ uri: exact ? { exact: path } : { prefix: path }, ...(own ? { port: 443 } : {}) }],
    ...(rewrite === undefined ? {} : { rewrite: { uri: rewrite } }),
    route: [{ destination: { host: serviceHost(route), port: { number: service.port } } }],
    ...(timeoutSeconds === undefined ? {} : { timeout: derived(timeoutSeconds, (seconds) => `${String(seconds)}s`) }),
    ...(Object.keys(changes).length === 0 ? {} : { headers: { request: changes } }),
  }));
  const redirect = { match: [{ port: 80 }], redirect: { scheme: "https", redirectCode: 301 } };
  return {
    part: "",
    manifest: {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name, namespace },
      spec: {
        hosts: [host],
        gateways: [own ? name : facts.gateway],
        http: [...http, ...(own ? [redirect] : [])],
      },
    },
  };
}
