import { routeSecret, type RouteSpec } from "../shared/route";
import type { RouteArgs } from "./args";

/** Fills in every default. */
export function routeSpec(name: string, args: RouteArgs): RouteSpec {
  const {
    namespace,
    host,
    path = "/",
    service,
    timeoutSeconds,
    webSockets = true,
    http2 = false,
    requestHeaders,
    rewrite,
  } = args;
  return {
    name,
    namespace,
    host,
    path: withoutSlash(path),
    service,
    webSockets,
    http2,
    setHeaders: requestHeaders?.set ?? {},
    removeHeaders: requestHeaders?.remove ?? [],
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(rewrite === undefined ? {} : { rewrite: withoutSlash(rewrite) }),
    ...certificate(name, args),
  };
}

function certificate(name: string, { tls, ingress, namespace }: RouteArgs): Pick<RouteSpec, "certificate"> {
  if (tls === undefined) return {};
  if (tls.secretName !== undefined) return { certificate: { secret: tls.secretName } };
  const issuer = tls.issuer ?? ingress.issuer;
  const secret = routeSecret({ namespace, name });
  return { certificate: { secret, ...(issuer === undefined ? {} : { issuer }) } };
}

/** `/lab` for `/lab/`. */
const withoutSlash = (path: string): string => (path === "/" ? path : path.replace(/\/$/, ""));
