import type * as pulumi from "@pulumi/pulumi";
import type { IngressFacts, IssuerReference } from "../shared/facts";

/** Which requests to an ingress go to which Service. */
export interface RouteArgs {
  /** The ingress in front: an `IngressLayer`, or the facts that another stack exports. */
  readonly ingress: IngressFacts;
  /** Namespace of the Service, in which the route is created too. */
  readonly namespace: string;
  /**
   * Host name of the requests: one of the hosts of the ingress, or one that a wildcard of them matches. On Istio, models answer at
   * this host too only if it is itself among the hosts of the ingress.
   */
  readonly host: string;
  /**
   * Path of the requests. The route takes the path itself and everything below it: `/lab` and `/lab/x`, but not `/labels`. On
   * Istio, the path must not be below the path of another route for the same host, except below `/`: Istio would use the older
   * route for both. There, `/seldon` and what is below it belong to models, if the host is among those of the ingress.
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
   * @default no limit, on Emissary also for idle connections; for an Ingress, the limit of its controller
   */
  readonly timeoutSeconds?: pulumi.Input<number>;
  /**
   * Whether WebSockets are passed on. Only Emissary can turn them off (`allow_upgrade`).
   *
   * @default true
   */
  readonly webSockets?: boolean;
  /**
   * Whether requests by HTTP/2, such as those of gRPC, reach the Service by HTTP/2. Its port must then speak HTTP/2 without TLS besides
   * HTTP/1.1. Istio: a DestinationRule with `useClientProtocol`. Emissary: a second Mapping, for requests of gRPC. Refused where the
   * route is an Ingress, which cannot say it.
   *
   * @default false: all requests reach the Service by HTTP/1.1
   */
  readonly http2?: boolean;
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
   * (Emissary) or the Ingress. Plain HTTP is redirected, except by an Ingress. Refused if the ingress serves the host already, and
   * if its load balancer has the certificate. Routes with other paths of this host cannot have a certificate too: write the host
   * in `hosts` of the ingress for that. cert-manager keeps the Secret of an issued certificate when the route is removed.
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
   * Issuer of cert-manager that issues it. An `Issuer` must be in the gateway's namespace; if the route is an Ingress, in
   * `namespace`.
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
