import type { CustomResourceArgs } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import { objectClaim, type Claim } from "./claims";
import { IngressController, type IngressFacts, type IssuerReference } from "./facts";
import { problemIf, type Problem } from "./invalid-args";
import { derived } from "./values";

/** A route after defaults: which requests go to which Service. */
export interface RouteSpec {
  /** Name of the objects that are created. */
  readonly name: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  readonly host: string;
  /** Without a slash at its end, except for `/`. */
  readonly path: string;
  readonly service: { readonly name: string; readonly port: number };
  /** Absent for no limit. */
  readonly timeoutSeconds?: pulumi.Input<number>;
  readonly webSockets: boolean;
  readonly setHeaders: Record<string, pulumi.Input<string>>;
  readonly removeHeaders: readonly string[];
  readonly rewrite?: string;
  /** The certificate for this host alone; absent if the layer serves the host. */
  readonly certificate?: { readonly secret: pulumi.Input<string>; readonly issuer?: IssuerReference };
}

/** An object of a route; `part` is the end of its resource's name, empty for the main one. */
export interface RouteObject {
  readonly part: string;
  readonly manifest: CustomResourceArgs;
}

/** What answers routes: a controller's own objects, or Ingresses for a controller of another kind. */
const kindOf = ({ controller }: Pick<IngressFacts, "controller">): "istio" | "emissary" | "ingress" => {
  if (controller === IngressController.Istio) return "istio";
  return (controller as string) === (IngressController.Emissary as string) ? "emissary" : "ingress";
};

/** Whether a host is one of the layer's, or matched by one with a wildcard, which stands for one label. */
export const isServed = ({ hosts = [] }: Pick<IngressFacts, "hosts">, host: string): boolean =>
  hosts.length === 0 || hosts.includes(host) || hosts.includes(host.replace(/^[^.]+/, "*"));

/** What is wrong with a route that does not fit the layer in front of it. */
export function routeProblems(facts: IngressFacts, route: RouteSpec): Problem[] {
  const { host, certificate, webSockets, timeoutSeconds, setHeaders, removeHeaders, rewrite, path } = route;
  const kind = kindOf(facts);
  const hosts = facts.hosts ?? [];
  const onIngress = (given: boolean, at: string): Problem[] =>
    problemIf(
      kind === "ingress" && given,
      at,
      "is not possible with this controller: its routes are Ingresses, which have no such field. Leave it out.",
    );
  return [
    ...problemIf(
      certificate === undefined && !isServed(facts, host),
      "host",
      `"${host}" is not served by the ingress, which has ${hosts.join(", ")}. Add it to the hosts of the IngressLayer, or write tls.`,
    ),
    ...problemIf(
      certificate !== undefined && hosts.includes(host),
      "tls",
      `would be a second certificate for "${host}", which is among the hosts of the ingress. Leave it out.`,
    ),
    ...problemIf(
      kind === "istio" && facts.gateway === undefined && certificate === undefined,
      "ingress.gateway",
      "is missing, but Istio routes through a Gateway. Write it as <namespace>/<name>.",
    ),
    ...problemIf(
      kind === "istio" && certificate !== undefined && facts.gatewaySelector === undefined,
      "ingress.gatewaySelector",
      'is missing. With tls, Istio needs the labels of the ingress gateway\'s pods, such as { istio: "ingressgateway" }.',
    ),
    ...problemIf(
      !webSockets && kind !== "emissary",
      "webSockets",
      "can be turned off on Emissary only: other controllers always pass WebSockets on. Leave it out.",
    ),
    ...problemIf(
      kind === "istio" && hosts.includes(host) && /^\/seldon(\/|$)/.test(path),
      "path",
      `"${path}" is where Istio leads to models, which answer at "${host}" too. Use another path or another host.`,
    ),
    ...problemIf(rewrite === path, "rewrite", "is the path itself, so it has no effect. Leave it out."),
    ...onIngress(timeoutSeconds !== undefined, "timeoutSeconds"),
    ...onIngress(Object.keys(setHeaders).length + removeHeaders.length > 0, "requestHeaders"),
    ...onIngress(rewrite !== undefined, "rewrite"),
  ];
}

/** Whether a route could take the models' host: models answer at every host, but for Istio a route for the very host comes first. */
export const couldTakeModels = (facts: IngressFacts): boolean =>
  kindOf(facts) === "istio" && (facts.hosts ?? []).length === 0;

/**
 * What is wrong with a route for the address of the layer, by which clients reach models if the layer names no hosts. If it names the
 * host, its Gateway does too, and Istio puts the routes for all hosts beside those for that host.
 */
export const modelHostProblems = (facts: IngressFacts, { host }: RouteSpec, layerHost: string): Problem[] =>
  problemIf(
    couldTakeModels(facts) && host === layerHost,
    "host",
    `"${host}" is the host of the models' URLs. On Istio, the route would take the whole host from the models, because the ingress names no hosts. Use another host, or add this one to the hosts of the IngressLayer.`,
  );

