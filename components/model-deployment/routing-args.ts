/** Time limits of requests, in milliseconds. */
export interface ModelTimeoutsArgs {
  /**
   * For a request by REST, its retries included. The orchestrator ends its own requests to the model's steps after the same time.
   *
   * @default Istio: no limit; Emissary: 3000
   */
  readonly restMs?: number;
  /**
   * The same for a request by gRPC.
   *
   * @default Istio: no limit; Emissary: that of REST if the operator writes Mappings, else 3000
   */
  readonly grpcMs?: number;
}

/** What the gateway does if a predictor does not answer, or answers 502, 503 or 504. */
export interface ModelRetriesArgs {
  /** How often a request is sent again at most. */
  readonly attempts: number;
  /**
   * Time limit of each try, in milliseconds.
   *
   * @default none, only the limit of the whole request
   */
  readonly perTryTimeoutMs?: number;
}

/**
 * Limits of the gateway for each predictor. Above one, it answers 503 instead of letting requests pile up. Each of the gateway's pods
 * counts by itself.
 */
export interface ModelCircuitBreakerArgs {
  /**
   * Connections.
   *
   * @default Istio: no limit; Emissary: 1024
   */
  readonly maxConnections?: number;
  /**
   * Requests that wait for a connection.
   *
   * @default Istio: no limit; Emissary: 1024
   */
  readonly maxPendingRequests?: number;
  /**
   * Requests that are not answered yet.
   *
   * @default Istio: no limit; Emissary: 1024
   */
  readonly maxRequests?: number;
  /**
   * Retries at one time.
   *
   * @default Istio: no limit; Emissary: 3
   */
  readonly maxRetries?: number;
}

/** A header of requests, also of the metadata of gRPC. Fill exactly one of `value` and `regex`. */
export interface HeaderMatchArgs {
  /** Name of the header; upper and lower case are the same. */
  readonly name: string;
  /**
   * Exactly this value.
   *
   * @default none
   */
  readonly value?: string;
  /**
   * A regular expression of RE2 for the whole value, such as `Mozilla/.*`.
   *
   * @default none
   */
  readonly regex?: string;
}

/** What only Emissary, and Ambassador before it, can do. */
export interface ModelAmbassadorArgs {
  /**
   * Name of another deployment in the same namespace, written earlier in the program. Requests to its URL that have the `headers` go
   * to this one. It is simpler to write both as predictors of one deployment, of which one has `headers`.
   *
   * @default none: the deployment has a URL of its own
   */
  readonly serviceName?: string;
  /**
   * Headers that requests to this deployment must have, all of them.
   *
   * @default none
   */
  readonly headers?: HeaderMatchArgs[];
  /**
   * Emissary's configuration in YAML, in place of what the operator would write: documents such as `kind: Mapping`, of which the
   * first with a `prefix` decides the URL. Only where the operator writes annotations (`annotationRoutes` of its facts).
   *
   * @default what the operator writes
   */
  readonly config?: string;
}
