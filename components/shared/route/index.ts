import * as pulumi from "@pulumi/pulumi";
import { certificateManifest } from "../certificate";
import { objectClaim, type Claim } from "../claims";
import { IngressController, IssuerKind, type IngressFacts } from "../facts";
import { problemIf, type Problem } from "../invalid-args";
import { emissaryObjects } from "./emissary";
import { ingressObject, ingressProblems } from "./ingress";
import { istioObjects } from "./istio";
import { nameAtGateway, type RouteObject, type RouteSpec } from "./objects";

export type { RouteObject, RouteSpec } from "./objects";

/** Whether a host is one of the layer's, or matched by one with a wildcard, which stands for one label. */
export const isServed = ({ hosts = [] }: Pick<IngressFacts, "hosts">, host: string): boolean =>
  hosts.length === 0 || hosts.includes(host) || hosts.includes(host.replace(/^[^.]+/, "*"));

/** What is wrong with a route that does not fit the layer in front of it. */
export function routeProblems(facts: IngressFacts, route: RouteSpec): Problem[] {
  const { host, certificate, webSockets, rewrite, path } = route;
  const { controller, hosts = [] } = facts;
  const isIstio = controller === IngressController.Istio;
  return [
    ...problemIf(
      certificate === undefined && !isServed(facts, host),
      "host",
      `"${host}" is not served by the ingress, which has ${hosts.join(", ")}. Add it to the hosts of the IngressLayer, or write tls.`,
    ),
    ...(certificate === undefined ? [] : certificateProblems(facts, route)),
    ...problemIf(
      isIstio && facts.gateway === undefined && certificate === undefined,
      "ingress.gateway",
      "is missing, but Istio routes through a Gateway. Write it as <namespace>/<name>.",
    ),
    ...problemIf(
      isIstio && certificate !== undefined && facts.gatewaySelector === undefined,
      "ingress.gatewaySelector",
      'is missing. With tls, Istio needs the labels of the ingress gateway\'s pods, such as { istio: "ingressgateway" }.',
    ),
    ...problemIf(
      !webSockets && controller !== IngressController.Emissary,
      "webSockets",
      "can be turned off on Emissary only: other controllers always pass WebSockets on. Leave it out.",
    ),
    ...problemIf(
      isIstio && hosts.includes(host) && /^\/seldon(\/|$)/.test(path),
      "path",
      `"${path}" is where Istio leads to models, which answer at "${host}" too. Use another path or another host.`,
    ),
    ...problemIf(rewrite === path, "rewrite", "is the path itself, so it has no effect. Leave it out."),
    ...(controller === IngressController.Other ? ingressProblems(facts, route) : []),
  ];
}

/**
 * A separate certificate is for a host that the layer does not serve. Browsers use one connection for all hosts that its
 * certificate is valid for, and so never reach a Gateway or Host beside that of a wildcard.
 */
const certificateProblems = (facts: IngressFacts, { host, certificate }: RouteSpec): Problem[] => [
  ...problemIf(
    (facts.hosts ?? []).length > 0 && isServed(facts, host),
    "tls",
    `would be a second certificate for "${host}", which the ingress serves already. Leave it out.`,
  ),
  ...problemIf(
    facts.tlsAtLoadBalancer === true,
    "tls",
    "has no effect, because the load balancer of the ingress has its certificate. Add the host to that certificate and to the hosts of the ingress, and leave this out.",
  ),
  ...problemIf(
    facts.controller === IngressController.Other &&
      certificate?.issuer !== undefined &&
      certificate.issuer === facts.issuer &&
      certificate.issuer.kind === IssuerKind.Issuer,
    "tls.issuer",
    "is missing: the issuer of the ingress works in its own namespace only, and the certificate of an Ingress is in the namespace of the route. Write an issuer there, or a ClusterIssuer.",
  ),
];

/** Whether a route could take the models' host: models answer at every host, but for Istio a route for the very host comes first. */
export const couldTakeModels = ({ controller, hosts = [] }: IngressFacts): boolean =>
  controller === IngressController.Istio && hosts.length === 0;

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

