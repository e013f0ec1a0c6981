import type { IngressFacts } from "../facts";
import { derived } from "../values";
import { nameAtGateway, pathMatches, type PathMatch, type RouteObject, type RouteSpec } from "./objects";

/** The objects of a route behind Emissary, or behind Ambassador, as it was called before version 2. */
export const emissaryObjects = (facts: IngressFacts, route: RouteSpec): RouteObject[] => [
  ...hostObjects(facts, route),
  ...http2Mappings(facts, route),
  ...mappings(facts, route),
];

/** The API that the controller serves. Ambassador knows only the older one, in which a Mapping names its host otherwise. */
export const mappingApi = ({ controllerVersion = "" }: { readonly controllerVersion?: string | undefined }) =>
  /^v?[01]\./.test(controllerVersion)
    ? { apiVersion: "getambassador.io/v2", hostKey: "host" }
    : { apiVersion: "getambassador.io/v3alpha1", hostKey: "hostname" };

/** The id that an object must name so that an installation with an id uses it. */
export const ambassadorIds = ({ ambassadorId }: Pick<IngressFacts, "ambassadorId">) =>
  ambassadorId === undefined ? {} : { ambassador_id: [ambassadorId] };

/** A Host for the host alone. It is where its Secret is. */
const hostObjects = (facts: IngressFacts, route: RouteSpec): RouteObject[] =>
  route.certificate === undefined
    ? []
    : [
        {
          part: "host",
          manifest: {
            apiVersion: mappingApi(facts).apiVersion,
            kind: "Host",
            metadata: { name: nameAtGateway(route), namespace: facts.gatewayNamespace },
            spec: {
              ...ambassadorIds(facts),
              hostname: route.host,
              tlsSecret: { name: route.certificate.secret },
              requestPolicy: { insecure: { action: "Redirect" } },
            },
          },
        },
      ];

/**
 * Requests of gRPC, which Emissary then forwards by HTTP/2. More headers make a Mapping more specific than the one for all requests.
 * Without a tag of its own, Emissary would take both for one cluster, and refuse it (4.1.0, ircluster.py, `merge`).
 */
const http2Mappings = (facts: IngressFacts, route: RouteSpec): RouteObject[] =>
  route.http2
    ? pathMatches(route)
        .filter(({ exact }) => !exact)
        .map((match) => ({
          part: "grpc",
          manifest: asGrpc(mapping(facts, route, match, `${route.name}-grpc`)),
        }))
    : [];

const asGrpc = (all: ReturnType<typeof mapping>) => ({
  ...all,
  spec: { ...all.spec, regex_headers: { "content-type": "application/grpc.*" }, grpc: true, cluster_tag: "grpc" },
});

const mappings = (facts: IngressFacts, route: RouteSpec): RouteObject[] =>
  pathMatches(route).map((match) => ({
    part: match.exact ? "exact" : "",
    manifest: mapping(facts, route, match, match.exact ? `${route.name}-exact` : route.name),
  }));

/** Emissary ends requests after 3 s and idle streams after 5 minutes by default, and rewrites the path to `/`. */
const mapping = (facts: IngressFacts, route: RouteSpec, { exact, path, rewrite }: PathMatch, name: string) => ({
  apiVersion: mappingApi(facts).apiVersion,
  kind: "Mapping",
  metadata: { name, namespace: route.namespace },
  spec: {
    ...ambassadorIds(facts),
    [mappingApi(facts).hostKey]: route.host,
    prefix: path,
    ...(exact ? { prefix_exact: true } : {}),
    rewrite: rewrite ?? "",
    service: `${route.service.name}.${route.namespace}:${String(route.service.port)}`,
    timeout_ms: derived(route.timeoutSeconds ?? 0, (seconds) => seconds * 1000),
    idle_timeout_ms: 0,
    ...(route.webSockets ? { allow_upgrade: ["websocket"] } : {}),
    ...(Object.keys(route.setHeaders).length === 0
      ? {}
      : {
          add_request_headers: Object.fromEntries(
            Object.entries(route.setHeaders).map(([header, value]) => [header, { value, append: false }]),
          ),
        }),
    ...(route.removeHeaders.length === 0 ? {} : { remove_request_headers: route.removeHeaders }),
  },
});
