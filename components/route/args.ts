import type * as pulumi from "@pulumi/pulumi";
import type { IngressFacts, IssuerReference } from "../shared/facts";

/** Which requests to an ingress go to which Service. */
export interface RouteArgs {
  /** The ingress in front: an `IngressLayer`, or the facts that another stack exports. */
  readonly ingress: IngressFacts;
  /** Namespace of the Service, in which the route is created too. */
  readonly namespace: string;
  /**
   * Host name of the requests: one of the hosts of the ingress, or one that a wildcard of them matches. On Istio, use another host
   * than the one of the models' URLs, because a route takes every path of its host from routes for all hosts.
   */
  readonly host: string;
  /**
   * Path of the requests. The route takes the path itself and everything below it: `/lab` and `/lab/x`, but not `/labels`. On
   * Istio, no path but `/` may be below that of another route for the same host: the older route would win.
   *
   * @default /
   */
  readonly path?: string;
  /** The Service that answers. */
  readonly service: RouteServiceArgs;
  /**
   * Seconds after which a request fails. WebSockets and streams count as requests. Refused where the route is an Ingress, which
   * cannot say it.
   *
   * @default no limit, on Emissary also none for idle connections; of an Ingress, the controller's own
   */
  readonly timeoutSeconds?: pulumi.Input<number>;
  /**
   * Whether WebSockets are passed on. Only Emissary can turn them off (`allow_upgrade`).
   *
   * @default true
   */
  readonly webSockets?: boolean;
  /**
   * Changes to the headers of requests, such as `X-Forwarded-Proto: https` behind a load balancer that ends TLS.
   *
   * @default none
   */
  readonly requestHeaders?: RequestHeadersArgs;
  /**
   * What replaces `path` in requests to the Service.
   *
   * @default the path stays
   */
  readonly rewrite?: string;
  /**
   * A separate certificate for this host, which the ingress then serves beside its own hosts: through a Gateway (Istio), a Host
   * (Emissary) or the Ingress. Plain HTTP is redirected. It does not work if the load balancer has the certificate of the ingress.
   *
   * @default the certificates of the ingress
   */
  readonly tls?: RouteTlsArgs;
}

/** A Service in the namespace of the route. */
export interface RouteServiceArgs {
  /** Its name. */
  readonly name: string;
  /** Number of its port, which must speak plain HTTP. */
  readonly port: number;
}

/** Changes to the headers of requests. */
export interface RequestHeadersArgs {
  /**
   * Headers that are set, also if the client sent others.
   *
   * @default none
   */
  readonly set?: Record<string, pulumi.Input<string>>;
  /**
   * Names of headers that are removed.
   *
   * @default none
   */
  readonly remove?: string[];
}

/** Where the certificate of one host comes from. */
export interface RouteTlsArgs {
  /**
   * Issuer of cert-manager that issues it. An `Issuer` must be in the gateway's namespace.
   *
   * @default the issuer of the ingress, unless `secretName` is written
   */
  readonly issuer?: IssuerReference;
  /**
   * Secret of type `kubernetes.io/tls` that has it, in the gateway's namespace; if the route is an Ingress, in `namespace`.
   *
   * @default none: it is issued
   */
  readonly secretName?: pulumi.Input<string>;
}
