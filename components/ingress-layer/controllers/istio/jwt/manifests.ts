import * as pulumi from "@pulumi/pulumi";
import { given, labelled, type Labels } from "../../../../shared/values";
import type { IngressSpec } from "../../../spec";
import type { GatewayNames } from "../manifest";
import type { JwtArgs } from "./args";

/** Name of the two objects that demand a token. */
export const JWT_NAME = "gateway-jwt";

/** Where Let's Encrypt asks for challenges, which come without a token. */
const CHALLENGES = "/.well-known/acme-challenge/*";

/** The paths that need no token: those that are given, and that of challenges by plain HTTP. */
export const openPathsOf = ({ openPaths = [] }: JwtArgs, { tls }: Pick<IngressSpec, "tls">): string[] => [
  ...openPaths,
  ...(tls?.http01 === true && !openPaths.includes(CHALLENGES) ? [CHALLENGES] : []),
];

/** Whether a path stands for all paths below it. */
export const isPrefix = (path: string): boolean => path.endsWith("*");

/** The gateway whose requests need a token. */
interface Guarded {
  readonly namespace: pulumi.Input<string>;
  readonly selector: GatewayNames["selector"];
  readonly labels: Labels;
}

const metadata = ({ namespace, labels }: Guarded) => ({ name: JWT_NAME, namespace, ...labelled(labels) });

/** Which tokens are right. Istio refuses wrong ones, and a request without a token passes this object. */
export const authenticationManifest = (guarded: Guarded, { issuer, jwksUri, jwks, audiences }: JwtArgs) => ({
  apiVersion: "security.istio.io/v1",
  kind: "RequestAuthentication",
  metadata: metadata(guarded),
  spec: {
    selector: { matchLabels: guarded.selector },
    jwtRules: [given({ issuer, jwksUri, jwks, audiences })],
  },
});

/** Denies what has no token of the issuer and is not open. Every rule denies by itself. */
export function denialManifest(guarded: Guarded, { issuer, openHosts = [] }: JwtArgs, openPaths: readonly string[]) {
  const from = [{ source: { notRequestPrincipals: [pulumi.interpolate`${issuer}/*`] } }];
  const elsewhere: Operation = openPaths.length === 0 ? {} : { notPaths: openPaths };
  const notOpen: Operation =
    openHosts.length === 0 ? elsewhere : { notHosts: openHosts.flatMap(withPort), ...elsewhere };
  return {
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata: metadata(guarded),
    spec: {
      selector: { matchLabels: guarded.selector },
      action: "DENY",
      rules: [
        { from, ...operation(notOpen) },
        // Routes of models are for every host, so the open hosts lead to them too: by path, and gRPC by the header `seldon`.
        ...(openHosts.length === 0
          ? []
          : [
              { from, ...operation({ paths: ["/seldon/*"], ...elsewhere }) },
              { from, ...operation(elsewhere), when: [{ key: "request.headers[seldon]", values: ["*"] }] },
            ]),
      ],
    },
  };
}

/** Which requests a rule is for. */
type Operation = Readonly<Record<string, readonly string[]>>;

/** A rule without an operation is for every request. */
const operation = (fields: Operation): { to?: { operation: Operation }[] } =>
  Object.keys(fields).length === 0 ? {} : { to: [{ operation: fields }] };

/** A host is compared with the header as it was sent, which may name the port. */
const withPort = (host: string): string[] => [host, `${host}:*`];
