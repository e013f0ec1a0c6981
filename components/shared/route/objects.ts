import type { CustomResourceArgs } from "@pulumi/kubernetes/apiextensions";
import type * as pulumi from "@pulumi/pulumi";
import type { IssuerReference } from "../facts";

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
  /** Whether requests by HTTP/2, such as those of gRPC, reach the Service by HTTP/2. */
  readonly http2: boolean;
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

/**
 * Name of what is in the gateway's namespace, where routes of several namespaces meet. Neither a namespace nor the name of a
 * component contains a dot.
 */
export const nameAtGateway = ({ namespace, name }: Pick<RouteSpec, "namespace" | "name">): string =>
  `${namespace}.${name}`;

/** A match of requests, and what replaces the matched part. `/lab` must not match `/labels`, so it has two. */
export interface PathMatch {
  readonly exact: boolean;
  readonly path: string;
  readonly rewrite?: string;
}

/** What a route matches. */
export function pathMatches({ path, rewrite }: RouteSpec): PathMatch[] {
  const below = (at: string): string => (at === "/" ? at : `${at}/`);
  const to = (target: (at: string) => string) => (rewrite === undefined ? {} : { rewrite: target(rewrite) });
  return [
    ...(path === "/" ? [] : [{ exact: true, path, ...to((at) => at) }]),
    { exact: false, path: below(path), ...to(below) },
  ];
}
