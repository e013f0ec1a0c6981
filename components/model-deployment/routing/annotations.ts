import { valueAt } from "../../shared/values";
import type { ModelDeploymentArgs } from "../args";
import type { SeldonDeployment } from "../manifest";
import { hasOrchestratorPod } from "../rules/orchestrator";
import { isAnnotatable, isEmissary, isIstio, mappedHeaders, ownRouteInput, writesAnnotations } from "./needs";

/** The limits of `circuitBreaker`. */
export const LIMITS = ["maxConnections", "maxPendingRequests", "maxRequests", "maxRetries"] as const;

/** The annotation of Emissary for a limit. */
export const limitAnnotation = (limit: (typeof LIMITS)[number]): string =>
  `seldon.io/ambassador-circuit-breakers-${limit.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** An annotation of the operator that an input decides. */
export interface DecidedAnnotation {
  readonly key: string;
  /** The input that decides it. */
  readonly input: string;
  /** Its value; absent if nothing may be written. */
  readonly value?: string;
}

/** The annotations of a model that follow from its inputs, or that would contradict them. */
export function decidedAnnotations(name: string, args: ModelDeploymentArgs): DecidedAnnotation[] {
  const { timeouts = {}, seldon } = args;
  // The operator reads the time limits for Emissary, even if the orchestrator in a pod of its own reads none.
  const reads = (kind: "rest" | "grpc"): boolean =>
    !hasSeparateOrchestrator(args) || (kind === "rest" ? isEmissary(seldon) : writesAnnotations(seldon));
  return [
    ...number("seldon.io/rest-timeout", "timeouts.restMs", reads("rest") ? timeouts.restMs : undefined),
    ...number("seldon.io/grpc-timeout", "timeouts.grpcMs", reads("grpc") ? timeouts.grpcMs : undefined),
    ...(isIstio(seldon) ? istioAnnotations(name, args) : []),
    ...(isEmissary(seldon) ? emissaryAnnotations(args) : []),
  ];
}

/** The annotations that are written. */
export const routingAnnotations = (name: string, args: ModelDeploymentArgs): Record<string, string> =>
  Object.fromEntries(
    decidedAnnotations(name, args).flatMap(({ key, value }) => (value === undefined ? [] : [[key, value] as const])),
  );

const number = (key: string, input: string, value: number | undefined): DecidedAnnotation[] =>
  value === undefined ? [] : [{ key, input, value: String(value) }];

const text = (key: string, input: string, value: string | undefined): DecidedAnnotation[] =>
  value === undefined ? [] : [{ key, input, value }];

function hasSeparateOrchestrator({ annotations, overrides = {} }: ModelDeploymentArgs): boolean {
  const own = valueAt(overrides, "spec.annotations");
  const all = { ...annotations, ...(typeof own === "object" ? own : {}) };
  return hasOrchestratorPod({ annotations: all, predictors: [] } satisfies SeldonDeployment["spec"]);
}

function istioAnnotations(name: string, args: ModelDeploymentArgs): DecidedAnnotation[] {
  const { hosts = [], retries, namespace } = args;
  const input = ownRouteInput(args);
  if (input !== undefined) {
    return [
      // The operator writes its own VirtualService back whenever it is changed, so it is moved away from the gateway.
      { key: "seldon.io/istio-gateway", input, value: "mesh" },
      // Istio refuses the host `*` for the mesh. No name of DNS ends with `.invalid`, so sidecars lead nothing there.
      { key: "seldon.io/istio-host", input, value: `${name}.${namespace}.invalid` },
      { key: "seldon.io/istio-retries", input },
      { key: "seldon.io/istio-retries-timeout", input },
    ];
  }
  const seconds = retries?.perTryTimeoutMs === undefined ? undefined : retries.perTryTimeoutMs / 1000;
  return [
    ...text("seldon.io/istio-host", "hosts", hosts[0]),
    ...number("seldon.io/istio-retries", "retries", retries?.attempts),
    ...number("seldon.io/istio-retries-timeout", "retries", seconds),
  ];
}

function emissaryAnnotations(args: ModelDeploymentArgs): DecidedAnnotation[] {
  const { retries, circuitBreaker = {}, ambassador = {} } = args;
  const { serviceName, headers, config } = ambassador;
  const [only] = headers ?? [];
  const header =
    headers !== undefined && isAnnotatable(headers) && only ? `${only.name}: ${only.value ?? ""}` : undefined;
  return [
    ...number("seldon.io/ambassador-retries", "retries", retries?.attempts),
    ...LIMITS.flatMap((limit) => number(limitAnnotation(limit), "circuitBreaker", circuitBreaker[limit])),
    // The operator would lead all requests of the other deployment here if it did not know the headers.
    ...text(
      "seldon.io/ambassador-service-name",
      "ambassador.serviceName",
      mappedHeaders(args) === undefined ? serviceName : undefined,
    ),
    ...text("seldon.io/ambassador-header", "ambassador.headers", header),
    ...text("seldon.io/ambassador-config", "ambassador.config", config),
  ];
}