/** What a route creates, and the host and path that it takes. `layer` identifies the layer among those of the cluster. */
export const routeClaims = (facts: IngressFacts, route: RouteSpec, layer: string): Claim[] => [
  {
    object: `route ${layer} ${route.host}${route.path}`,
    path: "path",
    reason: (other) =>
      `"${route.path}" of host "${route.host}" already belongs to ${other}. Use another path or another host.`,
  },
  // The namespace of the gateway may be known only later; the plan compares those objects.
  ...routeObjects(facts, route).flatMap(({ manifest: { kind, metadata } }) => {
    const { name, namespace } = metadata as { name: unknown; namespace: unknown };
    return typeof name === "string" && typeof namespace === "string"
      ? [objectClaim(`${kind} ${namespace}/${name}`, "name", "Use another name for the component.")]
      : [];
  }),
];

/** The objects of a route, in the order in which they are created; the last one is the route itself. */
export function routeObjects(facts: IngressFacts, route: RouteSpec): RouteObject[] {
  const kind = kindOf(facts);
  const certificate = certificateObjects(kind === "ingress" ? route.namespace : facts.gatewayNamespace, route);
  if (kind === "istio") return [...certificate, ...gatewayObjects(facts, route), virtualService(facts, route)];
  if (kind === "emissary") return [...certificate, ...hostObjects(facts, route), ...mappings(facts, route)];
  return [...certificate, ingress(facts, route)];
}

/** Name of what is in the gateway's namespace, where routes of several namespaces meet. */
const nameAtGateway = ({ namespace, name }: Pick<RouteSpec, "namespace" | "name">): string => `${namespace}-${name}`;

/** Name of the Secret for the certificate of a route. */
export const routeSecret = (route: Pick<RouteSpec, "namespace" | "name">): string => `${nameAtGateway(route)}-tls`;

function certificateObjects(namespace: pulumi.Input<string>, { host, certificate }: RouteSpec): RouteObject[] {
  if (certificate?.issuer === undefined) return [];
  const { secret, issuer } = certificate;
  return [
    {
      part: "certificate",
      manifest: {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name: secret, namespace },
        spec: {
          secretName: secret,
          dnsNames: [host],
          issuerRef: { group: "cert-manager.io", kind: issuer.kind, name: issuer.name },
        },
      },
    },
  ];
}

/** A match of requests, and what replaces the matched part. `/lab` must not match `/labels`, so it has two. */
interface PathMatch {
  readonly exact: boolean;
  readonly path: string;
  readonly rewrite?: string;
}

function pathMatches({ path, rewrite }: RouteSpec): PathMatch[] {
  const below = (at: string): string => (at === "/" ? at : `${at}/`);
  const to = (target: (at: string) => string) => (rewrite === undefined ? {} : { rewrite: target(rewrite) });
  return [
    ...(path === "/" ? [] : [{ exact: true, path, ...to((at) => at) }]),
    { exact: false, path: below(path), ...to(below) },
  ];
}

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
    route: [
      { destination: { host: `${service.name}.${namespace}.svc.cluster.local`, port: { number: service.port } } },
    ],
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

const ambassadorIds = ({ ambassadorId }: IngressFacts) =>
  ambassadorId === undefined ? {} : { ambassador_id: [ambassadorId] };

/** A Host for the host alone. It is where its Secret is. */
const hostObjects = (facts: IngressFacts, route: RouteSpec): RouteObject[] =>
  route.certificate === undefined
    ? []
    : [
        {
          part: "host",
          manifest: {
            apiVersion: "getambassador.io/v3alpha1",
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

/** Emissary ends requests after 3 s and idle streams after 5 minutes by default, and rewrites the path to `/`. */
const mappings = (facts: IngressFacts, route: RouteSpec): RouteObject[] =>
  pathMatches(route).map(({ exact, path, rewrite }) => ({
    part: exact ? "exact" : "",
    manifest: {
      apiVersion: "getambassador.io/v3alpha1",
      kind: "Mapping",
      metadata: { name: exact ? `${route.name}-exact` : route.name, namespace: route.namespace },
      spec: {
        ...ambassadorIds(facts),
        hostname: route.host,
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
    },
  }));

/** Not awaited, because the provider would wait for an address, which not every controller reports. */
const ingress = ({ ingressClassName }: IngressFacts, route: RouteSpec): RouteObject => ({
  part: "",
  manifest: {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: route.name,
      namespace: route.namespace,
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: {
      ingressClassName,
      rules: [
        {
          host: route.host,
          http: {
            paths: [
              {
                path: route.path,
                pathType: "Prefix",
                backend: { service: { name: route.service.name, port: { number: route.service.port } } },
              },
            ],
          },
        },
      ],
      ...(route.certificate === undefined
        ? {}
        : { tls: [{ hosts: [route.host], secretName: route.certificate.secret }] }),
    },
  },
});

/** Where the route answers, without the port if it is the scheme's own. */
export function routeUrl(facts: IngressFacts, { host, path, certificate }: RouteSpec): pulumi.Output<string> {
  const scheme = certificate !== undefined || facts.tls === true ? "https" : "http";
  return pulumi.output(facts.port).apply((layerPort) => {
    const usual = scheme === "https" ? 443 : 80;
    const port = certificate !== undefined && facts.tls !== true ? usual : layerPort;
    return `${scheme}://${host}${port === usual ? "" : `:${String(port)}`}${path === "/" ? "" : path}`;
  });
}