/** A route of this program on a layer. */
export interface RouteOnLayer {
  /** Identifies the layer; undefined if it is known only later, and nothing can be compared. */
  readonly layer: string | undefined;
  readonly facts: IngressFacts;
  readonly route: RouteSpec;
}

/** What a route creates, and the host and path that it takes. `claimed` are the claims of the other components. */
export function routeClaims({ layer, facts, route }: RouteOnLayer, claimed: Iterable<string>): Claim[] {
  const objects = routeObjects(facts, route).flatMap(({ manifest: { kind, metadata } }) => {
    const { name, namespace } = metadata as { name: unknown; namespace: unknown };
    return typeof name === "string" && typeof namespace === "string"
      ? [objectClaim(`${kind} ${namespace}/${name}`, "name", "Use another name for the component.")]
      : [];
  });
  if (layer === undefined) return objects;
  const isIstio = facts.controller === IngressController.Istio;
  return [
    pathClaim(layer, route, route.path),
    ...(isIstio ? nestedPaths(layer, route, claimed).map((path) => pathClaim(layer, route, path)) : []),
    ...(route.certificate === undefined
      ? []
      : [
          {
            object: `certificate ${layer} ${route.host}`,
            path: "tls",
            reason: (other: string) =>
              `would be a second certificate for "${route.host}", which ${other} has too. Write the host in the hosts of the IngressLayer, and leave tls out of both.`,
          },
        ]),
    ...objects,
  ];
}

const pathClaim = (layer: string, { host, path: own }: RouteSpec, path: string): Claim => ({
  object: `route ${layer} ${host}${path}`,
  path: "path",
  reason: (other) =>
    path === own
      ? `"${own}" of host "${host}" already belongs to ${other}. Use another path or another host.`
      : `"${own}" of host "${host}" and "${path}" of ${other} are one below the other, and Istio uses the older route for both. Use paths beside each other, or another host.`,
});

/** Claimed paths of the host above or below this one. Istio tries `/` last, so every path may be below it. */
function nestedPaths(layer: string, { host, path }: RouteSpec, claimed: Iterable<string>): string[] {
  const start = `route ${layer} ${host}`;
  const isBelow = (inner: string, outer: string): boolean => outer !== "/" && inner.startsWith(`${outer}/`);
  return [...claimed]
    .filter((object) => object.startsWith(`${start}/`))
    .map((object) => object.slice(start.length))
    .filter((other) => isBelow(other, path) || isBelow(path, other));
}

/** The objects of a route, in the order in which they are created; the last one is the route itself. */
export function routeObjects(facts: IngressFacts, route: RouteSpec): RouteObject[] {
  switch (facts.controller) {
    case IngressController.Istio:
      return [...certificateObjects(facts.gatewayNamespace, route), ...istioObjects(facts, route)];
    case IngressController.Emissary:
      return [...certificateObjects(facts.gatewayNamespace, route), ...emissaryObjects(facts, route)];
    case IngressController.Other:
      return [...certificateObjects(route.namespace, route), ingressObject(facts, route)];
  }
}

/** Name of the Secret for the certificate of a route. */
export const routeSecret = (route: Pick<RouteSpec, "namespace" | "name">): string => `${nameAtGateway(route)}-tls`;

const certificateObjects = (namespace: pulumi.Input<string>, { host, certificate }: RouteSpec): RouteObject[] =>
  certificate?.issuer === undefined
    ? []
    : [
        {
          part: "certificate",
          manifest: certificateManifest(
            { host, secret: certificate.secret, issuer: certificate.issuer },
            { namespace },
          ),
        },
      ];

/** Where the route answers, without the port if it is the scheme's own. */
export function routeUrl(facts: IngressFacts, { host, path, certificate }: RouteSpec): pulumi.Output<string> {
  const scheme = certificate !== undefined || facts.tls === true ? "https" : "http";
  return pulumi.output(facts.port).apply((layerPort) => {
    const usual = scheme === "https" ? 443 : 80;
    const port = certificate !== undefined && facts.tls !== true ? usual : layerPort;
    return `${scheme}://${host}${port === usual ? "" : `:${String(port)}`}${path === "/" ? "" : path}`;
  });
}
