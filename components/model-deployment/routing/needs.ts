import { IngressController, type SeldonFacts } from "../../shared/facts";
import type { ModelDeploymentArgs } from "../args";
import type { HeaderMatchArgs } from "../routing-args";

/** The operator's time limit of requests through Emissary, in milliseconds. */
const EMISSARY_TIMEOUT = 3000;

export const isIstio = ({ controller }: SeldonFacts): boolean => controller === IngressController.Istio;
export const isEmissary = ({ controller }: SeldonFacts): boolean => controller === IngressController.Emissary;

/** Whether the operator writes routes as annotations of Services, not as Mappings. */
export const writesAnnotations = ({ controller, annotationRoutes }: SeldonFacts): boolean =>
  controller === IngressController.Emissary && annotationRoutes === true;

/**
 * Istio: the input for which a model has a VirtualService of its own; nothing if the operator's does all that was written. The
 * operator's has one host, no time limit and no headers, and its retries always have a limit for each try, in whole seconds.
 */
export function ownRouteInput(args: ModelDeploymentArgs): string | undefined {
  const { seldon, predictors, timeouts = {}, hosts = [], retries } = args;
  if (!isIstio(seldon)) return undefined;
  const withHeaders = predictors.findIndex(({ headers }) => headers !== undefined);
  if (withHeaders >= 0) return `predictors[${String(withHeaders)}].headers`;
  if (timeouts.restMs !== undefined || timeouts.grpcMs !== undefined) return "timeouts";
  if (hosts.length > 1) return "hosts";
  return retries === undefined || hasWholeSeconds(retries.perTryTimeoutMs) ? undefined : "retries";
}

const hasWholeSeconds = (milliseconds: number | undefined): boolean =>
  milliseconds !== undefined && milliseconds % 1000 === 0;

/** Kinds of requests. */
export type Kind = "rest" | "grpc";
export const KINDS: readonly Kind[] = ["rest", "grpc"];

/** The time limit of a request, in milliseconds; nothing if there is none. */
export function timeoutOf({ seldon, timeouts = {} }: ModelDeploymentArgs, kind: Kind): number | undefined {
  const { restMs, grpcMs } = timeouts;
  if (!isEmissary(seldon)) return kind === "rest" ? restMs : grpcMs;
  if (kind === "rest") return restMs ?? EMISSARY_TIMEOUT;
  return grpcMs ?? (writesAnnotations(seldon) ? undefined : restMs) ?? EMISSARY_TIMEOUT;
}

/**
 * Emissary: the kinds of requests for which a model has Mappings of its own beside the operator's. The operator writes no time limit
 * for each try, and in its Mappings gRPC has the time limit of REST (1.17.1, ambassador/v2.go).
 */
export function ownMappings(args: ModelDeploymentArgs): Kind[] {
  if (!isEmissary(args.seldon)) return [];
  if (args.retries?.perTryTimeoutMs !== undefined) return ["rest", "grpc"];
  return timeoutOf(args, "grpc") === timeoutOf(args, "rest") || writesAnnotations(args.seldon) ? [] : ["grpc"];
}

/**
 * Whether the operator's own annotation can say which headers requests must have: one header with one value. It splits its text at
 * every colon, and the one for expressions makes it crash (1.17.1, ambassador/v1.go and v2.go).
 */
export function isAnnotatable(headers: readonly HeaderMatchArgs[]): boolean {
  const [only, ...others] = headers;
  return others.length === 0 && only?.value !== undefined && !only.value.includes(":");
}

/** Emissary: headers that only Mappings of the model's own can ask for. */
export function mappedHeaders({ seldon, ambassador }: ModelDeploymentArgs): HeaderMatchArgs[] | undefined {
  const headers = ambassador?.headers;
  return !isEmissary(seldon) || headers === undefined || isAnnotatable(headers) ? undefined : headers;
}

/** Whether the model has routes of its own that share requests among its predictors, so that a new predictor must be ready first. */
export const sharesItself = (args: ModelDeploymentArgs): boolean =>
  ownRouteInput(args) !== undefined ||
  ownMappings(args).length > 0 ||
  mappedHeaders(args) !== undefined ||
  (isEmissary(args.seldon) && args.predictors.some(({ headers }) => headers !== undefined));
